package import Plates
import Wire

/// Why words are not plates.
package enum PlateListError: Error, Hashable, Sendable {
    case plate(PlateError)
    /// Up to three characters alone next to whole plates.
    case unclear

    package var sentence: String {
        switch self {
        case .plate(let error): error.sentence
        case .unclear: "It is not clear where one plate ends and the next begins: put commas between them."
        }
    }

    package var failure: Failure {
        switch self {
        case .plate(let error): Failure(error)
        case .unclear: .usage(sentence)
        }
    }

    /// Whether a text has only a part of a plate.
    var isPart: Bool {
        guard case .plate(let error) = self else { return false }
        return error.isOfPart
    }

    /// How to search for part of a plate; `nil` if the text is not part of one.
    func searchAdvice(_ text: String, country: Country) -> String? {
        guard isPart || text.contains(where: { "?*".contains($0) }) else { return nil }
        let pattern = PartialPlate.pattern(ofLookup: text, country: country) ?? "7?K*"
        return "To search for part of a plate, type: thaw search '\(pattern)'"
    }

    func failure(of text: String, country: Country) -> Failure {
        searchAdvice(text, country: country).map(failure.advising) ?? failure
    }
}
