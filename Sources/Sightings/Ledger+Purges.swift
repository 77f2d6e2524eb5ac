import Algorithms
package import Plates
package import Vocabulary

extension Ledger {
    /// What became of a previewed purge.
    package enum PurgeOutcome: Sendable {
        /// Erased from every file of the server but older backups.
        case purged(Extent)
        case waiting(Proposal)
    }

    /// Carries a previewed purge out, and returns once it is erased from every file; or puts it before a second moderator.
    package func purge(preview id: String, by actor: Actor) async throws(LedgerError) -> PurgeOutcome {
        let now = clock.now()
        let proposal = try take(preview: id, by: actor) { if case .purge = $0 { true } else { false } }
        if needsSecond(proposal.deed, plates: proposal.plateCount, by: actor, at: now) {
            return .waiting(try await propose(proposal, by: actor))
        }
        tally(proposal.deed, plates: proposal.plateCount, by: actor.name, at: now)
        return .purged(try await run(proposal, by: actor))
    }

    /// What became of a previewed bulk verdict.
    package enum BulkOutcome: Sendable {
        /// With the plates that were decided or refused, in the order of the results.
        case decided(VerdictOutcome, plates: [Plate])
        case waiting(Proposal)
    }

    /// Carries a previewed bulk verdict out, or puts it before a second moderator.
    package func decide(preview id: String, by actor: Actor) async throws(LedgerError) -> BulkOutcome {
        let now = clock.now()
        let proposal = try take(preview: id, by: actor) { if case .verdict = $0 { true } else { false } }
        guard case .verdict(let verdict, let signs) = proposal.deed else { throw .previewOther }
        if needsSecond(proposal.deed, plates: proposal.plateCount, by: actor, at: now) {
            return .waiting(try await propose(proposal, by: actor))
        }
        tally(proposal.deed, plates: proposal.plateCount, by: actor.name, at: now)
        return try await decide(verdict, signs, proposal, by: actor)
    }

    /// Whether a verdict on so many named plates must wait for a second moderator; then it is proposed. Twins that it covers count, too; of a single
    /// plate it is no bulk verdict, and takes effect at once.
    ///
    /// Throws `tooManyPlates` where it would have to wait and some of the plates are not kept: a proposal can only hold those that are.
    package func proposal(of verdict: Verdict, signs: Signs, on keys: [PlateKey], by actor: Actor) async throws(LedgerError) -> Proposal? {
        let now = clock.now()
        let named = Set(keys)
        guard named.count > 1 else { return nil }
        var kept = named.filter { place(of: $0) != nil }
        let unknown = named.count - kept.count
        if verdict != .confirm, verdict != .dismiss { kept.formUnion(named.flatMap(Self.withTwin).filter { place(of: $0) != nil }) }
        let deed = Proposal.Deed.verdict(verdict, signs)
        let plates = kept.count + unknown
        guard needsSecond(deed, plates: plates, by: actor, at: now) else {
            tally(deed, plates: plates, by: actor.name, at: now)
            return nil
        }
        guard unknown == 0 || verdict == .confirm || verdict == .dismiss else { throw .tooManyPlates }
        var proposal = Proposal(
            id: 0, deed: deed, actor: actor.name, tokenID: actor.tokenID, madeAt: now, commit: counters.commit,
            decision: counters.decisionID, isRunning: false)
        proposal.setPlates(
            named.compactMap { place(of: $0) }.sorted().compactMap { place in
                (records[safe: Int(place)] ?? nil).map { ProposalPlate(place: place, id: $0.id) }
            })
        return try await propose(proposal, by: actor)
    }

    private func take(preview id: String, by actor: Actor, where isMeant: (Proposal.Deed) -> Bool) throws(LedgerError) -> Proposal {
        guard let preview = previews[id], clock.now() < preview.expires, preview.proposal.actor == actor.name else { throw .previewUnknown }
        guard isMeant(preview.proposal.deed) else { throw .previewOther }
        previews[id] = nil
        return preview.proposal
    }

