package import Plates
import Vocabulary

extension Ledger {
    /// How many plates one step of aging takes.
    static let ageingPlatesMax = 256

    /// The result of one step of aging.
    package struct AgeingStep: Sendable {
        /// Plates whose rows were coarsened, lapsed or erased.
        package var plates = 0
        /// Whether more is due already.
        package var isMoreDue = false
        /// When something is due next; the distant future if never.
        package var next = Instant.distantFuture
    }

    /// Ages at most 256 due plates in one pass, so that writes continue between steps.
    ///
    /// Its cost depends on the expired rows, not on the stored ones. After the last due step it overwrites the traces.
    package func age() async throws(LedgerError) -> AgeingStep {
        // Overdue rows are already hidden. After a clock jump, leave them on disk and in the queue.
        guard clock.jump() == nil else { throw .clockJumped }
        let now = clock.now()
        let slot = rules.slotStart(of: now)
        let beginsSlot = upkeep.beginsSlot(slot)
        let due = registry.takeDue(by: now, limit: Self.ageingPlatesMax)
        var step = AgeingStep()
        do throws(LedgerError) {
            step.plates = try await change(items: due.count + 1) { ledger, draft in
                draft.upkeep.beginsSlot = beginsSlot
                return .success(ledger.decideSweep(of: due, into: &draft))
            }
        } catch {
            registry.putBack(due)
            throw error
        }
        upkeep.setSwept(slot)
        upkeep.setBehind(due.count == Self.ageingPlatesMax && registry.expiryQueue.next <= now)
        step.next = min(registry.expiryQueue.next, Instant(seconds: (slot + Int64(rules.reports.slotMinutes)) * 60))
        step.isMoreDue = registry.expiryQueue.next <= clock.now()
        // A failed pruning must not delay due rows.
        if !step.isMoreDue {
            try await eraseTraces()
            try await pruneTombstones()
        }
        return step
    }

    /// - Returns: how many plates change.
    private func decideSweep(of due: [RowID], into draft: inout Draft) -> Int {
        let changed = registry.decideAgeing(of: due, into: &draft)
        intake.decideExpiry(into: &draft)
        access.decideExpiry(into: &draft)
        let now = draft.now
        bulkWork.drop(into: &draft) { $0.expires <= now }
        audit.decideFolding(into: &draft)
        alerts.decideSweep(into: &draft)
        return changed
    }

    /// Overwrites all copies of rows erased since the last time.
    package func eraseTraces() async throws(LedgerError) {
        guard !hasFailed else { throw .storeFailed }
        guard upkeep.tracesLeft else { return }
        upkeep.setTraces(left: false)
        do {
            try await store.eraseTraces()
        } catch {
            upkeep.setTraces(left: true)
            guard error != .full else { throw .storeFull }
            fail()
            throw .storeFailed
        }
    }

    /// Drops tombstones that no backup that may be restored needs; once a day.
    private func pruneTombstones() async throws(LedgerError) {
        let today = rules.day(of: clock.now())
        guard upkeep.tombstonesPruned != today else { return }
        do {
            try await tombstones.prune(before: rules.start(of: today + -Tombstone.days))
        } catch {
            throw error == .full ? .storeFull : .tombstoneFailed
        }
        upkeep.setPruned(on: today)
    }

    /// The result of a moderator's sweep, done or planned.
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

    /// Ages every overdue record, or only counts them; also lists plates that will lapse soon.
    package func ageNow(isDryRun: Bool, by actor: AuditedPrincipal) async throws(LedgerError) -> SweepOutcome {
        guard actor.role >= .moderator else { throw .notAllowed }
        var outcome = SweepOutcome()
        if isDryRun {
            outcome.plates = registry.expiryQueue.countDue(by: clock.now())
        } else {
            var isMoreDue = true
            while isMoreDue {
                let step = try await age()
                outcome.plates += step.plates
                isMoreDue = step.isMoreDue
                if isMoreDue { try await Self.wait(for: Self.stepPause) }
            }
        }
        outcome.next = registry.expiryQueue.next
        let today = rules.day(of: clock.now())
        let lapsing = reviewQueue.plates.keys(of: .lapsing).compactMap { key in
            registry.stored(key).flatMap { record in record.statusEnds(on: today, rules).map { (plate: record.plate, on: $0) } }
        }
        outcome.lapsing = lapsing.count
        outcome.first = Array(lapsing.sorted { ($0.on, $0.plate.key) < ($1.on, $1.plate.key) }.prefix(Self.lapsingShownMax))
        outcome.readToday = try await chargeRead(outcome.first.count, by: actor)
        return outcome
    }
}
