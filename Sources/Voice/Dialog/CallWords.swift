import FoundationEssentials
package import Plates
import Wire

/// Everything that a call says and understands in one language, besides plates: one JSON object of texts.
///
/// A text is also a sound: its key names the clip. So a sentence with a plate or a time in it is made of several texts.
package struct CallWords: Sendable {
    package let language: SpokenLanguage
    private let texts: [String: String]

    private init(_ language: SpokenLanguage, json: [UInt8]) {
        do {
            texts = try WireJSON.decode([String: String].self, from: Data(json))
        } catch {
            preconditionFailure("the words of \(language.rawValue) are not a JSON object of texts")
        }
        self.language = language
    }

    package static func of(_ language: SpokenLanguage) -> CallWords {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        }
    }

    private static let english = CallWords(.english, json: PackageResources.en_json)
    private static let spanish = CallWords(.spanish, json: PackageResources.es_json)
    private static let french = CallWords(.french, json: PackageResources.fr_json)

    package var keys: Set<String> { Set(texts.keys) }

    /// The text of a key; empty if this language says nothing there.
    package subscript(key: String) -> String {
        assert(texts[key] != nil, "no text has the key \(key)")
        return texts[key] ?? ""
    }

    /// The words of a list: `order.date`, `say.no`.
    func list(_ key: String, separator: Character) -> [String] {
        self[key].split(separator: separator).map(String.init)
    }

    /// The language's code for carriers: `en-US`.
    package var locale: String { self["locale"] }

    /// Keys that are not said: orders, lists of understood words and facts about the file.
    private static func isSaid(_ key: String) -> Bool {
        !["locale", "reviewed"].contains(key) && !key.hasPrefix("order.") && !key.hasPrefix("say.")
    }

    /// Every phrase that a call may say in this language, except silent ones. A folder of sounds must have them all.
    package var phrases: [Phrase] {
        let said = keys.filter { Self.isSaid($0) && !self[$0].isEmpty && !$0.hasPrefix("character.") }.sorted().map { Phrase.word($0) }
        let characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8.map(Phrase.character)
        return said + characters + (0..<60).map(Phrase.number) + Issuer.all.filter { $0 != .unknown }.map(Phrase.issuer) + Phrase.makes
    }
}
