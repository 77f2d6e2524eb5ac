import Plates
import Wire

extension Issuer {
    /// "District of Columbia" has three words.
    static let wordsMax = 3
}

extension [[Reading]] {
    /// The plates, if there is at least one and none could be another.
    func allCertain() -> Result<[Reading], Failure> {
        guard !isEmpty else { return .failure(Failure(PlateError(.empty))) }
        var plates: [Reading] = []
        for readings in self {
            guard let one = readings.certain else { return .failure(readings.ambiguous) }
            plates.append(one)
        }
        return .success(plates)
    }
}

extension [Reading] {
    /// The one that the text means, if it can mean no other.
    var certain: Reading? { count == 1 && self[0].confidence == .certain ? self[0] : nil }

    /// Names the readings of the text, and how to write each.
    var ambiguous: Failure {
        let texts = map(\.textToType)
        let choice = texts.count == 1 ? texts[0] : texts.dropLast().joined(separator: ", ") + " or " + (texts.last ?? "")
        return Failure(.plateAmbiguous, "This can be read in more than one way.", advice: "Type \(choice).", exit: .usage)
    }
}

extension Reading {
    /// A plate whose issuer is known from elsewhere.
    init(_ plate: Plate, namesIssuer: Bool) {
        self.init(plate, namesIssuer: namesIssuer, confidence: .certain, fitsKnownSeries: true)
    }

    /// The text to send if the issuer matters. It has no issuer only if nobody named one.
    var textAsNamed: String {
        guard namesIssuer else { return plate.characters }
        return plate.issuer == .unknown ? text : plate.text
    }

    /// A text that is read as this plate alone. If nobody named an issuer, it has the default issuer, if that is known.
    var textToType: String {
        "\(plate.issuer == .unknown ? "ZZ" : plate.issuer.abbreviation):\(plate.characters)"
    }

    var asLikely: Reading { Reading(plate, namesIssuer: namesIssuer, confidence: .likely, fitsKnownSeries: fitsKnownSeries) }

    func issued(by issuer: Issuer) -> Reading {
        Reading(
            Plate(key: plate.key.issued(by: issuer), typed: plate.typed), namesIssuer: true, confidence: .certain,
            fitsKnownSeries: fitsKnownSeries)
    }
}
