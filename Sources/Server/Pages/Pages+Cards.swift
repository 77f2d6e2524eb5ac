import HTTPTypes
import Plates
import Sightings
import Vocabulary
import Web
import Wire

extension Pages {
    /// The riskiest waiting plate. One row is read.
    func nextCard(_ filter: ModerationFilter, done: CardAnswer.Done? = nil, _ exchange: PageExchange) async throws(Refusal) -> Page {
        let page: QueuePage
        do throws(Refusal) {
            page = try await answers.queue(filter.request, as: exchange.requester)
        } catch {
            // The next card failed, but the verdict took effect, and its undo must be shown.
            guard let done, error.code != .cursorInvalid else {
                guard error.code == .cursorInvalid, filter.cursor != nil else { throw error }
                var anew = filter
                anew.cursor = nil
                return try await nextCard(anew, done: done, exchange)
            }
            var answer = CardAnswer(asOf: now, filter: filter)
            (answer.done, answer.notice) = (done, .refused(error.code))
            return Page(site.card(answer, for: exchange.reader))
        }
        var answer = CardAnswer(asOf: page.asOf, filter: filter)
        answer.filter.cursor = page.next
        (answer.row, answer.waiting, answer.read, answer.isFromQueue) = (page.rows.first, page.waiting, page.read, true)
        answer.done = done
        return Page(site.card(answer, for: exchange.reader))
    }

    /// A plate as it is now, in the queue or not.
    func card(
        of text: String, _ filter: ModerationFilter, done: CardAnswer.Done? = nil, notice: CardAnswer.Notice? = nil,
        status: HTTPResponse.Status = .ok, _ exchange: PageExchange
    ) async throws(Refusal) -> Page {
        let response = try await answers.plates(PlatesRequest(plates: [text]), as: exchange.requester)
        guard let result = response.results.first else { throw Refusal(.internalError) }
        var answer = CardAnswer(asOf: response.asOf, filter: filter)
        (answer.asked, answer.isProtected, answer.read, answer.done) = (text, result.protected, response.read, done)
        answer.notice = notice ?? result.error?.errorCode.map { .refused($0) }
        if result.rows.count > 1 { answer.rows = result.rows } else { answer.row = result.rows.first }
        return Page(site.card(answer, for: exchange.reader), status: status)
    }

    func decide(_ verdict: Verdict, _ form: CardForm, _ exchange: PageExchange) async throws(Refusal) -> Page {
        let result: Decided
        switch try await decided(verdict, form, exchange) {
        case .success(let decided): result = decided
        case .failure(let page): return page
        }
        let plate = PlateBody(form.plate)
        let remains = verdict == .unprotect && result.isProtected
        return try await nextCard(form.filter, done: .decided(verdict, plate, decision: result.decision, remains: remains), exchange)
    }

    func skip(_ form: CardForm, _ reason: SkipReason, _ exchange: PageExchange) async throws(Refusal) -> Page {
        try await answers.skip(SkipsRequest(plates: [form.plate.text], reason: reason), as: exchange.requester)
        return try await nextCard(form.filter, done: .skipped(PlateBody(form.plate)), exchange)
    }

    /// Dismisses a plate, and reports the intended one with this plate's last area and time.
    func misread(_ form: CardForm, _ meant: String, _ exchange: PageExchange) async throws(Refusal) -> Page {
        // People misread characters, not issuers.
        let known = form.plate.issuer == .unknown ? nil : form.plate.issuer
        let intended: Plate
        do throws(Refusal) {
            intended = try Plate.ofForm(meant, issuer: known, country: answers.settings.country)
            guard intended.key != form.plate.key else { throw Refusal(.requestValue, field: "meant") }
        } catch {
            return try await card(of: form.plate.text, form.filter, notice: .refused(error.code), status: error.status, exchange)
        }
        let shown = try await answers.plates(PlatesRequest(plates: [form.plate.text]), as: exchange.requester)
        let rules = answers.ledger.rules
        let seen = shown.results.first?.rows.first { $0.plate.plate?.key == form.plate.key }?.sightingToReport(
            at: seconds, slotMinutes: rules.reports.slotMinutes, ageHoursMax: rules.reports.ageHoursMax, utcOffset: rules.utcOffset)
        guard let seen else { return try await card(of: form.plate.text, form.filter, notice: .nothingToReport, exchange) }
        let decision: String?
        switch try await decided(.dismiss, form, exchange) {
        case .success(let decided): decision = decided.decision
        case .failure(let page): return page
        }
        let report = ReportBody(id: newID, plate: intended.text, seenAt: seen.seenAt, area: seen.area)
        let plate = PlateBody(form.plate)
        var done = CardAnswer.Done.misread(plate, decision: decision, report)
        do throws(Refusal) {
            let asked = ReportsRequest([report], isImport: seen.isImport)
            if let error = try await answers.reports(asked, as: exchange.requester).results.first?.error {
                done = .misreadUnreported(plate, decision: decision, error.errorCode)
            }
        } catch {
            done = .misreadUnreported(plate, decision: decision, error.code)
        }
        return try await nextCard(form.filter, done: done, exchange)
    }

    private struct Decided {
        let decision: String?
        let isProtected: Bool
    }

    /// - Returns: or the card again, as it now is, with why nothing was changed.
    private func decided(
        _ verdict: Verdict, _ form: CardForm, _ exchange: PageExchange
    ) async throws(Refusal) -> CardResult<Decided> {
        let item = VerdictsRequest.Item(plate: form.plate.text, version: form.version)
        let request = VerdictsRequest(verdict, signs: verdict == .confirm ? form.signs : [], plates: [item])
        do throws(Refusal) {
            let answer = try await answers.verdicts(request, as: exchange.requester)
            guard let error = answer.results.first?.error else {
                return .success(Decided(decision: answer.decision, isProtected: answer.results.first?.protected ?? false))
            }
            if error.errorCode == .verdictConflict, let decision = try await ownDecision(verdict, on: form.plate, exchange) {
                return .success(Decided(decision: decision, isProtected: false))
            }
            return .failure(
                try await card(of: form.plate.text, form.filter, notice: error.errorCode.map { .refused($0) }, exchange))
        } catch {
            guard error.code == .verdictSignsMissing || error.code == .verdictSignUnknown else { throw error }
            return .failure(
                try await card(of: form.plate.text, form.filter, notice: .refused(error.code), status: error.status, exchange))
        }
    }
}

extension Pages {
    /// The moderator's own last decision, if it is this one: its answer was lost, and the button was pressed again.
    private func ownDecision(_ verdict: Verdict, on plate: Plate, _ exchange: PageExchange) async throws(Refusal) -> String? {
        let own = try exchange.requester.known().token.shortID
        let response = try await answers.plates(PlatesRequest(plates: [plate.text]), as: exchange.requester)
        let rows = response.results.first?.rows ?? []
        guard let decided = rows.first(where: { $0.plate.plate?.key == plate.key })?.decided else { return nil }
        return decided.verdict == verdict && decided.by == own ? decided.decision : nil
    }
}

/// The verdict's result, or the page that says why there is none.
enum CardResult<Value> {
    case success(Value)
    case failure(Page)
}
