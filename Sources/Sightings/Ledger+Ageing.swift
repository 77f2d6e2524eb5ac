import Plates
import Seal
import Vocabulary

extension Ledger {
    /// What one step of ageing did.
    package struct AgeingStep: Sendable {
        /// Plates whose rows were coarsened, lapsed or erased.
        package var plates = 0
        /// Whether more is due already.
        package var isMoreDue = false
        /// When something is due next; the distant future if never.
        package var next = Instant.distantFuture
    }

    /// Settles what is due, at most 512 plates of it, in a pass like any other, so that writes go on between steps.
    ///
    /// Costs what expires, not what is stored. After the last due step it overwrites the traces.
    package func age() async throws(LedgerError) -> AgeingStep {
        let now = clock.now()
        let due = agenda.takeDue(by: now, limit: Self.ageingPlatesMax)
        var step: AgeingStep
        do throws(LedgerError) {
            step = try await change(items: due.count + 1) { ledger, pass in
                .success(ledger.settle(due, in: &pass))
            }
        } catch {
            for place in due { agenda.note(place, due: now) }
            throw error
        }
        step.next = agenda.next
        step.isMoreDue = step.next <= clock.now()
        if !step.isMoreDue { try await eraseTraces() }
        return step
    }

    /// Overwrites what was erased since the last time, wherever a copy may still lie.
    package func eraseTraces() async throws(LedgerError) {
        guard tracesLeft, state != .failed else { return }
        tracesLeft = false
        do {
            try await store.eraseTraces()
        } catch {
            tracesLeft = true
            guard error != .full else { throw .storeFull }
            fail()
            throw .storeFailed
        }
    }

    private func settle(_ due: [RowPlace], in pass: inout Pass) -> AgeingStep {
        var step = AgeingStep()
        for place in due {
            guard let stored = records[safe: Int(place)] ?? nil else { continue }
            let key = stored.plate.key
            let settled = record(key, in: pass)
            guard settled != stored else {
                // Not its rows but what is shown of it may have changed: a mute or the time of `cleared_on` is over.
                show(stored, settled: stored, at: pass.now)
                agenda.note(place, due: stored.due(at: pass.now, rules))
                continue
            }
            set(settled, for: key, in: &pass)
            // Not what merged into a coarser row: that would tell a reporter whether its plate is kept.
            pass.counters.agedSightings += Int64(stored.sightings.count { rules.aged($0.period, at: pass.now) == nil })
            if settled == nil { pass.counters.agedPlates += 1 }
            step.plates += 1
        }
        settleTokens(in: &pass)
        return step
    }

    /// Drops what tokens, invites and receipts have outlived.
    private func settleTokens(in pass: inout Pass) {
        pass.droppedReceiptDays = receipts.keptDays.filter { pass.today - $0 > Self.receiptDays }
        for token in tokens.all where pass.tokens[token.id] == nil {
            if pass.today >= token.expires + Self.expiredTokenDays {
                pass.erasedTokens.append(token)
            } else if token.invitedBy != 0, token.role < .moderator, pass.today >= token.issued + rules.probationDays {
                var token = token
                token.invitedBy = 0
                pass.tokens[token.id] = token
            }
        }
        pass.erasedInvites += invites.values.filter { $0.expires <= pass.now && pass.invites[$0.id] == nil }
    }

    /// Full days after its own that a receipt is kept.
    private static var receiptDays: Int { 2 }
    /// Days that an expired token is still known as expired.
    private static var expiredTokenDays: Int { 30 }

    // MARK: Week keys

    /// Makes the week's key where it is missing, and erases those whose time has come.
    func turnWeek(_ today: Day) -> LedgerError? {
        let living = rules.livingWeeks(on: today)
        do {
            if !weekKeys.contains(today.week) {
                weekKeys = try weekKeyFolder.load(weeks: living, current: today.week, joining: keys)
            }
            if weekKeys.weeks.contains(where: { $0 < living.lowerBound }) || erasedWeeksBefore < living.lowerBound {
                for week in try weekKeyFolder.weeks() where week < living.lowerBound {
                    try weekKeyFolder.erase(week)
                    weekKeys.remove(week: week)
                }
                erasedWeeksBefore = living.lowerBound
            }
            return nil
        } catch {
            return .weekKeyFailed
        }
    }
}