    private func decide(_ verdict: Verdict, _ signs: Signs, _ proposal: Proposal, by actor: Actor) async throws(LedgerError) -> BulkOutcome
    {
        let plates = proposal.plates.compactMap(stored)
        // Where somebody decided since the preview, that stands.
        let items = plates.map { VerdictItem($0.plate.key, seen: .decisions(upTo: proposal.decision)) }
        let outcome = try await decide(verdict, signs: signs, on: items, by: actor)
        return .decided(outcome, plates: plates.map(\.plate))
    }

    // MARK: The purge itself

    /// Records the intent, so that nothing that it takes is seen any more and a restart goes on; erases in batches; returns after the last
    /// checkpoint.
    func run(_ proposal: Proposal, by actor: Actor) async throws(LedgerError) -> Extent {
        guard case .purge(let purge) = proposal.deed else { throw .previewOther }
        let isApproval = proposal.id != 0
        let running: Proposal = try await change { ledger, pass in
            var running = proposal
            if isApproval {
                guard ledger.waiting(proposal.id, in: pass) != nil else { return .failure(.proposalUnknown) }
            } else {
                pass.counters.proposalID += 1
                running.id = pass.counters.proposalID
            }
            running.isRunning = true
            pass.proposals[running.id] = running
            if isApproval { ledger.note(.approve, by: actor.name, count: running.plateCount, in: &pass) }
            ledger.note(purge.isByAgeAlone ? .purgeByAge : .purge, by: running.actor, count: running.plateCount, in: &pass)
            let area = purge.area.flatMap { ledger.listings.areas.id($0)?.description }
            // On some of them somebody may have decided since the preview.
            let taken = running.plates.filter { plate in
                ledger.stored(plate).flatMap { ledger.record($0.plate.key, in: pass) }.map { !purge.spares($0, running.decision) } ?? true
            }
            for plates in taken.chunks(ofCount: Tombstone.platesMax) {
                ledger.note(
                    .purge(area: area, upTo: purge.upTo, bound: running.commit, decision: running.decision, plates: plates.map(\.id)),
                    on: ledger.rules.day(of: running.madeAt), in: &pass)
            }
            ledger.finishing.insert(running.id)
            return .success(running)
        }
        guard let stored = proposals[running.id] else { throw .proposalUnknown }
        return try await finish(stored, pause: Self.stepPause)
    }

    /// Goes on with purges that a stop, a crash or a full disk interrupted, and with none that somebody is waiting for.
    ///
    /// Throws `stopping` where its task is cancelled meanwhile: the next start goes on.
    ///
    /// - Parameter pause: between two batches, for whoever looks up and reports meanwhile; none before anything is served.
    package func finishPurges(pause: Duration = stepPause) async throws(LedgerError) {
        for purge in purges.sorted(by: { $0.proposal.id < $1.proposal.id })
        where proposals[purge.proposal.id] != nil && !finishing.contains(purge.proposal.id) {
            _ = try await finish(purge.proposal, pause: pause, isResumed: true)
        }
    }

    private func finish(_ proposal: Proposal, pause: Duration, isResumed: Bool = false) async throws(LedgerError) -> Extent {
        finishing.insert(proposal.id)
        defer { finishing.remove(proposal.id) }
        await hide(proposal)
        var extent = Extent()
        var rest = proposal.plates[...]
        while !rest.isEmpty {
            if isResumed, Task.isCancelled { throw .stopping }
            let batch = Array(rest.prefix(batchLength(rest)))
            rest = rest.dropFirst(batch.count)
            extent.add(try await erase(batch))
            if pause > .zero { try? await Task.sleep(for: pause) }
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
        (records[safe: Int(plate.place)] ?? nil).flatMap { $0.id == plate.id ? $0 : nil }
    }

    /// Waits for its turn, however many wait: what was begun and is hidden already must be erased, too.
    private func erase(_ batch: [ProposalPlate]) async throws(LedgerError) -> Extent {
        while true {
            do throws(LedgerError) {
                return try await change(items: batch.count) { ledger, pass in .success(ledger.erase(batch, in: &pass)) }
            } catch {
                guard case .busy(let seconds) = error else { throw error }
                try? await Task.sleep(for: .seconds(seconds))
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
