package import Plates
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

    /// Settles what is due, at most 256 plates of it, in a pass like any other, so that writes go on between steps.
    ///
    /// Costs what expires, not what is stored. After the last due step it overwrites the traces.
    package func age() async throws(LedgerError) -> AgeingStep {
        // What is due is hidden by then, and stays on disk. It must not leave the agenda either.
        guard clock.jump() == nil else { throw .clockJumped }
        let now = clock.now()
        let slot = rules.slotStart(of: now)
        // Written whether or not anything is due: else it would show whether a sighting grew coarser.
        let beginsSlot = slot != sweptSlot
        let due = agenda.takeDue(by: now, limit: Self.ageingPlatesMax)
        var step: AgeingStep
        do throws(LedgerError) {
            step = try await change(items: due.count + 1) { ledger, pass in
                pass.beginsSlot = beginsSlot
                return .success(ledger.settle(due, in: &pass))
            }
            sweptSlot = slot
            isAgeingBehind = due.count == Self.ageingPlatesMax && agenda.next <= now
        } catch {
            for place in due { agenda.note(place, due: now) }
            throw error
        }
        step.next = min(agenda.next, Instant(seconds: (slot + Int64(rules.slotMinutes)) * 60))
        step.isMoreDue = agenda.next <= clock.now()
        // What cannot be pruned holds up nothing that is due.
        if !step.isMoreDue {
            try await eraseTraces()
            try pruneTombstones()
        }
        return step
    }

    /// Overwrites what was erased since the last time, wherever a copy may still lie.
    package func eraseTraces() async throws(LedgerError) {
        guard !hasFailed else { throw .storeFailed }
        guard tracesLeft else { return }
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

    /// Drops tombstones that no backup that may be restored needs; once a day.
    private func pruneTombstones() throws(LedgerError) {
        let today = rules.day(of: clock.now())
        guard tombstonesPruned != today else { return }
        do {
            try tombstones.prune(before: rules.start(of: today + -Tombstone.days))
        } catch {
            throw error == .full ? .storeFull : .tombstoneFailed
        }
        tombstonesPruned = today
    }

    private func settle(_ due: [RowID], in pass: inout Pass) -> AgeingStep {
        var step = AgeingStep()
        for place in due {
            guard let stored = records[safe: place.index] ?? nil else { continue }
            let key = stored.plate.key
            let settled = record(key, in: pass)
            guard settled != stored else {
                // Not its rows but what is shown of it may have changed: a mute or the time of `cleared_on` is over.
                pass.timedPlaces.append(place)
                continue
            }
            set(settled, for: key, in: &pass)
            // Not what merged into a coarser row: that would tell a reporter whether its plate is kept.
            pass.counters.agedSightings += Int64(stored.sightings.count { rules.aged($0.period, at: pass.now) == nil })
            if settled == nil { pass.counters.agedPlates += 1 }
            step.plates += 1
        }
        settleTokens(in: &pass)
        settleProposals(in: &pass)
        if let (links, checkpoint) = audit.folding(on: pass.today) {
            pass.checkpoint = checkpoint
            pass.foldedLinks = links
        }
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
            if !weekKeys.contains(today.week) { try weekKeyFolder.make(today.week, in: &weekKeys, joining: keys) }
            if weekKeys.weeks.contains(where: { $0 < living.lowerBound }) || erasedWeeksBefore < living.lowerBound {
                for week in try weekKeyFolder.weeks() where week < living.lowerBound {
                    try weekKeyFolder.erase(week)
                    weekKeys.remove(week: week)
                }
                erasedWeeksBefore = living.lowerBound
            }
            return nil
        } catch {
            return error.isFullDisk ? .storeFull : .weekKeyFailed
        }
    }
}

extension Ledger {
    /// What a moderator's sweep did, or would do.
    package struct SweepOutcome: Sendable {
        package var plates = 0
        package var next = Instant.distantFuture
        /// Confirmed plates that are about to lapse.
        package var lapsing = 0
        /// The first of them, the soonest first.
        package var first: [(plate: Plate, on: Day)] = []
        package var readToday = 0
    }

    private static var lapsingShownMax: Int { 50 }

    /// Lets everything age that is due, or only says how much is; and what is about to lapse.
    package func ageNow(isDryRun: Bool, by actor: Actor) async throws(LedgerError) -> SweepOutcome {
        guard actor.role >= .moderator else { throw .notAllowed }
        var outcome = SweepOutcome()
        if isDryRun {
            outcome.plates = agenda.countDue(by: clock.now())
        } else {
            var isMoreDue = true
            while isMoreDue {
                let step = try await age()
                outcome.plates += step.plates
                isMoreDue = step.isMoreDue
                if isMoreDue { try await Self.wait(for: Self.stepPause) }
            }
        }
        outcome.next = agenda.next
        let today = rules.day(of: clock.now())
        let lapsing = queue.keys(of: .lapsing).compactMap { key in
            stored(key).flatMap { record in record.statusEnds(on: today, rules).map { (plate: record.plate, on: $0) } }
        }
        outcome.lapsing = lapsing.count
        outcome.first = Array(lapsing.sorted { ($0.on, $0.plate.key) < ($1.on, $1.plate.key) }.prefix(Self.lapsingShownMax))
        outcome.readToday = try await noteRead(outcome.first.count, by: actor)
        return outcome
    }
}
