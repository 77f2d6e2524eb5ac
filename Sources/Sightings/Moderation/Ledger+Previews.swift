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
        /// Of a bulk verdict, the plates by reason; one counts under each reason that it has.
        package let byReason: [QueueReason: Int]
        /// Plates that fit a bulk confirmation and are left out, because none of their voices gave a sign.
        package let unsigned: Int
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
        func look(at place: RowID) {
            guard let stored = records[safe: place.index] ?? nil, let record = settled(stored, at: now) else { return }
            guard purge.status.map({ $0.holds(record) }) ?? true else {
                if purge.isNamed { extent.countStaying([.status]) }
                return
            }
            let bound = Purge.Bound(commit: commit, decision: decision, madeAt: now)
            let after = purge.applied(to: record, bound, rules)
            let stays = purge.stays(of: after, bound, rules)
            guard after != record else {
                // Of a registry's plates that an age does not reach, most are just newer: that says nothing.
                if purge.isNamed || stays.contains(.week) { extent.countStaying(stays) }
                return
            }
            extent.countStaying(stays)
            extent.count(record, after, stays: stays)
            plates.append(ProposalPlate(rowID: place, id: record.id))
        }
        if purge.isNamed {
            for place in Set(keys.flatMap(Self.withTwin).compactMap { place(of: $0) }).sorted() { look(at: place) }
        } else {
            var place = 1
            while place < records.count {
                for next in place..<min(records.count, place + Self.previewSliceMax) { look(at: RowID(index: next)) }
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
        let (commit, decision, now) = (counters.commit, counters.decisionID, clock.now())
        let today = rules.day(of: now)
        var (extent, plates) = (Extent(), [ProposalPlate]())
        var (byReason, unsigned): ([QueueReason: Int], Int) = ([:], 0)
        await forEachWaiting(filter, at: now) { record, reasons in
            guard verdict != .confirm || !record.ownSigns(signs, on: today).isEmpty else {
                unsigned += 1
                return
            }
            var after = record
            if verdict.silences { after.silence(on: today, rules) }
            extent.count(record, after)
            for reason in reasons.list { byReason[reason, default: 0] += 1 }
            plates.append(ProposalPlate(rowID: record.rowID, id: record.id))
        }
        guard plates.count <= Self.verdictPlatesMax else { throw .tooManyPlates }
        _ = try await noteRead(extent.first.count, by: actor)
        return keep(
            .verdict(verdict, signs, on: filter), plates, extent, byReason, unsigned: unsigned, by: actor, commit: commit,
            decision: decision, at: now)
    }

    private func keep(
        _ deed: Proposal.Deed, _ plates: [ProposalPlate], _ extent: Extent, _ byReason: [QueueReason: Int] = [:], unsigned: Int = 0,
        by actor: Actor, commit: CommitNumber, decision: DecisionID, at now: Instant
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
            id: id, expires: expires, extent: extent, byReason: byReason, unsigned: unsigned,
            needsSecond: needsSecond(deed, plates: plates.count, by: actor, at: now))
    }

    /// More than so many plates a moderator and day, but for what is old and what the operator does on the server's own shell.
    ///
    /// - Parameter tallied: what the pass counts already.
    func needsSecond(_ deed: Proposal.Deed, plates: Int, by actor: Actor, at now: Instant, tallied: [AuditActor: Int] = [:]) -> Bool {
        guard actor != .shell, isTallied(deed, plates: plates) else { return false }
        return bulk.plates(by: actor.name, at: now) + tallied[actor.name, default: 0] + plates > rules.secondAbove
    }

    /// A purge counts, but by age alone; a verdict counts where it is on several plates at once.
    private func isTallied(_ deed: Proposal.Deed, plates: Int) -> Bool {
        switch deed {
        case .purge(let purge): !purge.isByAgeAlone
        case .verdict: plates > 1
        }
    }

    /// Counts an operation on many plates that no second moderator approved: in the pass, after its commit in memory, and in the audit chain,
    /// from which a start takes the counts.
    func tally(_ deed: Proposal.Deed, plates: Int, by actor: Actor, in pass: inout Pass) {
        guard actor != .shell, isTallied(deed, plates: plates) else { return }
        pass.tallied[actor.name, default: 0] += plates
        note(.bulk, by: actor.name, count: plates, in: &pass)
    }
}
