import Client
import Vocabulary
import Wire

extension ReviewSession {
    mutating func confirm(_ row: ReviewBody) {
        switch SignsQuestion(offered: [row]).ask(desk.prompt) {
        case .success(let signs?): decide(.confirm, signs: signs, on: row)
        case .success(nil): output.notice("Not confirmed.")
        case .failure(let failure): output.complaint(failure)
        }
    }

    mutating func protect(_ row: ReviewBody) {
        guard desk.prompt.confirm("Protect \(Show.plate(row.plate)), so that it is never listed?") else {
            output.notice("Not protected.")
            return
        }
        decide(.protect, on: row)
    }

    mutating func skip(_ row: ReviewBody) {
        do throws(ClientError) {
            try desk.client.skip([row.plate.text])
        } catch {
            complain(error, "Not skipped.")
            return
        }
        tally.addSkip()
        feed.finish(row.plate, leaves: false)
        advance()
    }

    /// Decides, says so, and goes on; where that fails the card stays.
    ///
    /// - Parameter meant: What is reported in its place, once it is dismissed.
    mutating func decide(_ verdict: Verdict, signs: [String] = [], on row: ReviewBody, meant: MeantReport? = nil) {
        if let doubt, doubt.row.plate == row.plate {
            guard settle(doubt) else { return }
        }
        let item = VerdictsRequest.Item(plate: row.plate.text, version: row.version)
        let answer: VerdictsResponse
        do throws(ClientError) {
            answer = try desk.client.decide(VerdictsRequest(verdict, signs: signs, plates: [item]))
        } catch {
            if let problem = error.problem {
                refused(problem.code, problem.detail, row)
            } else if error.mayHaveArrived {
                let lost = Doubt(verdict: verdict, row: row, meant: meant)
                doubt = lost
                complain(error.name, error.sentence.asSentence)
                if settle(lost) { output.warning("It was not decided. Press the key again.") }
            } else {
                complain(error, "Not decided.")
            }
            return
        }
        if let waiting = answer.waiting {
            ModerationScreen(output: output, time: desk.context.shown).say(waiting: waiting)
            feed.finish(row.plate, leaves: false)
            advance()
        } else if let error = answer.results.first?.error {
            refused(error.code, error.detail, row)
        } else {
            keep(Made(verdict: verdict, row: row, decision: answer.decision, meant: meant))
        }
    }

    /// Notes a verdict that stands, and goes on.
    private mutating func keep(_ verdict: Made) {
        output.row([
            Cell(verdict.verdict.done, field: 12, ink: .good), Cell(Show.plate(verdict.row.plate), ink: .strong),
            Cell("(u undoes it)", ink: .faint),
        ])
        made.append(verdict)
        tally.add(verdict.verdict)
        feed.finish(verdict.row.plate, leaves: verdict.row.reason != nil)
        sendUnsent()
        if let meant = verdict.meant { send(meant) }
        advance()
    }

    private mutating func refused(_ code: String, _ detail: String, _ row: ReviewBody) {
        doubt = nil
        complain(code, "Not decided. \(detail.asSentence)")
        switch ErrorCode(rawValue: code) {
        case .verdictConflict, .verdictPlateUnknown: look(again: row)
        default: break
        }
    }

    /// Shows the plate as it is now; where nothing is kept of it any more, the next one.
    mutating func look(again row: ReviewBody) {
        do throws(ClientError) {
            let result = try lookUp(row)
            if let now = result.row {
                if row.reason != nil, now.reason == nil { feed.depart(row.plate) }
                current = now
                isShown = false
            } else {
                output.notice(result.isProtected ? "It is protected now." : "Nothing is kept of it any more.")
                feed.finish(row.plate, leaves: true)
                advance()
            }
        } catch {
            complain(error, "How it stands now could not be read.")
        }
    }

    private func lookUp(_ row: ReviewBody) throws(ClientError) -> (row: ReviewBody?, isProtected: Bool) {
        let result = try desk.client.review([row.plate.text]).results.first
        return (result?.rows.first { $0.plate.name == row.plate.name }, result?.protected ?? false)
    }

    /// Finds out whether a verdict arrived whose answer was lost.
    ///
    /// Returns true where it did not, and can be sent again; otherwise says what is so now.
    private mutating func settle(_ lost: Doubt) -> Bool {
        let now: (row: ReviewBody?, isProtected: Bool)
        do throws(ClientError) {
            now = try lookUp(lost.row)
        } catch {
            complain(error, "Whether it was decided is not known yet, and it is never decided twice.")
            return false
        }
        doubt = nil
        if let row = now.row, row.version == lost.row.version { return true }
        let decided = now.row?.decided
        if let decided, decided.verdict == lost.verdict, decided.by == desk.registry.account?.shortID {
            output.notice("It had arrived.")
            keep(Made(verdict: lost.verdict, row: lost.row, decision: decided.decision, meant: lost.meant))
        } else if now.row == nil, now.isProtected, lost.verdict == .protect {
            output.notice("It had arrived.")
            keep(Made(verdict: lost.verdict, row: lost.row, decision: nil))
        } else {
            output.warning("It has changed meanwhile.")
            look(again: lost.row)
        }
        return false
    }

    /// Takes the last verdict of this review back, and shows its plate again.
    mutating func undo() {
        guard let last = made.last else {
            output.warning("Nothing was decided in this review that could be undone.")
            return
        }
        guard let decision = last.decision else {
            output.warning("That decision's id was lost with the connection. Look with: thaw mod show")
            return
        }
        guard undoes(decision) else { return }
        made.removeLast()
        doubtedUndo = nil
        tally.takeBack(last.verdict)
        feed.reopen(last.row.plate)
        output.row([Cell("undone", field: 12, ink: .good), Cell(last.verdict.rawValue), Cell(Show.plate(last.row.plate), ink: .strong)])
        if let meant = last.meant { takeBack(meant) }
        if let current { feed.putBack(current) }
        current = last.row
        isShown = false
        look(again: last.row)
    }

    /// Whether a decision is undone now; says why where it is not.
    private mutating func undoes(_ decision: String) -> Bool {
        do throws(ClientError) {
            guard try desk.client.undo(decision).undone == 0 else { return true }
            output.warning("It stays: somebody has decided on it since.")
            made.removeLast()
        } catch {
            guard let problem = error.problem else {
                if error.mayHaveArrived { doubtedUndo = decision }
                complain(error, error.mayHaveArrived ? "Whether it was undone is not known." : "Not undone.")
                return false
            }
            // The first attempt arrived, and its answer was lost.
            if problem.errorCode == .undoExpired, doubtedUndo == decision { return true }
            complain(problem.code, "Not undone. \(problem.detail.asSentence)")
            if [.undoExpired, .undoSuperseded].contains(problem.errorCode) { made.removeLast() }
        }
        return false
    }
}
