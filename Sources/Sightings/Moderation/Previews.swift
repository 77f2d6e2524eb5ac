package import Plates
import Seal
package import Vocabulary

extension Ledger {
    package struct PreviewAnswer: Sendable {
        /// Works once, for the same moderator.
        package let id: String
        package let expires: Instant
        package let impact: PurgeImpact
        /// Of a bulk verdict, the plates by reason; one counts under each reason that it has.
        package let byReason: [QueueReason: Int]
        /// Plates left out of a bulk confirmation because none of their voices gave a sign.
        package let unsigned: Int
        package let needsSecond: Bool
    }

    private static var previewMinutes: Int { 15 }
    /// Records that are examined before other work gets its turn.
    private static var previewSliceMax: Int { 4_096 }

    /// Counts the data that a purge would erase, and stores its plates under a one-time ID. Costs a pass over all records, in slices.
    ///
    /// - Parameter keys: the named plates; includes their twins without an issuer. Empty for none.
    package func preview(_ purge: Purge, plates keys: [PlateKey], by actor: AuditedPrincipal) async throws(LedgerError) -> PreviewAnswer {
        guard actor.role >= .moderator else { throw .notAllowed }
        let (commit, decision, now) = (counters.commit, counters.decisionID, clock.now())
        var (impact, plates) = (PurgeImpact(), [ProposalPlate]())
        func look(at rowID: RowID) {
            guard let stored = registry[rowID], let record = registry.aged(stored, at: now) else { return }
            guard purge.status.map({ $0.holds(record) }) ?? true else {
                if purge.isNamed { impact.countStaying([.status]) }
                return
            }
            let bound = Purge.Bound(commit: commit, decision: decision, madeAt: now)
            let after = purge.applied(to: record, bound, rules)
            let stays = purge.stays(of: after, bound, rules)
            guard after != record else {
                // Most plates that an age does not reach are simply newer, so they are not counted.
                if purge.isNamed || stays.contains(.week) { impact.countStaying(stays) }
                return
            }
            impact.countStaying(stays)
            impact.count(record, after, stays: stays)
            plates.append(ProposalPlate(rowID: rowID, id: record.id))
        }
        if purge.isNamed {
            for rowID in Set(keys.flatMap(\.withTwin).compactMap { registry.rowID(of: $0) }).sorted() { look(at: rowID) }
        } else {
            var index = 1
            while index < registry.records.count {
                for next in index..<min(registry.records.count, index + Self.previewSliceMax) { look(at: RowID(index: next)) }
                index += Self.previewSliceMax
                await Task.yield()
            }
        }
        // The preview reveals whether each named plate is stored.
        _ = try await chargeRead(max(impact.first.count, keys.count), by: actor)
        return keep(.purge(purge), plates, impact, by: actor, commit: commit, decision: decision, at: now)
    }

    /// Counts the plates of a bulk verdict, and stores them under a one-time ID. Costs a pass over the queue, in slices.
    package func preview(_ verdict: Verdict, signs: Signs, on filter: QueueFilter, by actor: AuditedPrincipal) async throws(LedgerError)
        -> PreviewAnswer
    {
        guard actor.role >= .moderator else { throw .notAllowed }
        let (commit, decision, now) = (counters.commit, counters.decisionID, clock.now())
        let today = rules.day(of: now)
        var (impact, plates) = (PurgeImpact(), [ProposalPlate]())
        var (byReason, unsigned): ([QueueReason: Int], Int) = ([:], 0)
        await forEachWaiting(filter, at: now) { record, reasons in
            guard verdict != .confirm || !record.ownSigns(signs, on: today).isEmpty else {
                unsigned += 1
                return
            }
            var after = record
            if verdict.silences { after.silence(on: today, rules) }
            impact.count(record, after)
            for reason in reasons.list { byReason[reason, default: 0] += 1 }
            plates.append(ProposalPlate(rowID: record.rowID, id: record.id))
        }
        guard plates.count <= Self.verdictPlatesMax else { throw .tooManyPlates }
        _ = try await chargeRead(impact.first.count, by: actor)
        return keep(
            .verdict(verdict, signs, on: filter), plates, impact, byReason, unsigned: unsigned, by: actor, commit: commit,
            decision: decision, at: now)
    }

    private func keep(
        _ operation: Proposal.Operation, _ plates: [ProposalPlate], _ impact: PurgeImpact, _ byReason: [QueueReason: Int] = [:],
        unsigned: Int = 0, by actor: AuditedPrincipal, commit: CommitNumber, decision: DecisionID, at now: Instant
    ) -> PreviewAnswer {
        let id = random.bytes(16).hexadecimal
        let expires = now.adding(minutes: Self.previewMinutes)
        var proposal = Proposal(operation, by: actor, commit: commit, decision: decision, at: now)
        proposal.setPlates(plates)
        bulkWork.keep(BulkWork.Preview(proposal: proposal, expires: expires), as: id, at: now)
        return PreviewAnswer(
            id: id, expires: expires, impact: impact, byReason: byReason, unsigned: unsigned,
            needsSecond: bulkWork.secondModeratorRule.needsSecond(operation, plates: plates.count, by: actor, at: now))
    }
}
