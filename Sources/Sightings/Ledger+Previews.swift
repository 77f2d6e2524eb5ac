package import Plates
import Seal
package import Vocabulary

/// What was previewed: a purge or a bulk verdict that was not carried out yet.
struct Preview: Sendable {
    let proposal: Proposal
    let expires: Instant
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
    /// Plates of all previews, at 16 bytes each.
    private static var previewPlatesMax: Int { 4_000_000 }
    /// Records that are looked at before others have their turn.
    private static var previewSliceMax: Int { 4_096 }

    /// Says what a purge would erase, and keeps which plates it would touch under a one-time id. Costs a pass over all records, in slices.
    ///
    /// - Parameter keys: the plates that were named, whose twins without an issuer it takes, too; empty for none.
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
            for place in Set(keys.flatMap(Self.withTwin).compactMap { place(of: $0) }).sorted() { look(at: place) }
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
                guard let record = settledRecord(of: next.place.key, at: now),
                    let reason = record.queueReason(on: today, rules, isMisread: next.reason == .misread), filter.holds(record, reason)
                else { continue }
                var after = record
                if verdict.silences { after.silence(on: today, rules) }
                extent.count(record, after)
                plates.append(ProposalPlate(place: record.place, id: record.id))
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
        func isTooMuch() -> Bool {
            previews.count >= Self.previewsMax
                || previews.values.reduce(plates.count) { $0 + $1.proposal.plateCount } > Self.previewPlatesMax
        }
        while isTooMuch(), let oldest = previews.min(by: { $0.value.expires < $1.value.expires })?.key {
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
    func needsSecond(_ deed: Proposal.Deed, plates: Int, by actor: Actor, at now: Instant) -> Bool {
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
    func tally(_ deed: Proposal.Deed, plates: Int, by actor: AuditActor, at now: Instant) {
        if isTallied(deed, plates: plates) { bulk.note(plates, by: actor, at: now) }
    }
}
