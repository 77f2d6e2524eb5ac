/// Commas that are a part of an issuer's name.
extension TypedText {
    /// `Washington DC ABC123` for `Washington, DC ABC123`; `nil` for a text without such a comma.
    ///
    /// The comma goes only if the words after it name the same issuer alone: `west, virginia` stays two things.
    package static func withoutCommasInNames(_ text: String, country: Country) -> String? {
        guard text.utf8.count <= utf8Max, text.utf8.contains(TypedByte.comma) else { return nil }
        var words = text.split(separator: " ").map(String.init)
        var isAny = false
        for place in words.indices.dropLast() where words[place].last == "," {
            let city = words[place].dropLast()
            guard city.count >= cityMin else { continue }
            let isInName = (1...codeWordsMax).contains { count in
                guard place + count < words.count else { return false }
                let code = words[place + 1...place + count].joined(separator: " ").prefix { $0.isLetter || $0 == "." || $0 == " " }
                guard let issuer = Issuer(String(code), country: country) else { return false }
                return Issuer("\(city) \(code)", country: country) == issuer
            }
            guard isInName else { continue }
            words[place].removeLast()
            isAny = true
        }
        return isAny ? words.joined(separator: " ") : nil
    }

    /// `Wash`
    private static let cityMin = 4
    /// `D. C.`
    private static let codeWordsMax = 2
}
