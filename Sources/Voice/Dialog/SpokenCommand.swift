import Foundation
import Plates

/// A command of the caller, as words or as `*` and a digit.
enum SpokenCommand: Hashable, Sendable {
    case language(SpokenLanguage)
    case person
    case again
    /// The plate that was understood is wrong.
    case no
    case choose(Int)

    private static let languageWords: [String: SpokenLanguage] = [
        "english": .english, "ingles": .english, "anglais": .english, "espanol": .spanish, "spanish": .spanish, "espagnol": .spanish,
        "francais": .french, "french": .french, "frances": .french,
    ]

    /// - Parameter isChoice: whether the caller was asked to choose one of two.
    init?(keys: String, isChoice: Bool) {
        switch keys {
        case "*1": self = .language(.spanish)
        case "*2": self = .language(.french)
        case "*3": self = .language(.english)
        case "*0": self = .person
        case "*8": self = .again
        case "1" where isChoice: self = .choose(0)
        case "2" where isChoice: self = .choose(1)
        // A star among digits drops them, and so does one that starts no command.
        case _ where keys.contains("*"): self = .no
        default: return nil
        }
    }

    init?(_ text: String, isChoice: Bool, _ words: CallWords) {
        let said = Self.plain(text)
        func isOne(of key: String) -> Bool { words.list(key, separator: ",").contains { Self.plain($0) == said } }
        if let language = Self.languageWords[said] {
            self = .language(language)
        } else if isOne(of: "say.no") {
            self = .no
        } else if isOne(of: "say.again") {
            self = .again
        } else if isOne(of: "say.person") {
            self = .person
        } else if isChoice, isOne(of: "say.first") {
            self = .choose(0)
        } else if isChoice, isOne(of: "say.second") {
            self = .choose(1)
        } else {
            return nil
        }
    }

    /// Lower-case letters and digits, with single spaces.
    static func plain(_ text: String) -> String {
        let folded = text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }
        return String(String.UnicodeScalarView(folded)).split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }
}
