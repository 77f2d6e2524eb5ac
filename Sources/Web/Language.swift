/// A language of the pages, by its ISO 639 code.
package struct Language: Hashable, Sendable {
    package let code: String

    package static let english = Language(unchecked: "en")
    /// The languages that are part of the program, the default first.
    package static let builtIn = [english, Language(unchecked: "es"), Language(unchecked: "fr")]

    private init(unchecked code: String) {
        self.code = code
    }

    /// `nil` unless the text is two or three lower-case letters.
    package init?(_ code: String) {
        guard 2...3 ~= code.utf8.count, code.utf8.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }) else { return nil }
        self.code = code
    }

    /// The language of `served` that a browser prefers; the first one if it names none of them.
    ///
    /// - Parameter acceptLanguage: the header's value, such as `es-MX,es;q=0.9,en;q=0.5`. Only its first 16 entries count.
    package static func preferred(by acceptLanguage: String?, among served: [Language]) -> Language {
        var best: (language: Language, quality: Double)?
        for entry in (acceptLanguage ?? "").split(separator: ",").prefix(16) {
            let parts = entry.split(separator: ";")
            guard let range = parts.first?.filter({ $0 != " " }).lowercased(), let code = range.split(separator: "-").first,
                let language = served.first(where: { $0.code == code })
            else { continue }
            let quality = parts.dropFirst().compactMap(quality).first ?? 1
            if quality > best?.quality ?? 0 { best = (language, quality) }
        }
        return best?.language ?? served.first ?? .english
    }

    /// The number of `q=0.5`.
    private static func quality(_ parameter: Substring) -> Double? {
        let text = parameter.filter { $0 != " " }
        guard text.hasPrefix("q=") else { return nil }
        return Double(text.dropFirst(2)).map { min(max($0, 0), 1) }
    }
}
