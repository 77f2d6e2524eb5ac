import Vocabulary

/// When a second moderator must approve: the whole rule.
///
/// More than ``Rules/secondAbove`` plates that one moderator purges or decides in bulk within 24 hours need one. A purge counts, but for one by age
/// alone, which is the registry's own ageing done early. A verdict counts where it is on several plates at once. The operator's shell needs none.
/// What a second moderator approved counts against nobody. ``BulkWork`` proposes what needs a second, and ``BulkWork/refusal(of:for:_:)`` says who
/// may be that second.
struct SecondModeratorQuota: Sendable {
    private var charges: [AuditActor: [(at: Instant, plates: Int)]] = [:]
    private let plateMax: Int

    private static let hours = 24

    /// After a restart: the chain knows the day of each bulk operation, so each counts as if it had been made at its day's end.
    ///
    /// What a second moderator approved has no such entry.
    init(_ links: [AuditLink], at now: Instant, _ rules: Rules) {
        plateMax = rules.secondAbove
        let today = rules.day(of: now)
        for link in links.reversed() {
            let day = Day(number: link.entry.day)
            guard today - day <= 1 else { break }
            guard link.entry.action == .bulk else { continue }
            charge(Int(link.entry.count), to: link.entry.actor, at: min(now, rules.start(of: day + 1)))
        }
    }

    /// - Parameter charged: what the same pass charges already.
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

    /// Charges an operation that no second moderator approved: in the pass, after its commit in memory, and in the audit chain.
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
