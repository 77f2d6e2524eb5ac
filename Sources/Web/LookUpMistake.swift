import Plates

/// A text in the plate field that can be read as a plate, but is hardly meant as one. If it is not listed, "not listed" would mislead.
enum LookUpMistake: String {
    case issuerAlone = "issuer_alone"
    case telephone

    /// nil for every other text. `ZZ:` before a text says that it is a plate.
    init?(_ text: String, country: Country) {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if TelephoneNumber.hasFigures(words) {
            self = .telephone
        } else if let issuer = Issuer(words, country: country), Self.names(of: issuer).contains(words.lowercased()) {
            self = .issuerAlone
        } else {
            return nil
        }
    }

    private static func names(of issuer: Issuer) -> [String] {
        [issuer.code, issuer.abbreviation, issuer.name].map { $0.lowercased() }
    }
}
