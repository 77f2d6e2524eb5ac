import Vocabulary

// A pass: decide on everything that waits, plan one commit, make it, change memory, answer.
extension Ledger {
    func commitWaiting() async {
        while case let jobs = waiting.take(), !jobs.isEmpty {
            let now = clock.now()
            var draft = Draft(now: now, today: rules.day(of: now), counters: counters, items: jobs.reduce(0) { $0 + $1.items })
            // Its time is that of the pass: a clock that is set after it changes nothing any more.
            if let failure = clock.jump() == nil ? upkeep.weekKeys.turn(to: draft.today) : .clockJumped {
                for job in jobs { job.decide(self, &draft)(.failure(failure)) }
                continue
            }
            let answers = jobs.map { $0.decide(self, &draft) }
            let result = await commit(draft)
            for answer in answers { answer(result) }
            // After the answers: what it costs tells nobody anything.
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
            if !before.isEmpty { try tombstones.append(before) }
        } catch {
            return .failure(error == .full ? .storeFull : .tombstoneFailed)
        }
        // The database knows of every tombstone up to here, those that lift included that earlier commits left to be written.
        if let end = tombstones.end { plan.setTombstonesEnd(end) }
        do {
            try await store.commit(plan.changes)
        } catch {
            if error == .full { return .failure(.storeFull) }
            // Whether the commit reached the disk is not known, so nothing more may be answered from or written to it.
            fail()
            return .failure(.storeFailed)
        }
        apply(plan)
        // Where this fails a restore keeps away what was lifted since its backup: it is done all the same, and can be done again.
        let lifting = plan.draft.audit.tombstones.filter(\.lifts)
        if !lifting.isEmpty { try? tombstones.append(lifting) }
        return .success(())
    }

    /// What the store must do so that what is stored becomes what the draft says. Changes nothing.
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
        plan.finish()
        return plan
    }

    /// Makes memory equal to what is on disk now, and lets readers see it. What a pass changes in memory alone comes along.
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
    }

    /// Whether the components agree with one another. In debug builds, after every pass; it looks at a bounded number of records, in turn.
    private func checkInvariants(at now: Instant) -> Bool {
        registry.checkInvariants(freeRows, turn: Int(counters.commit), at: now)
            && reviewQueue.checkInvariants(registry) && intake.checkInvariants() && access.checkInvariants(freeRows)
            && decisions.checkInvariants(registry, freeRows) && audit.checkInvariants(freeRows) && bulkWork.checkInvariants(freeRows)
            && upkeep.weekKeys.checkInvariants(freeRows)
    }
}
