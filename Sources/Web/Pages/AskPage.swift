import Plates
import Vocabulary
package import Wire

/// A question before something is done.
package enum ModerationQuestion: Hashable, Sendable {
    case protect(String)
    case skip(String)
    /// Which plate was meant; the plates beside it are offered.
    case misread(String, besides: [String])
    /// Another token, or one's own, and the time of the question.
    case revoke(TokenBody, asOf: String)
}

/// A question, with its answers as buttons, in place of a card.
struct AskPage: Sendable {
    let frame: PageFrame
    let question: String
    /// Whose token it is.
    let detail: String?
    /// The path of the form, without the language.
    let path: String
    let hidden: [HiddenField]
    /// The name of the buttons.
    let field: String
    let choices: [Choice]
    let typed: Typed?
    /// Whether one may go back to a card.
    let isOfPlate: Bool

    struct Typed: Sendable {
        let label: String
    }
}

extension Site {
    /// - Parameter fields: of the form that led here; they go along with the answer.
    package func ask(_ question: ModerationQuestion, fields: [HiddenField], for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        func page(
            _ text: String, _ field: String, _ choices: [Choice], path: String = "verdict", typed: Bool = false,
            detail: String? = nil
        ) -> [UInt8] {
            edition.templates.page(
                .moderateAsk,
                AskPage(
                    frame: PageFrame(self, edition, for: reader), question: text, detail: detail, path: "/moderate/\(path)", hidden: fields,
                    field: field,
                    choices: choices, typed: typed ? .init(label: words["moderate.another"]) : nil, isOfPlate: detail == nil))
        }
        switch question {
        case .protect(let plate):
            return page(
                words.text("moderate.protect.ask", ["plate": plate]), "sure",
                [.init(value: "1", name: words["moderate.protect.sure.button"])])
        case .skip(let plate):
            return page(
                "\(plate): \(words["moderate.skip.reason"])", "why",
                words.choices("skip", SkipReason.allCases))
        case .misread(let plate, let besides):
            return page(
                "\(plate): \(words["moderate.misread.which"])", "meant",
                besides.map { .init(value: $0, name: (try? Plate(certain: $0, country: settings.country))?.shown ?? $0) }, typed: true)
        case .revoke(let token, let now):
            return page(
                words.text("moderate.tokens.revoke.ask", ["id": token.id]), "sure",
                [.init(value: "1", name: words["moderate.tokens.revoke.button"])],
                path: "tokens", detail: row(of: token, asOf: now, edition))
        }
    }
}
