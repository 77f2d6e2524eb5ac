import Vocabulary

/// How many plates each moderator purged or decided in bulk within the last 24 hours.
struct BulkTally: Sendable {
    private var deeds: [AuditActor: [(at: Instant, plates: Int)]] = [:]

    init() {}

    /// After a restart: the chain knows the day of each bulk operation, so each counts as if it had been done at its day's end.
    ///
    /// What a second moderator approved has no such entry.
    init(_ links: [AuditLink], at now: Instant, _ rules: Rules) {
        let today = rules.day(of: now)
        for link in links.reversed() {
            let day = Day(number: link.entry.day)
            guard today - day <= 1 else { break }
            guard link.entry.action == .bulk else { continue }
            note(Int(link.entry.count), by: link.entry.actor, at: min(now, rules.start(of: day + 1)))
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
