import Plates
import Vocabulary

/// The plates that wait for a moderator, the riskiest first: by reason, then by last day, then by key.
///
/// A change costs what it costs in a ``LastDayOrder``; a page costs the page.
struct ReviewQueue: Sendable {
    /// Where a plate stands, and where a page ends.
    struct Position: Hashable, Comparable, Sendable {
        let reason: QueueReason
        let place: LastDayOrder.Position

        static func < (left: Position, right: Position) -> Bool { (left.reason, left.place) < (right.reason, right.place) }
    }

    private var orders: [QueueReason: LastDayOrder] = [:]
    private var positions: [PlateKey: Position] = [:]

    init() {}

    /// Each plate's once; cheaper than one after another.
    init(_ waiting: [Position]) {
        positions = Dictionary(waiting.map { ($0.place.key, $0) }, uniquingKeysWith: { _, last in last })
        orders = Dictionary(grouping: waiting, by: \.reason).mapValues { LastDayOrder($0.map(\.place)) }
    }

    var count: Int { positions.count }

    /// A hash table, three quarters full at the most, and the orders.
    var memoryBytes: Int { count * (MemoryLayout<(PlateKey, Position)>.stride * 4 / 3 + MemoryLayout<PlateKey>.stride) }

    func position(of key: PlateKey) -> Position? { positions[key] }

    mutating func set(_ position: Position?, for key: PlateKey) {
        let former = positions[key]
        guard former != position else { return }
        if let former { orders[former.reason]?.remove(former.place) }
        positions[key] = position
        if let position { orders[position.reason, default: LastDayOrder()].insert(position.place) }
    }

    /// All plates that wait for one reason, in order.
    func positions(of reason: QueueReason) -> [PlateKey] {
        orders[reason]?.positions(after: nil, limit: .max).map(\.key) ?? []
    }

    /// Up to `limit` positions behind one, in order.
    func positions(after last: Position?, limit: Int) -> [Position] {
        var page: [Position] = []
        for reason in QueueReason.allCases.sorted() where last.map({ reason >= $0.reason }) ?? true {
            let start = last.flatMap { $0.reason == reason ? $0.place : nil }
            page += (orders[reason]?.positions(after: start, limit: limit - page.count) ?? []).map { Position(reason: reason, place: $0) }
            if page.count >= limit { break }
        }
        return page
    }
}

/// That a moderator passed a plate over, for a colleague to decide.
struct Skip: Hashable, Sendable {
    let actor: AuditActor
    let at: Instant
}

extension PlateRecord {
    /// Why the plate waits for a moderator; nil where it does not.
    func queueReason(on today: Day, _ rules: Rules, isMisread: @autoclosure () -> Bool) -> QueueReason? {
        if status == .confirmed {
            guard let ends = statusEnds(on: today, rules) else { return nil }
            return today >= ends + -Rules.lapsingDays ? .lapsing : nil
        }
        if status == .suspected { return .suspected }
        let trusted = trustedVoices(on: today)
        guard isQueued || trusted >= Self.queueVoices else { return nil }
        let strength = evidence(on: today, rules).value(on: today, halfLifeDays: rules.halfLifeDays)
        if clearedOn == nil, strength + 1 >= rules.suspectEvidence, trusted + 1 >= rules.suspectVoices { return .nearlySuspected }
        if Portrait.disagree(unmutedVoices(on: today)) { return .conflicting }
        return isMisread() ? .misread : .watched
    }

    /// So many trusted voices put a plate there, or a moderator does.
    private static var queueVoices: Int { 2 }

    /// The areas and days in which two plates were both seen; a week counts for all its days.
    func meets(_ other: PlateRecord, _ rules: Rules) -> (area: AreaNumber, day: Day)? {
        for mine in sightings {
            for theirs in other.sightings where mine.area == theirs.area {
                let (left, right) = (rules.days(of: mine.period), rules.days(of: theirs.period))
                if left.overlaps(right) { return (mine.area, max(left.lowerBound, right.lowerBound)) }
            }
        }
        return nil
    }
}
