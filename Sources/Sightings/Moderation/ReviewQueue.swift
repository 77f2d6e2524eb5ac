import Plates
package import Vocabulary

/// Every reason for which a plate waits for a moderator.
package struct QueueReasons: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package init(_ reason: QueueReason) { rawValue = 1 << reason.number }

    /// The riskiest first.
    package var list: [QueueReason] { QueueReason.allCases.filter(contains).sorted() }

    /// The riskiest: where the plate stands in the queue.
    package var first: QueueReason? { QueueReason(number: UInt8(rawValue.trailingZeroBitCount)) }

    package func contains(_ reason: QueueReason) -> Bool { contains(Self(reason)) }
}

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

    /// A plate that waits, with every reason for it.
    struct Waiting: Hashable, Sendable {
        let reasons: QueueReasons
        let day: Day

        /// Nil for a plate that has no reason to wait.
        init?(_ reasons: QueueReasons, day: Day) {
            guard !reasons.isEmpty else { return nil }
            self.reasons = reasons
            self.day = day
        }

        func position(of key: PlateKey) -> Position? {
            reasons.first.map { Position(reason: $0, place: .init(day: day, key: key)) }
        }
    }

    private var orders: [QueueReason: LastDayOrder] = [:]
    private var waiting: [PlateKey: Waiting] = [:]

    init() {}

    /// Each plate's once; cheaper than one after another.
    init(_ waiting: [(key: PlateKey, waiting: Waiting)]) {
        self.waiting = Dictionary(waiting.map { ($0.key, $0.waiting) }, uniquingKeysWith: { _, last in last })
        let positions = self.waiting.compactMap { $0.value.position(of: $0.key) }
        orders = Dictionary(grouping: positions, by: \.reason).mapValues { LastDayOrder($0.map(\.place)) }
    }

    var count: Int { waiting.count }

    /// A hash table, three quarters full at the most, and the orders.
    var memoryBytes: Int { count * (MemoryLayout<(PlateKey, Waiting)>.stride * 4 / 3 + MemoryLayout<PlateKey>.stride) }

    subscript(key: PlateKey) -> Waiting? { waiting[key] }

    /// Why a plate waits; empty for one that does not.
    func reasons(of key: PlateKey) -> QueueReasons { waiting[key]?.reasons ?? [] }

    mutating func set(_ present: Waiting?, for key: PlateKey) {
        let former = waiting[key]
        guard former != present else { return }
        if let position = former?.position(of: key) { orders[position.reason]?.remove(position.place) }
        waiting[key] = present
        if let position = present?.position(of: key) { orders[position.reason, default: LastDayOrder()].insert(position.place) }
    }

    /// All plates that have a reason, whatever others they have. Costs a pass over the queue.
    func keys(of reason: QueueReason) -> [PlateKey] { waiting.filter { $0.value.reasons.contains(reason) }.map(\.key) }

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
    /// Every reason for which the plate waits for a moderator; empty where it does not wait.
    func queueReasons(on today: Day, _ rules: Rules, isMisread: @autoclosure () -> Bool) -> QueueReasons {
        var reasons: QueueReasons = []
        switch status {
        case .confirmed:
            guard let ends = statusEnds(on: today, rules), today >= ends + -Rules.lapsingDays else { return [] }
            reasons.insert(QueueReasons(.lapsing))
        case .suspected:
            reasons.insert(QueueReasons(.suspected))
        case .watched:
            guard isQueueable(on: today, rules) else { return [] }
            if isNearlySuspected(on: today, rules) { reasons.insert(QueueReasons(.nearlySuspected)) }
        }
        if Portrait.disagree(unmutedVoices(on: today)) { reasons.insert(QueueReasons(.conflicting)) }
        if isMisread() { reasons.insert(QueueReasons(.misread)) }
        return reasons.isEmpty ? QueueReasons(.watched) : reasons
    }

    /// Whether one trusted voice more would make a watched plate suspected.
    private func isNearlySuspected(on today: Day, _ rules: Rules) -> Bool {
        guard clearedOn == nil else { return false }
        let strength = evidence(on: today, rules).value(on: today, halfLifeDays: rules.halfLifeDays)
        return strength + 1 >= rules.suspectEvidence && trustedVoices(on: today) + 1 >= rules.suspectVoices
    }

    /// Whether it has two trusted voices, or a moderator put it there.
    func isQueueable(on today: Day, _ rules: Rules) -> Bool {
        isQueued || trustedVoices(on: today) >= Self.queueVoices
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
