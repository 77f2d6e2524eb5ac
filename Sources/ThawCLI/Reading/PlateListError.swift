package import Plates
import Wire

/// Why words are no plates.
package enum PlateListError: Error, Hashable, Sendable {
    case plate(PlateError)
    /// Up to three characters that stand alone beside whole plates.
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

    static let searchAdvice = "To search with ? and *, type as in: thaw search '7?K*'"

    /// Whether a text is no plate because somebody meant to search.
    func isSearch(_ text: String) -> Bool { text.contains { $0 == "?" || $0 == "*" } }

    func failure(of text: String) -> Failure {
        guard isSearch(text) else { return failure }
        return Failure(code: failure.code, sentence: failure.sentence, advice: Self.searchAdvice, exit: failure.exit)
    }
}
