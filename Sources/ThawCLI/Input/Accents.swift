extension String {
    /// The same small letters without accents, as French and Spanish have them; other characters stay.
    var withoutAccents: String { String(map { Self.plainByAccented[$0] ?? $0 }) }

    private static let plainByAccented: [Character: Character] = [
        "á": "a", "à": "a", "â": "a", "ä": "a", "ã": "a", "é": "e", "è": "e", "ê": "e", "ë": "e", "í": "i", "ì": "i", "î": "i", "ï": "i",
        "ó": "o", "ò": "o", "ô": "o", "ö": "o", "õ": "o", "ú": "u", "ù": "u", "û": "u", "ü": "u", "ñ": "n", "ç": "c",
    ]
}
