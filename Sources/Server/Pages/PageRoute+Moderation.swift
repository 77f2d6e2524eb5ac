import HTTPTypes
import Plates
import Seal
import Vocabulary
import Web
import Wire

/// Moderators' cards: one plate, one press. Nothing is read, and so nothing is counted, before Start.
extension PageRoute {
    static let moderation: [PageRoute] = [start, next, verdict, undo, plate] + bulkModeration + accessModeration

    static func moderating(
        _ method: HTTPRequest.Method, _ path: String, home: String? = nil,
        answer: @escaping @Sendable (Pages, PageExchange) async throws -> Page
    ) -> PageRoute {
        PageRoute(method, "/moderate" + path, .role(.moderator), home: home ?? "/moderate", answer: answer)
    }

    private static let start = moderating(.get, "") { pages, exchange in Page(pages.site.moderate(for: exchange.reader)) }

    private static let next = moderating(.post, "/next") { pages, exchange in
        try await pages.nextCard(try ModerationFilter(try exchange.form()), exchange)
    }

    private static let verdict = moderating(.post, "/verdict") { pages, exchange in
        let form = try CardForm(try exchange.form(), country: pages.answers.settings.country)
        if let question = form.question { return Page(pages.site.ask(question, fields: form.kept, for: exchange.reader)) }
        return switch form.press {
        case .skip(let reason): try await pages.skip(form, reason, exchange)
        case .misread(let meant): try await pages.misread(form, meant, exchange)
        case .verdict(let verdict): try await pages.decide(verdict, form, exchange)
        }
    }

    private static let undo = moderating(.post, "/undo") { pages, exchange in
        let form = try exchange.form()
        let decision = try form.required("decision")
        guard let plate = try form.value("plate") else {
            return Page(
                pages.site.undone(
                    try await pages.answers.undo(UndoRequest(decision: decision), as: exchange.requester), for: exchange.reader))
        }
        let filter = try ModerationFilter(form)
        do throws(Refusal) {
            _ = try await pages.answers.undo(UndoRequest(decision: decision), as: exchange.requester)
        } catch {
            guard error.code == .undoExpired || error.code == .undoSuperseded else { throw error }
            return try await pages.card(of: plate, filter, notice: .refused(error.code), status: error.status, exchange)
        }
        if let id = try form.value("id") {
            // The report of the intended plate. If withdrawing it fails, the undo still takes effect.
            let report = ReportBody(
                id: id, plate: try form.required("meant"), seenAt: try form.required("seen_at"), area: try form.required("seen_in"))
            _ = try await pages.answers.withdrawals(WithdrawalsRequest([report]), as: exchange.requester)
        }
        let shown = try Plate.ofForm(plate, country: pages.answers.settings.country)
        return try await pages.card(of: plate, filter, done: .undone(PlateBody(shown)), exchange)
    }

    /// "Another plate", and the way back from a question.
    private static let plate = moderating(.post, "/plate") { pages, exchange in
        let form = try exchange.form()
        return try await pages.card(of: try form.required("plate"), try ModerationFilter(form), exchange)
    }
}

/// The posted form of a card.
struct CardForm: Sendable {
    enum Press: Sendable {
        case verdict(Verdict)
        case skip(SkipReason)
        /// With the text of the plate that was meant.
        case misread(String)
    }

    let filter: ModerationFilter
    let plate: Plate
    let version: Int
    let signs: [String]
    let press: Press
    /// The question to ask first.
    let question: ModerationQuestion?
    /// The fields that go along with an answer.
    let kept: [HiddenField]

    init(_ form: FormBody, country: Country) throws(Refusal) {
        filter = try ModerationFilter(form)
        plate = try Plate.ofForm(try form.required("plate"), country: country)
        let typedVersion = try form.required("version")
        guard let version = Int(typedVersion), 0...WireLimits.numberMax ~= version else { throw Refusal(.requestValue, field: "version") }
        self.version = version
        signs = form.all("signs")
        guard signs.count <= WireLimits.signsPerReport else { throw Refusal(.requestTooManyItems, field: "signs") }
        let pressed = try form.required("verdict")
        switch pressed {
        case "skip":
            let why = try form.value("why")
            guard let reason = why.map(SkipReason.init(rawValue:)) ?? .other else { throw Refusal(.skipReasonUnknown, field: "why") }
            press = .skip(reason)
            question = why == nil ? .skip(plate.shown) : nil
        case "misread":
            let meant = try form.value("meant")
            press = .misread(meant ?? "")
            question = meant == nil ? .misread(plate.shown, besides: form.all("beside")) : nil
        default:
            guard let verdict = Verdict(rawValue: pressed) else { throw Refusal(.verdictUnknown, field: "verdict") }
            press = .verdict(verdict)
            question = verdict == .protect && !form.isTicked("sure") ? .protect(plate.shown) : nil
        }
        kept =
            filter.fields
            + [("plate", plate.text), ("version", typedVersion), ("verdict", pressed)].map { HiddenField(name: $0, value: $1) }
    }
}

extension ModerationFilter {
    /// - Throws: the code of an unknown word.
    init(_ form: FormBody) throws(Refusal) {
        self.init()
        reason = try form.word(Field.reason.rawValue, unknown: .queueReasonUnknown)
        status = try form.word(Field.status.rawValue, unknown: .queueStatusUnknown)
        area = try form.chosen(Field.area.rawValue)
        showsSkipped = form.isTicked(Field.skipped.rawValue)
        cursor = try form.chosen(Field.cursor.rawValue)
    }

    var request: QueueRequest {
        QueueRequest(
            limit: 1, cursor: showsSkipped ? cursor : nil, reason: reason, status: status, area: area, skipped: showsSkipped ? true : nil)
    }
}

extension FormBody {
    /// The value of a select or a field; nil for an empty one.
    func chosen(_ name: String) throws(Refusal) -> String? { try value(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// The word of a select; nil for an empty one.
    ///
    /// - Throws: `code` for a word that there is not.
    func word<Word: RawRepresentable<String>>(_ name: String, unknown code: ErrorCode) throws(Refusal) -> Word? {
        guard let text = try chosen(name) else { return nil }
        guard let word = Word(rawValue: text) else { throw Refusal(code, field: name) }
        return word
    }
}

extension Plate {
    /// The one plate of a field.
    static func ofForm(_ text: String, issuer: Issuer? = nil, country: Country) throws(Refusal) -> Plate {
        do { return try Plate(certain: text, issuer: issuer, country: country) } catch { throw Refusal(WireError(error, field: "plate")) }
    }
}
