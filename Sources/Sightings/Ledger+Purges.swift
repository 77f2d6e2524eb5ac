package import Plates
import Seal
package import Vocabulary

/// What was previewed: a purge or a bulk verdict that was not carried out yet.
struct Preview: Sendable {
    let proposal: Proposal
    let expires: Instant
}

/// What a purge or a bulk verdict would do, or has done.
package struct Extent: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let plate: Plate
        package let status: Status
        package let firstDay: Day
        package let lastDay: Day

        init(_ record: PlateRecord) {
            plate = record.plate
            status = record.status
            firstDay = record.firstDay
            lastDay = record.lastDay
        }
    }

    /// Plates that are touched.
    package var plates = 0
    /// Of those, plates of which nothing is left.
    package var erased = 0
    package var sightings = 0
    package var voices = 0
    package var byStatus: [PurgeStatus: Int] = [:]
    package var first: [Row] = []

    static let rowsMax = 20

    /// Counts what a change takes from a record.
    mutating func count(_ before: PlateRecord, _ after: PlateRecord?) {
        func sightings(_ record: PlateRecord?) -> Int {
            (record?.sightings.count ?? 0) + (record?.setAsides.reduce(0) { $0 + $1.sightings.count } ?? 0)
        }
        plates += 1
        if after == nil { erased += 1 }
        self.sightings += sightings(before) - sightings(after)
        voices += before.voices.count - (after?.voices.count ?? 0)
        if let status = PurgeStatus.allCases.first(where: { $0.holds(before) }) { byStatus[status, default: 0] += 1 }
        if first.count < Self.rowsMax { first.append(Row(before)) }
    }
}

/// How many plates each moderator purged or decided in bulk within the last 24 hours.
struct BulkTally: Sendable {
    private var deeds: [AuditActor: [(at: Instant, plates: Int)]] = [:]

    init() {}

    /// After a restart: all of yesterday and today counts, as if it had been done just now.
    init(_ links: [AuditLink], since today: Day, at now: Instant) {
        for link in links.reversed() {
            guard today - Day(number: link.entry.day) <= 1 else { break }
            if link.entry.action == .purge { note(Int(link.entry.count), by: link.entry.actor, at: now) }
        }
    }

    mutating func note(_ plates: Int, by actor: AuditActor, at now: Instant) {
        deeds[actor, default: []].removeAll { $0.at.adding(hours: Self.hours) <= now }
        deeds[actor, default: []].append((now, plates))
    }

    func plates(by actor: AuditActor, at now: Instant) -> Int {
        deeds[actor, default: []].reduce(0) { $0 + (now < $1.at.adding(hours: Self.hours) ? $1.plates : 0) }
    }

    static let hours = 24
}

extension Ledger {
    package struct PreviewAnswer: Sendable {
        /// Works once, for whoever asked for it.
        package let id: String
        package let expires: Instant
        package let extent: Extent
        package let needsSecond: Bool
    }

    private static var previewMinutes: Int { 15 }
    private static var previewsMax: Int { 64 }
    /// Records that are looked at before others have their turn.
    private static var previewSliceMax: Int { 4_096 }

    /// Says what a purge would erase, and keeps which plates it would touch under a one-time id. Costs a pass over all records, in slices.
    ///
    /// - Parameter keys: the plates that were named; empty for none.
    package func preview(_ purge: Purge, plates keys: [PlateKey], by actor: Actor) async throws(LedgerError) -> PreviewAnswer {
        guard actor.role >= .moderator else { throw .notAllowed }
        let (commit, decision, now) = (counters.commit, counters.decisionID, clock.now())
        var (extent, plates) = (Extent(), [ProposalPlate]())
        func look(at place: RowPlace) {
            guard let stored = records[safe: Int(place)] ?? nil, let record = settled(stored, at: now),
                purge.status.map({ $0.holds(record) }) ?? true
            else { return }
            let after = purge.applied(to: record, .init(commit: commit, decision: decision, madeAt: now), rules)
            guard after != record else { return }
            extent.count(record, after)
            plates.append(ProposalPlate(place: place, id: record.id))
        }
        if purge.isNamed {
            for place in Set(keys.compactMap { place(of: $0) }).sorted() { look(at: place) }
        } else {
            var place = 1
            while place < records.count {
                for next in place..<min(records.count, place + Self.previewSliceMax) { look(at: RowPlace(next)) }
                place += Self.previewSliceMax
                await Task.yield()
            }
        }
        // Who names plates learns of each whether it is kept.
        _ = try await noteRead(max(extent.first.count, keys.count), by: actor)
        return keep(.purge(purge), plates, extent, by: actor, commit: commit, decision: decision, at: now)
    }

