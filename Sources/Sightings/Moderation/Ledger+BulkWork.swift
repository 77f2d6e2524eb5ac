import Algorithms
package import Plates
import Vocabulary

extension Ledger {
    /// The result of a previewed purge.
    package enum PurgeOutcome: Sendable {
        /// Erased from every file of the server except older backups.
        case purged(PurgeImpact)
        case waiting(Proposal)
    }

    /// Carries out a previewed purge and returns once every file is erased, or proposes it to a second moderator.
    package func purge(preview id: String, by actor: AuditedPrincipal) async throws(LedgerError) -> PurgeOutcome {
        let begun: Begun = try await change { ledger, draft in
            ledger.bulkWork.use(preview: id, by: actor, into: &draft) { proposal, draft in
                guard case .purge(let purge) = proposal.operation else { return .failure(.previewOther) }
                if let waiting = ledger.propose(proposal, by: actor, into: &draft) { return waiting.map { .waiting($0) } }
                var proposal = proposal
                proposal.id = draft.counters.proposalID.advance()
                return .success(.running(ledger.begin(proposal, purge, into: &draft)))
            }
        }
        return switch begun {
        case .waiting(let proposal): .waiting(proposal)
        case .running(let proposal): .purged(try await finish(proposal, pause: Self.stepPause))
        }
    }

    private enum Begun: Sendable {
        case running(Proposal)
        case waiting(Proposal)
    }

    /// The result of a previewed bulk verdict.
    package enum BulkOutcome: Sendable {
        /// With the decided or refused plates, in the order of the results.
        case decided(VerdictOutcome, plates: [Plate])
        case waiting(Proposal)
    }

    /// Carries out a previewed bulk verdict, or proposes it to a second moderator.
    package func decide(preview id: String, by actor: AuditedPrincipal) async throws(LedgerError) -> BulkOutcome {
        try await change(items: bulkWork.previews[id]?.proposal.plateCount ?? 1) { ledger, draft in
            ledger.bulkWork.use(preview: id, by: actor, into: &draft) { proposal, draft in
                guard case .verdict = proposal.operation else { return .failure(.previewOther) }
                if let waiting = ledger.propose(proposal, by: actor, into: &draft) { return waiting.map { .waiting($0) } }
                return ledger.decide(proposal, by: actor, readBy: actor, into: &draft).map { .decided($0.outcome, plates: $0.plates) }
            }
        }
    }

    /// Proposes an operation that needs a second moderator. Charges any other, and returns nil.
    private func propose(_ proposal: Proposal, by actor: AuditedPrincipal, into draft: inout Draft) -> Result<Proposal, LedgerError>? {
        let (rule, operation, plates) = (bulkWork.secondModeratorRule, proposal.operation, proposal.plateCount)
        guard rule.needsSecond(operation, plates: plates, by: actor, at: draft.now, charged: draft.bulkWork.charged) else {
            rule.charge(operation, plates: plates, to: actor, into: &draft)
            return nil
        }
        return bulkWork.propose(proposal, by: actor, into: &draft)
    }

    // MARK: The purge itself

    /// Records the intent. Once it is on disk, the purge's rows are hidden, and a restart continues it.
    ///
    /// The caller must call ``finish(_:pause:)``.
    func begin(_ proposal: Proposal, _ purge: Purge, into draft: inout Draft) -> Proposal {
        var running = proposal
        running.isRunning = true
        draft.bulkWork.proposals[running.id] = running
        draft.audit.append(purge.isByAgeAlone ? .purgeByAge : .purge, by: running.actor, count: running.plateCount)
        let area = purge.area.flatMap { listings.areas.id($0)?.description }
        // Some may have a decision after the preview.
        let taken = running.plates.filter { plate in
            registry.stored(plate).flatMap { registry.record($0.plate.key, in: draft) }.map { !purge.spares($0, running.decision) } ?? true
        }
        for plates in taken.chunks(ofCount: Tombstone.platesMax) {
            let operation = Tombstone.Operation.purge(
                area: area, upTo: purge.upTo, bound: running.commit, decision: running.decision, plates: plates.map(\.id))
            draft.addTombstone(operation, on: rules.day(of: running.madeAt), rules)
        }
        return running
    }

