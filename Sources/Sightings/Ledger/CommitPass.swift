import Vocabulary

// A pass: decide on everything that waits, plan one commit, make it, change memory, answer.
extension Ledger {
    func commitWaiting() async {
        while case let jobs = waiting.take(), !jobs.isEmpty {
            let now = clock.now()
            var draft = Draft(now: now, today: rules.day(of: now), counters: counters, items: jobs.reduce(0) { $0 + $1.items })
            // The pass has one time: a clock that is set later does not matter.
            if let failure = clock.jump() == nil ? upkeep.weekKeys.turn(to: draft.today) : .clockJumped {
                for job in jobs { job.decide(self, &draft)(.failure(failure)) }
                continue
            }
            let answers = jobs.map { $0.decide(self, &draft) }
            let result = await commit(draft)
            for answer in answers { answer(result) }
            // After the answers, so that its cost reveals nothing.
            assert(hasFailed || checkInvariants(at: now))
        }
    }

    private func commit(_ draft: consuming Draft) async -> Result<Void, LedgerError> {
        guard !hasFailed else { return .failure(.storeFailed) }
        var plan = plan(draft)
        guard !plan.changes.isEmpty else {
            apply(plan)
            return .success(())
        }
        let before = plan.draft.audit.tombstones.filter { !$0.lifts }
        do {
            if !before.isEmpty { try await tombstones.append(before) }
        } catch {
            return .failure(error == .full ? .storeFull : .tombstoneFailed)
        }
        // A write may have failed meanwhile.
        guard !hasFailed else { return .failure(.storeFailed) }
        // The database now records every tombstone up to this point, including the lifting ones that earlier commits appended late.
        if let end = tombstones.end { plan.setTombstonesEnd(end) }
        do {
            try await store.commit(plan.changes)
        } catch {
            if error == .full { return .failure(.storeFull) }
            // The commit may or may not be on disk, so nothing more may be written to the store.
            fail()
            return .failure(.storeFailed)
        }
        apply(plan)
        // If this fails, a restore reapplies protections and clearings that were lifted since its backup. The operation took effect, and
        // can be repeated.
        let lifting = plan.draft.audit.tombstones.filter(\.lifts)
        if !lifting.isEmpty { try? await tombstones.append(lifting) }
        return .success(())
    }

    /// Plans the commit that stores the draft. Changes nothing.
    private func plan(_ draft: consuming Draft) -> CommitPlan {
        var plan = CommitPlan(draft, free: freeRows)
        registry.plan(into: &plan)
        intake.plan(into: &plan)
        plan.addPadding()
        access.plan(into: &plan)
        audit.plan(into: &plan)
        bulkWork.plan(into: &plan)
        decisions.plan(into: &plan)
        upkeep.plan(into: &plan)
        alerts.plan(into: &plan, registry)
        plan.finish()
        return plan
    }

    /// Updates memory to match the disk, and shows it to readers, with the pass's changes that are only in memory.
    private func apply(_ committed: CommitPlan) {
        if !committed.changes.isEmpty { counters = committed.draft.counters }
        freeRows.apply(committed)
        registry.apply(committed)
        reviewQueue.apply(committed, registry)
        intake.apply(committed)
        access.apply(committed)
        decisions.apply(committed)
        audit.apply(committed)
        readQuota.apply(committed.changes.written.audit)
        bulkWork.apply(committed)
        upkeep.apply(committed)
        listings.setAged(counters)
        // Last, so that a person who gets an alert finds the listing.
        alerts.apply(committed)
    }

    /// Checks that the components agree. Runs in debug builds after every pass, on a bounded number of records in turn.
    private func checkInvariants(at now: Instant) -> Bool {
        registry.checkInvariants(freeRows, turn: Int(counters.commit), at: now)
            && reviewQueue.checkInvariants(registry) && intake.checkInvariants() && access.checkInvariants(freeRows)
            && decisions.checkInvariants(registry, freeRows) && audit.checkInvariants(freeRows) && bulkWork.checkInvariants(freeRows)
            && upkeep.weekKeys.checkInvariants(freeRows) && alerts.checkInvariants(registry, freeRows)
    }
}
