import DaemonSupport
import Web

extension Setting {
    /// A list of languages, separated by commas in a flag or a variable.
    static func languages(_ key: String, _ property: Property<[Language]>) -> Setting {
        Setting(
            key,
            Shape(
                valueName: "languages", allowed: "codes such as en, es, fr, each once; others need a file in web.words_folder", isList: true
            ),
            help: "The languages of the pages; the first is for browsers that ask for none of them.", example: "es, en",
            parse: { text, settings in
                let codes = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
                let languages = codes.compactMap { Language($0) }
                guard !languages.isEmpty, languages.count == codes.count, Set(languages).count == codes.count else { return false }
                settings[keyPath: property] = languages
                return true
            },
            show: { $0[keyPath: property].map(\.code).joined(separator: ", ") })
    }

    /// `chapter.help_es` and the like: one line for people who read that language.
    static var helpByLanguage: [Setting] {
        [("en", "English"), ("es", "Spanish"), ("fr", "French"), ("so", "Somali"), ("hmn", "Hmong")].map {
            code, name in
            parsed(
                "chapter.help_\(code)", \.chapterHelpByLanguage[code], valueName: "text",
                allowed: "one line of at most \(lineLength) characters", example: "555-0100", defaultText: "chapter.help",
                "The same on pages in \(name).", parse: isLine, write: { $0 })
        }
    }
}
