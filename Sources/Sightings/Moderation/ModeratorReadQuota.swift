import Vocabulary

/// The rows of watched plates that each moderator read today, and the daily limit.
///
/// Every read is recorded in the audit chain before it is shown, and a start takes the day's counts from it. The operator's shell is
/// counted without a limit: it has the seal key.
package struct ModeratorReadQuota: Sendable {
    private var day: Day
    private var rows: [AuditActor: Int] = [:]

    package static let rowsPerDayMax = 5_000

    init(_ links: [AuditLink], today: Day) {
        day = today
        apply(links)
    }

    func rowsRead(by actor: AuditActor, on day: Day) -> Int { self.day == day ? rows[actor, default: 0] : 0 }

    /// Throws `readLimit` if a moderator reached the daily limit.
    func check(_ actor: AuditActor, at now: Instant, _ rules: Rules) throws(LedgerError) {
        let today = rules.day(of: now)
        if rowsRead(by: actor, on: today) >= Self.rowsPerDayMax { throw Self.limit(today, now, rules) }
    }

    /// Charges rows within a pass, so that several reads in one pass cannot exceed the limit.
    ///
    /// - Returns: `readLimit` if the daily limit does not allow it; then nothing about the rows may be shown.
    func charge(_ count: Int, to actor: AuditedPrincipal, _ rules: Rules, into draft: inout Draft) -> LedgerError? {
        guard count > 0 else { return nil }
        let earlier = rowsRead(by: actor.name, on: draft.today) + draft.audit.rowsRead[actor.name, default: 0]
        guard actor == .shell || earlier + count <= Self.rowsPerDayMax else { return Self.limit(draft.today, draft.now, rules) }
        draft.audit.rowsRead[actor.name, default: 0] += count
        draft.audit.append(.read, by: actor.name, count: count)
        return nil
    }

    private static func limit(_ today: Day, _ now: Instant, _ rules: Rules) -> LedgerError {
        .readLimit(retryAfterSeconds: Int(rules.start(of: today + 1).seconds - now.seconds))
    }

    /// Counts the reads among new entries of the chain.
    mutating func apply(_ links: [AuditLink]) {
        for link in links where link.entry.action == .read {
            let read = Day(number: link.entry.day)
            if day != read { (day, rows) = (read, [:]) }
            rows[link.entry.actor, default: 0] += Int(link.entry.count)
        }
    }
}

extension Ledger {
    func checkReadQuota(of actor: AuditedPrincipal) throws(LedgerError) { try readQuota.check(actor.name, at: clock.now(), rules) }

    /// Charges rows, or throws `readLimit`: then they must not be shown.
    ///
    /// - Returns: the rows that the moderator read today, including these.
    func chargeRead(_ rows: Int, by actor: AuditedPrincipal) async throws(LedgerError) -> Int {
        if rows > 0 {
            try await change { (ledger, draft) -> Result<Void, LedgerError> in
                ledger.readQuota.charge(rows, to: actor, ledger.rules, into: &draft).map { .failure($0) } ?? .success(())
            }
        }
        return readQuota.rowsRead(by: actor.name, on: rules.day(of: clock.now()))
    }
}
