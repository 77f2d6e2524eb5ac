import FoundationEssentials
package import Wire

/// All texts of the pages in one language, by flat keys such as `lookup.title`.
package struct Words: Sendable {
    package let language: Language
    /// Keys that the file lacks; their texts are English.
    package let missing: [String]
    private let texts: [String: String]

    /// Reads a word file: one JSON object of texts.
    ///
    /// - Parameter fallback: fills missing keys. Without it, a missing key shows as itself.
    package init(_ language: Language, json: [UInt8], fallback: Words? = nil) throws(WireError) {
        let file = try WireJSON.decode([String: WordValue].self, from: Data(json)).mapValues(\.text)
        self.language = language
        texts = (fallback?.texts ?? [:]).merging(file) { $1 }
        missing = fallback.map { $0.texts.keys.filter { file[$0] == nil }.sorted() } ?? []
    }

    /// The words of each language: the built-in ones, and over them those of a file from outside of the program.
    ///
    /// - Throws: the error of a file.
    package static func all(_ languages: [Language], files: [Language: [UInt8]]) throws(WireError) -> [Language: Words] {
        let english = try Words(.english, json: PackageResources.en_json)
        var all: [Language: Words] = [:]
        for language in languages {
            var words = english
            if let file = builtInFile(language) { words = try Words(language, json: file, fallback: english) }
            if let file = files[language] { words = try Words(language, json: file, fallback: words) }
            all[language] = words
        }
        return all
    }

    private static func builtInFile(_ language: Language) -> [UInt8]? {
        switch language.code {
        case "en": PackageResources.en_json
        case "es": PackageResources.es_json
        case "fr": PackageResources.fr_json
        default: nil
        }
    }

    package var keys: Set<String> { Set(texts.keys) }

    /// The text of a key, with its placeholders as they are.
    package subscript(key: String) -> String {
        assert(texts[key] != nil, "no word file has the key \(key)")
        return texts[key] ?? key
    }

    /// The text of a key that a file may lack, such as the name of a word in a newer vocabulary.
    package func optional(_ key: String) -> String? { texts[key] }

    /// The text of a key with `{name}` replaced by the value of `name`.
    ///
    /// - Parameter count: selects the form `key.one` or `key.other`, and is the value of `{count}`.
    package func text(_ key: String, count: Int? = nil, _ values: [String: String] = [:]) -> String {
        guard let count else { return Self.filled(self[key], values) }
        let form = isOne(count) ? "\(key).one" : "\(key).other"
        return Self.filled(self[form], values.merging(["count": number(count)]) { given, _ in given })
    }

    /// How long to wait: seconds below two minutes, else minutes and hours, `17 h 47 min`, rounded up.
    func wait(_ seconds: Int) -> String {
        guard seconds >= 120 else { return text("error.wait", count: seconds) }
        let minutes = (seconds + 59) / 60
        let parts = [(minutes / 60, "h"), (minutes % 60, "min")].filter { $0.0 > 0 }.map { "\(number($0))\u{A0}\($1)" }
        return text("error.wait.long", ["time": parts.joined(separator: " ")])
    }

    /// Whether a count takes the form `.one`.
    private func isOne(_ count: Int) -> Bool {
        switch language.code {
        case "fr": count <= 1
        case "hmn": false
        default: count == 1
        }
    }

    /// A whole number as the language writes it: `5,000`.
    package func number(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let separator = language.code == "fr" ? "\u{A0}" : ","
        var shown = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { shown += separator }
            shown.append(digit)
        }
        return number < 0 ? "−" + shown : shown
    }

    private static func filled(_ text: String, _ values: [String: String]) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = rest[rest.index(after: open)..<close]
            filled += rest[..<open]
            filled += values[String(name)] ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// `{name}`
    package static var placeholder: Regex<(Substring, Substring)> { /\{([a-z_]+)\}/ }

    /// The file's `clock`: whether times have twelve hours.
    var hasTwelveHours: Bool { self["clock"] == "12" }
}

/// A value of a word file: a text, or the numbers and flags of its metadata.
private enum WordValue: Decodable {
    case text(String)
    case number(Int)
    case flag(Bool)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        }
    }
}
