package import Plates

/// A plate in an answer: its issuer's code, and its characters as typed.
package struct PlateBody: Codable, Hashable, Sendable {
    package var issuer: String
    package var characters: String

    package init(_ plate: Plate) {
        issuer = plate.issuer.code
        characters = plate.characters
    }

    init(issuer: String, characters: String) {
        self.issuer = issuer
        self.characters = characters
    }

    /// The plate; `nil` if the other end knows an issuer that this one does not.
    package var plate: Plate? {
        guard let issuer = Issuer(code: issuer) else { return nil }
        return try? Plate(characters: characters, issuer: issuer)
    }

    /// The plate as text that every country reads as this plate.
    package var text: String { "\(issuer) \(characters)" }
}