    /// Says on what a bulk verdict would be, and keeps it under a one-time id. Costs a pass over the queue, in slices.
    package func preview(_ verdict: Verdict, signs: Signs, on filter: QueueFilter, by actor: Actor) async throws(LedgerError)
        -> PreviewAnswer
    {
        guard actor.role >= .moderator else { throw .notAllowed }
        guard verdict != .confirm || !signs.isEmpty else { throw .signsMissing }
        let (commit, decision, now) = (counters.commit, counters.decisionID, clock.now())
        let today = rules.day(of: now)
        var (extent, plates) = (Extent(), [ProposalPlate]())
        var position: ReviewQueue.Position?
        while true {
            let positions = queue.positions(after: position, limit: Self.previewSliceMax)
            for next in positions {
                guard let place = place(of: next.place.key), let stored = records[safe: Int(place)] ?? nil,
                    let record = settled(stored, at: now),
                    let reason = record.queueReason(on: today, rules, isMisread: next.reason == .misread), filter.holds(record, reason)
                else { continue }
                var after = record
                if verdict.silences { after.silence(on: today, rules) }
                extent.count(record, after)
                plates.append(ProposalPlate(place: place, id: record.id))
            }
            guard positions.count == Self.previewSliceMax else { break }
            position = positions.last
            await Task.yield()
        }
        guard plates.count <= Self.verdictPlatesMax else { throw .tooManyPlates }
        _ = try await noteRead(extent.first.count, by: actor)
        return keep(.verdict(verdict, signs), plates, extent, by: actor, commit: commit, decision: decision, at: now)
    }

    private func keep(
        _ deed: Proposal.Deed, _ plates: [ProposalPlate], _ extent: Extent, by actor: Actor, commit: CommitNumber, decision: Int64,
        at now: Instant
    ) -> PreviewAnswer {
        previews = previews.filter { now < $0.value.expires }
        while previews.count >= Self.previewsMax, let oldest = previews.min(by: { $0.value.expires < $1.value.expires })?.key {
            previews[oldest] = nil
        }
        let id = random.bytes(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let expires = now.adding(minutes: Self.previewMinutes)
        var proposal = Proposal(
            id: 0, deed: deed, actor: actor.name, tokenID: actor.tokenID, madeAt: now, commit: commit, decision: decision,
            isRunning: false)
        proposal.setPlates(plates)
        previews[id] = Preview(proposal: proposal, expires: expires)
        return PreviewAnswer(
            id: id, expires: expires, extent: extent, needsSecond: needsSecond(deed, plates: plates.count, by: actor, at: now))
    }

    /// More than so many plates a moderator and day, but for what is old and what the operator does on the server's own shell.
    private func needsSecond(_ deed: Proposal.Deed, plates: Int, by actor: Actor, at now: Instant) -> Bool {
        guard actor != .shell, isTallied(deed, plates: plates) else { return false }
        return bulk.plates(by: actor.name, at: now) + plates > rules.secondAbove
    }

    /// A purge counts, but by age alone; a verdict counts where it is on several plates at once.
    private func isTallied(_ deed: Proposal.Deed, plates: Int) -> Bool {
        switch deed {
        case .purge(let purge): !purge.isByAgeAlone
        case .verdict: plates > 1
        }
    }

    /// Counts a deed of many plates before it is begun, so that none begins beside it uncounted.
    private func tally(_ deed: Proposal.Deed, plates: Int, by actor: AuditActor, at now: Instant) {
        if isTallied(deed, plates: plates) { bulk.note(plates, by: actor, at: now) }
    }

    // MARK: Carrying out

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

    /// Whether a verdict on so many named plates must wait for a second moderator; then it is proposed. Twins that it covers count, too.
    ///
    /// Throws `tooManyPlates` where it would have to wait and some of the plates are not kept: a proposal can only hold those that are.
    package func proposal(of verdict: Verdict, signs: Signs, on keys: [PlateKey], by actor: Actor) async throws(LedgerError) -> Proposal? {
        let now = clock.now()
        let named = Set(keys)
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
            pass.tombstones.append(
                Tombstone(
                    commit: pass.commit, madeAt: running.madeAt,
                    deed: .purge(
                        area: purge.area.flatMap { ledger.listings.areas.id($0)?.description }, upTo: purge.upTo,
                        bound: running.commit, decision: running.decision, plates: running.plates.map(\.id))))
            return .success(running)
        }
        guard let stored = proposals[running.id] else { throw .proposalUnknown }
        return try await finish(stored)
    }

    /// Goes on with purges that a stop or a crash interrupted; to be awaited before anything is served.
    package func finishPurges() async throws(LedgerError) {
        for purge in purges.sorted(by: { $0.proposal.id < $1.proposal.id }) {
            _ = try await finish(purge.proposal)
        }
    }

    private func finish(_ proposal: Proposal) async throws(LedgerError) -> Extent {
        await hide(proposal)
        var extent = Extent()
        var rest = proposal.plates[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(batchLength(rest)))
            rest = rest.dropFirst(batch.count)
            let part: Extent = try await change(items: batch.count) { ledger, pass in
                .success(ledger.erase(batch, in: &pass))
            }
            extent.add(part)
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

    private static var batchRowsMax: Int { 512 }

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

extension Extent {
    mutating func add(_ other: Extent) {
        plates += other.plates
        erased += other.erased
        sightings += other.sightings
        voices += other.voices
        byStatus.merge(other.byStatus, uniquingKeysWith: +)
        first += other.first.prefix(max(0, Self.rowsMax - first.count))
    }
}