    /// Continues purges that a stop, crash or full disk interrupted, but not those of waiting requests.
    ///
    /// Throws `stopping` if its task is canceled; a later call continues.
    ///
    /// - Parameter pause: between two batches, for look-ups and reports meanwhile; none before anything is served.
    package func finishPurges(pause: Duration = stepPause) async throws(LedgerError) {
        for proposal in bulkWork.interrupted
        where bulkWork.proposals[proposal.id] != nil && !bulkWork.finishing.contains(proposal.id) {
            _ = try await finish(proposal, pause: pause)
        }
    }

    /// Erases a purge's rows in batches, and returns after the last checkpoint.
    ///
    /// Throws `stopping` if its task is canceled; ``finishPurges(pause:)`` continues, in the daemon within seconds.
    func finish(_ proposal: Proposal, pause: Duration) async throws(LedgerError) -> PurgeImpact {
        bulkWork.setFinishing(proposal.id, true)
        defer { bulkWork.setFinishing(proposal.id, false) }
        await hide(proposal)
        var impact = PurgeImpact()
        var rest = proposal.plates[...]
        while !rest.isEmpty {
            if Task.isCancelled { throw .stopping }
            let batch = Array(rest.prefix(batchLength(rest)))
            rest = rest.dropFirst(batch.count)
            impact.add(try await erase(batch))
            if pause > .zero { try await Self.wait(for: pause) }
        }
        try await change { ledger, draft in
            if let proposal = ledger.bulkWork.proposals[proposal.id] { draft.bulkWork.erasedProposals.append(proposal) }
        }
        upkeep.setTraces(left: true)
        try await eraseTraces()
        return impact
    }

    /// How many plates of a purge share a commit: few enough to delay a report by a few milliseconds only.
    private func batchLength(_ plates: ArraySlice<ProposalPlate>) -> Int {
        var (rows, count) = (0, 0)
        for plate in plates {
            guard count == 0 || rows < Self.batchRowsMax else { break }
            count += 1
            rows += 1 + (registry.stored(plate).map { $0.sightings.count + $0.voices.count } ?? 0)
        }
        return count
    }

    private static var batchRowsMax: Int { 256 }

    /// Hides the purge's rows from all answers, batch by batch, in memory only.
    private func hide(_ proposal: Proposal) async {
        let now = clock.now()
        for (index, plate) in proposal.plates.enumerated() {
            if index % Self.ageingPlatesMax == Self.ageingPlatesMax - 1 { await Task.yield() }
            if let hidden = registry.hide(plate, at: now) { reviewQueue.update(hidden.stored, as: hidden.aged, registry, at: now) }
        }
    }

    /// Waits for its turn even in a full queue: a hidden, begun purge must be erased.
    private func erase(_ batch: [ProposalPlate]) async throws(LedgerError) -> PurgeImpact {
        while true {
            do throws(LedgerError) {
                return try await change(items: batch.count) { ledger, draft in .success(ledger.erase(batch, into: &draft)) }
            } catch {
                guard case .busy(let seconds) = error else { throw error }
                try await Self.wait(for: .seconds(seconds))
            }
        }
    }

    private func erase(_ batch: [ProposalPlate], into draft: inout Draft) -> PurgeImpact {
        var impact = PurgeImpact()
        for plate in batch {
            guard let stored = registry.stored(plate) else { continue }
            let key = stored.plate.key
            let left = registry.record(key, in: draft)
            guard left != stored else { continue }
            impact.count(stored, left)
            registry.set(left, for: key, into: &draft)
        }
        return impact
    }
}
