import Client
import Vocabulary
import Wire

extension ReviewSession {
    mutating func confirm(_ row: ReviewBody) {
        switch SignsQuestion(offered: [row]).ask(moderation.prompt) {
        case .success(let signs?): decide(.confirm, signs: signs, on: row)
        case .success(nil): output.notice("Not confirmed.")
        case .failure(let failure): output.complaint(failure)
        }
    }

    mutating func protect(_ row: ReviewBody) {
        guard moderation.prompt.confirm("Protect \(ListingFormat.plate(row.plate)), so that it is never listed?") else {
            output.notice("Not protected.")
            return
        }
        decide(.protect, on: row)
    }

    mutating func skip(_ row: ReviewBody) {
        guard let reason = askWhy() else {
            output.notice("Not skipped.")
            return
        }
        do throws(ClientError) {
            try moderation.client.skip([row.plate.text], reason)
        } catch {
            complain(error, "Not skipped.")
            return
        }
        counts.addSkip()
        feed.finish(row.plate, leavesQueue: false)
        advance()
    }

    /// Why a plate is skipped; nil if the person gives no reason of the list.
    private func askWhy() -> SkipReason? {
        let choices = SkipReason.allCases.map { "\($0.key) \($0.words)" }.joined(separator: " · ")
        guard case .line(let line) = moderation.prompt.ask("why? \(choices) [n]") else { return nil }
        return line.isEmpty ? .notSure : SkipReason.allCases.first { line.lowercased() == String($0.key) }
    }

    /// Decides, says so, and shows the next plate. If that fails, the card stays.
    ///
    /// - Parameter corrected: The report to send once the misread plate is dismissed.
    mutating func decide(_ verdict: Verdict, signs: [String] = [], on row: ReviewBody, corrected: CorrectedReport? = nil) {
        if let unconfirmed, unconfirmed.row.plate == row.plate {
            guard resolve(unconfirmed) else { return }
        }
        let item = VerdictsRequest.Item(plate: row.plate.text, version: row.version)
        let answer: VerdictsResponse
        do throws(ClientError) {
            answer = try moderation.client.decide(VerdictsRequest(verdict, signs: signs, plates: [item]))
        } catch {
            if let problem = error.problem {
                refused(problem.code, problem.detail, row)
            } else if error.mayHaveArrived {
                let lost = UnconfirmedVerdict(verdict: verdict, row: row, corrected: corrected)
                unconfirmed = lost
                complain(error.name, error.sentence.asSentence)
                if resolve(lost) { output.warning("It was not decided. Press the key again.") }
            } else {
                complain(error, "Not decided.")
            }
            return
        }
        if let waiting = answer.waiting {
            ModerationScreen(output: output, time: moderation.context.shown).show(waiting: waiting)
            feed.finish(row.plate, leavesQueue: false)
            advance()
        } else if let error = answer.results.first?.error {
            refused(error.code, error.detail, row)
        } else {
            record(RecordedVerdict(verdict: verdict, row: row, decision: answer.decision, corrected: corrected))
        }
    }

    /// Records a verdict that took effect, and shows the next plate.
    private mutating func record(_ verdict: RecordedVerdict) {
        output.row([
            Cell(verdict.verdict.done, field: 12, style: .good), Cell(ListingFormat.plate(verdict.row.plate), style: .strong),
            Cell("(u to undo)", style: .faint),
        ])
        history.append(verdict)
        counts.add(verdict.verdict)
        feed.finish(verdict.row.plate, leavesQueue: verdict.row.reason != nil)
        sendUnsent()
        if let corrected = verdict.corrected { send(corrected) }
        advance()
    }

    private mutating func refused(_ code: String, _ detail: String, _ row: ReviewBody) {
        unconfirmed = nil
        complain(code, "Not decided. \(detail.asSentence)")
        switch ErrorCode(rawValue: code) {
        case .verdictConflict, .verdictPlateUnknown: refresh(row)
        default: break
        }
    }

    /// Shows the plate's current state; if the registry no longer has it, the next plate.
    mutating func refresh(_ row: ReviewBody) {
        do throws(ClientError) {
            let result = try lookUp(row)
            if let now = result.row {
                if row.reason != nil, now.reason == nil { feed.depart(row.plate) }
                current = now
                isShown = false
            } else {
                output.notice(result.isProtected ? "It is protected now." : "The registry no longer has it.")
                feed.finish(row.plate, leavesQueue: true)
                advance()
            }
        } catch {
            complain(error, "Its current state could not be read.")
        }
    }

    private func lookUp(_ row: ReviewBody) throws(ClientError) -> (row: ReviewBody?, isProtected: Bool) {
        let result = try moderation.client.review([row.plate.text]).results.first
        return (result?.rows.first { $0.plate.name == row.plate.name }, result?.protected ?? false)
    }

    /// Finds out whether a verdict took effect although its answer was lost.
    ///
    /// Returns true if it did not, so that it can be sent again; otherwise it prints the current state.
    private mutating func resolve(_ lost: UnconfirmedVerdict) -> Bool {
        let now: (row: ReviewBody?, isProtected: Bool)
        do throws(ClientError) {
            now = try lookUp(lost.row)
        } catch {
            complain(error, "It may or may not have been decided. It will not be decided twice.")
            return false
        }
        unconfirmed = nil
        if let row = now.row, row.version == lost.row.version { return true }
        let decided = now.row?.decided
        if let decided, decided.verdict == lost.verdict, decided.by == moderation.registry.account?.shortID {
            output.notice("The verdict took effect.")
            record(RecordedVerdict(verdict: lost.verdict, row: lost.row, decision: decided.decision, corrected: lost.corrected))
        } else if now.row == nil, now.isProtected, lost.verdict == .protect {
            output.notice("The verdict took effect.")
            record(RecordedVerdict(verdict: lost.verdict, row: lost.row, decision: nil))
        } else {
            output.warning("The plate has changed in the meantime.")
            refresh(lost.row)
        }
        return false
    }

    /// Undoes the last verdict of this review, and shows its plate again.
    mutating func undo() {
        guard let last = history.last else {
            output.warning("There is no verdict in this review to undo.")
            return
        }
        guard let decision = last.decision else {
            output.warning("The decision's ID was lost with the connection. To find it: thaw mod show")
            return
        }
        guard undoes(decision) else { return }
        history.removeLast()
        unconfirmedUndo = nil
        counts.takeBack(last.verdict)
        feed.reopen(last.row.plate)
        output.row([
            Cell("undone", field: 12, style: .good), Cell(last.verdict.rawValue), Cell(ListingFormat.plate(last.row.plate), style: .strong),
        ])
        if let corrected = last.corrected { takeBack(corrected) }
        if let current { feed.putBack(current) }
        current = last.row
        isShown = false
        refresh(last.row)
    }

    /// Undoes a decision. If that fails, it prints why and returns false.
    private mutating func undoes(_ decision: String) -> Bool {
        do throws(ClientError) {
            guard try moderation.client.undo(decision).undone == 0 else { return true }
            output.warning("Not undone: there is a later decision on it.")
            history.removeLast()
        } catch {
            guard let problem = error.problem else {
                if error.mayHaveArrived { unconfirmedUndo = decision }
                complain(error, error.mayHaveArrived ? "It may or may not have been undone." : "Not undone.")
                return false
            }
            // The first attempt took effect, but its answer was lost.
            if problem.errorCode == .undoExpired, unconfirmedUndo == decision { return true }
            complain(problem.code, "Not undone. \(problem.detail.asSentence)")
            if [.undoExpired, .undoSuperseded].contains(problem.errorCode) { history.removeLast() }
        }
        return false
    }
}
