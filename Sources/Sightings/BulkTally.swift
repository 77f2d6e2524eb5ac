import Vocabulary

/// How many plates each moderator purged or decided in bulk within the last 24 hours.
struct BulkTally: Sendable {
    private var deeds: [AuditActor: [(at: Instant, plates: Int)]] = [:]

    init() {}

    /// After a restart: all purges of yesterday and today count, as if they had been done just now.
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
