import Vocabulary

/// The rule for when a second moderator must approve.
///
/// A moderator needs one to purge or bulk-decide more than ``Rules/Moderation/secondAbove`` plates within 24 hours. A purge counts, unless
/// it is by age alone, which is early aging. A verdict counts if it covers several plates. Approved operations do not count. The
/// operator's shell needs no approval. ``BulkWork`` makes the proposals, and ``BulkWork/refusal(of:for:_:)`` decides who may approve.
struct SecondModeratorRule: Sendable {
    private var charges: [AuditActor: [(at: Instant, plates: Int)]] = [:]
    private let plateMax: Int

    private static let hours = 24

    /// Counts after a restart: the chain has only the day of each bulk operation, so it counts from the day's end.
    ///
    /// Approved operations have no such entry.
    init(_ links: [AuditLink], at now: Instant, _ rules: Rules) {
        plateMax = rules.moderation.secondAbove
        let today = rules.day(of: now)
        for link in links.reversed() {
            let day = Day(number: link.entry.day)
            guard today - day <= 1 else { break }
            guard link.entry.action == .bulk else { continue }
            charge(Int(link.entry.count), to: link.entry.actor, at: min(now, rules.start(of: day + 1)))
        }
    }

    /// - Parameter charged: the plates that this pass already charges.
    func needsSecond(
        _ operation: Proposal.Operation, plates: Int, by actor: AuditedPrincipal, at now: Instant, charged: [AuditActor: Int] = [:]
    ) -> Bool {
        guard actor != .shell, Self.counts(operation, plates: plates) else { return false }
        return self.plates(of: actor.name, at: now) + charged[actor.name, default: 0] + plates > plateMax
    }

    private static func counts(_ operation: Proposal.Operation, plates: Int) -> Bool {
        switch operation {
        case .purge(let purge): !purge.isByAgeAlone
        case .verdict: plates > 1
        }
    }

    private func plates(of actor: AuditActor, at now: Instant) -> Int {
        charges[actor, default: []].reduce(0) { $0 + (now < $1.at.adding(hours: Self.hours) ? $1.plates : 0) }
    }

    /// Charges an operation without an approval: in the pass, after its commit in memory, and in the audit chain.
    func charge(_ operation: Proposal.Operation, plates: Int, to actor: AuditedPrincipal, into draft: inout Draft) {
        guard actor != .shell, Self.counts(operation, plates: plates) else { return }
        draft.bulkWork.charged[actor.name, default: 0] += plates
        draft.audit.append(.bulk, by: actor.name, count: plates)
    }

    mutating func apply(_ committed: CommitPlan) {
        for (actor, plates) in committed.draft.bulkWork.charged { charge(plates, to: actor, at: committed.draft.now) }
    }

    private mutating func charge(_ plates: Int, to actor: AuditActor, at now: Instant) {
        charges[actor, default: []].removeAll { $0.at.adding(hours: Self.hours) <= now }
        charges[actor, default: []].append((now, plates))
    }
}
