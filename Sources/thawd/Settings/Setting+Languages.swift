import DaemonSupport
import Web

extension Setting {
    /// `chapter.help_es` and the like: one line for people who read that language. The table has those of the built-in languages.
    static var helpByLanguage: [Setting] { Language.builtIn.map { help(in: $0, named: languageNames[$0.code] ?? $0.code) } }

    private static func help(in language: Language, named name: String) -> Setting {
        let code = language.code
        return parsed(
            helpPrefix + code, \.chapterHelpByLanguage[code], valueName: "text",
            allowed: "one line of at most \(lineLength) characters", example: "555-0100", defaultText: "chapter.help",
            "The same on pages in \(name).", parse: isLine, write: { $0 })
    }

    /// The lines for further languages among some keys, such as `chapter.help_so`.
    fileprivate static func furtherHelp(_ keys: some Sequence<String>) -> [Setting] {
        Set(keys).sorted().compactMap { key in
            guard key.hasPrefix(helpPrefix), let language = Language(String(key.dropFirst(helpPrefix.count))),
                !Language.builtIn.contains(language)
            else { return nil }
            return help(in: language, named: language.code)
        }
    }

    /// The keys of lines for any language among some variables, such as `THAW_CHAPTER_HELP_SO`.
    fileprivate static func helpKeys(ofVariables names: some Sequence<String>) -> [String] {
        let prefix = Settings.variablePrefix + "CHAPTER_HELP_"
        return names.filter { $0.hasPrefix(prefix) }.map { helpPrefix + $0.dropFirst(prefix.count).lowercased() }
    }
}

extension Settings {
    /// The table, the lines for further languages that are set, and the outputs of alerts.
    package var table: [Setting] {
        Setting.all + Setting.furtherHelp(chapterHelpByLanguage.keys.map { helpPrefix + $0 }) + alertTable
    }

    package static func further(keys: [String], variables: [String]) -> [Setting] {
        Setting.furtherHelp(keys + Setting.helpKeys(ofVariables: variables)) + furtherAlerts(keys: keys, variables: variables)
    }
}

private let languageNames = ["en": "English", "es": "Spanish", "fr": "French"]
private let helpPrefix = "chapter.help_"
