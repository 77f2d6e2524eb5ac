import Algorithms
package import Plates
import Vocabulary

extension Ledger {
    /// What became of a previewed purge.
    package enum PurgeOutcome: Sendable {
        /// Erased from every file of the server but older backups.
        case purged(Extent)
        case waiting(Proposal)
    }

    /// Carries a previewed purge out, and returns once it is erased from every file; or puts it before a second moderator.
    package func purge(preview id: String, by actor: Actor) async throws(LedgerError) -> PurgeOutcome {
        let begun: Begun = try await change { ledger, pass in
            ledger.use(preview: id, by: actor, in: &pass) { ledger, proposal, pass in
                guard case .purge(let purge) = proposal.deed else { return .failure(.previewOther) }
                if ledger.needsSecond(proposal.deed, plates: proposal.plateCount, by: actor, at: pass.now, tallied: pass.tallied) {
                    return ledger.propose(proposal, by: actor, in: &pass).map { .waiting($0) }
                }
                ledger.tally(proposal.deed, plates: proposal.plateCount, by: actor, in: &pass)
                pass.counters.proposalID.advance()
                var proposal = proposal
                proposal.id = pass.counters.proposalID
                return .success(.running(ledger.begin(proposal, purge, in: &pass)))
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

    /// What became of a previewed bulk verdict.
    package enum BulkOutcome: Sendable {
        /// With the plates that were decided or refused, in the order of the results.
        case decided(VerdictOutcome, plates: [Plate])
        case waiting(Proposal)
    }

    /// Carries a previewed bulk verdict out, or puts it before a second moderator.
    package func decide(preview id: String, by actor: Actor) async throws(LedgerError) -> BulkOutcome {
        try await change(items: previews[id]?.proposal.plateCount ?? 1) { ledger, pass in
            ledger.use(preview: id, by: actor, in: &pass) { ledger, proposal, pass in
                guard case .verdict = proposal.deed else { return .failure(.previewOther) }
                if ledger.needsSecond(proposal.deed, plates: proposal.plateCount, by: actor, at: pass.now, tallied: pass.tallied) {
                    return ledger.propose(proposal, by: actor, in: &pass).map { .waiting($0) }
                }
                ledger.tally(proposal.deed, plates: proposal.plateCount, by: actor, in: &pass)
                return ledger.decide(proposal, by: actor, readBy: actor, in: &pass).map { .decided($0.outcome, plates: $0.plates) }
            }
        }
    }

    /// Uses a preview up, if `body` succeeds and once the pass is on disk; a failure leaves the pass as it was.
    private func use<Answer>(
        preview id: String, by actor: Actor, in pass: inout Pass,
        _ body: (isolated Ledger, Proposal, inout Pass) -> Result<Answer, LedgerError>
    ) -> Result<Answer, LedgerError> {
        guard let preview = previews[id], !pass.usedPreviews.contains(id), pass.now < preview.expires, preview.proposal.actor == actor.name
        else { return .failure(.previewUnknown) }
        var attempt = pass
        let answer = body(self, preview.proposal, &attempt)
        guard case .success = answer else { return answer }
        pass = attempt
        pass.usedPreviews.insert(id)
        return answer
    }

    // MARK: The purge itself

    /// Records the intent, so that once it is on disk nothing that the purge takes is seen any more and a restart goes on.
    ///
    /// Whoever begins it must ``finish(_:pause:)`` it.
    func begin(_ proposal: Proposal, _ purge: Purge, in pass: inout Pass) -> Proposal {
        var running = proposal
        running.isRunning = true
        pass.proposals[running.id] = running
        note(purge.isByAgeAlone ? .purgeByAge : .purge, by: running.actor, count: running.plateCount, in: &pass)
        let area = purge.area.flatMap { listings.areas.id($0)?.description }
        // On some of them somebody may have decided since the preview.
        let taken = running.plates.filter { plate in
            stored(plate).flatMap { record($0.plate.key, in: pass) }.map { !purge.spares($0, running.decision) } ?? true
        }
        for plates in taken.chunks(ofCount: Tombstone.platesMax) {
            note(
                .purge(area: area, upTo: purge.upTo, bound: running.commit, decision: running.decision, plates: plates.map(\.id)),
                on: rules.day(of: running.madeAt), in: &pass)
        }
        return running
    }

    /// Goes on with purges that a stop, a crash or a full disk interrupted, and with none that somebody is waiting for.
    ///
    /// Throws `stopping` if its task is canceled meanwhile: a later call goes on.
    ///
    /// - Parameter pause: between two batches, for whoever looks up and reports meanwhile; none before anything is served.
    package func finishPurges(pause: Duration = stepPause) async throws(LedgerError) {
        for purge in purges.sorted(by: { $0.proposal.id < $1.proposal.id })
        where proposals[purge.proposal.id] != nil && !finishing.contains(purge.proposal.id) {
            _ = try await finish(purge.proposal, pause: pause)
        }
    }

    /// Erases in batches what a purge takes, and returns after the last checkpoint.
    ///
    /// Throws `stopping` if its task is canceled meanwhile: ``finishPurges(pause:)`` goes on, in the daemon within seconds.
    func finish(_ proposal: Proposal, pause: Duration) async throws(LedgerError) -> Extent {
        finishing.insert(proposal.id)
        defer { finishing.remove(proposal.id) }
        await hide(proposal)
        var extent = Extent()
        var rest = proposal.plates[...]
        while !rest.isEmpty {
            if Task.isCancelled { throw .stopping }
            let batch = Array(rest.prefix(batchLength(rest)))
            rest = rest.dropFirst(batch.count)
            extent.add(try await erase(batch))
            if pause > .zero { try await Self.wait(for: pause) }
        }
        try await change { (ledger, pass) -> Result<Void, LedgerError> in
            if let proposal = ledger.proposals[proposal.id] { pass.erasedProposals.append(proposal) }
            return .success(())
        }
        tracesLeft = true
        try await eraseTraces()
        return extent
    }

    /// How many plates of a purge share a commit: so few that whoever reports meanwhile waits a few milliseconds longer.
    private func batchLength(_ plates: ArraySlice<ProposalPlate>) -> Int {
        var (rows, count) = (0, 0)
        for plate in plates {
            guard count == 0 || rows < Self.batchRowsMax else { break }
            count += 1
            rows += 1 + (stored(plate).map { $0.sightings.count + $0.voices.count } ?? 0)
        }
        return count
    }

    private static var batchRowsMax: Int { 256 }

    /// Lets no answer show any more what the purge takes, batch by batch and in memory alone.
    private func hide(_ proposal: Proposal) async {
        let now = clock.now()
        for (index, plate) in proposal.plates.enumerated() {
            if index % Self.ageingPlatesMax == Self.ageingPlatesMax - 1 { await Task.yield() }
            guard let stored = stored(plate) else { continue }
            show(stored, settled: settled(stored, at: now), at: now)
        }
    }

    /// The record that a proposal means; nil where its place holds another, or nothing.
    func stored(_ plate: ProposalPlate) -> PlateRecord? {
        (records[safe: plate.rowID.index] ?? nil).flatMap { $0.id == plate.id ? $0 : nil }
    }

    /// Waits for its turn, however many wait: what was begun and is hidden already must be erased, too.
    private func erase(_ batch: [ProposalPlate]) async throws(LedgerError) -> Extent {
        while true {
            do throws(LedgerError) {
                return try await change(items: batch.count) { ledger, pass in .success(ledger.erase(batch, in: &pass)) }
            } catch {
                guard case .busy(let seconds) = error else { throw error }
                try await Self.wait(for: .seconds(seconds))
            }
        }
    }

    private func erase(_ batch: [ProposalPlate], in pass: inout Pass) -> Extent {
        var extent = Extent()
        for plate in batch {
            guard let stored = stored(plate) else { continue }
            let key = stored.plate.key
            let left = record(key, in: pass)
            guard left != stored else { continue }
            extent.count(stored, left)
            set(left, for: key, in: &pass)
        }
        return extent
    }
}
