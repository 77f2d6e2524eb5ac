package import Plates
package import Vocabulary

/// A unit of a call's speech: one clip, or one piece of a text.
package enum Phrase: Hashable, Sendable {
    /// A text of ``CallWords``, by its key.
    case word(String)
    /// A text in another language than the call's.
    case foreign(String, SpokenLanguage)
    /// A plate's character: a code word or a digit.
    case character(UInt8)
    /// 0 to 59: hours, minutes, days of a month.
    case number(Int)
    case issuer(Issuer)
    case make(Make)
    /// The end of a sentence.
    case pause
    /// The end of a question.
    case question

    /// The makes that have a name to say.
    package static let makes = Make.allCases.filter { $0 != .other }.map(Phrase.make)

    /// The clip's name, the same in each language; nil for a pause or a question's end.
    package var clip: String? {
        switch self {
        case .word(let key), .foreign(let key, _): key
        case .character(let ascii): "character.\(Character(Unicode.Scalar(ascii)).lowercased())"
        case .number(let number): "number.\(number)"
        case .issuer(let issuer): "issuer.\(issuer.code.lowercased())"
        case .make(let make): "make.\(make.rawValue)"
        case .pause, .question: nil
        }
    }

    /// The text; empty for an end, and for phrases that the language leaves out.
    package func text(_ words: CallWords) -> String {
        switch self {
        case .word(let key): words[key]
        case .foreign(let key, let language): CallWords.of(language)[key]
        case .character(let ascii):
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= ascii
                ? String(Character(Unicode.Scalar(ascii))) : words["character.\(Character(Unicode.Scalar(ascii)).lowercased())"]
        case .number(let number): String(number)
        case .issuer(let issuer): issuer.name
        case .make(let make): make.name
        case .pause, .question: ""
        }
    }

    /// Whether a comma follows it.
    private var isListed: Bool {
        switch self {
        case .character, .issuer: true
        default: false
        }
    }

    /// A text of all phrases, for a carrier's voice: `Kilo, Lima, November, 4, 5, 6, Minnesota, listed, confirmed.`
    package static func text(of phrases: some Sequence<Phrase>, _ words: CallWords) -> String {
        var text = ""
        var comma = false
        for phrase in phrases {
            if phrase == .pause || phrase == .question {
                if let last = text.last, !".?!:".contains(last) { text += phrase == .question ? "?" : "." }
                comma = false
                continue
            }
            let part = phrase.text(words)
            if part.isEmpty { continue }
            if comma { text += "," }
            if !text.isEmpty { text += " " }
            text += part
            comma = phrase.isListed
        }
        return text
    }
}
