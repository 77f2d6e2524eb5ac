import Plates
import Vocabulary

/// The plates that wait for a moderator, the riskiest first: by reason, then by last day, then by key.
///
/// A change costs what it costs in a ``LastDayOrder``; a page costs the page.
struct WaitingPlates: Sendable {
    /// Where a plate stands, and where a page ends.
    struct Position: Hashable, Comparable, Sendable {
        let reason: QueueReason
        let order: LastDayOrder.Position

        static func < (left: Position, right: Position) -> Bool { (left.reason, left.order) < (right.reason, right.order) }
    }

    /// A plate that waits, with every reason for it.
    struct Entry: Hashable, Sendable {
        let reasons: QueueReasons
        let day: Day

        /// Nil for a plate that has no reason to wait.
        init?(_ reasons: QueueReasons, day: Day) {
            guard !reasons.isEmpty else { return nil }
            self.reasons = reasons
            self.day = day
        }

        func position(of key: PlateKey) -> Position? {
            reasons.first.map { Position(reason: $0, order: .init(day: day, key: key)) }
        }
    }

    private var orders: [QueueReason: LastDayOrder] = [:]
    private var waiting: [PlateKey: Entry] = [:]

    init() {}

    /// Each plate's once; cheaper than one after another.
    init(_ waiting: [(key: PlateKey, waiting: Entry)]) {
        self.waiting = Dictionary(waiting.map { ($0.key, $0.waiting) }, uniquingKeysWith: { _, last in last })
        let positions = self.waiting.compactMap { $0.value.position(of: $0.key) }
        orders = Dictionary(grouping: positions, by: \.reason).mapValues { LastDayOrder($0.map(\.order)) }
    }

    var count: Int { waiting.count }

    /// A hash table, three quarters full at the most, and the orders.
    var memoryBytes: Int { count * (MemoryLayout<(PlateKey, Entry)>.stride * 4 / 3 + MemoryLayout<PlateKey>.stride) }

    subscript(key: PlateKey) -> Entry? { waiting[key] }

    /// Why a plate waits; empty for one that does not.
    func reasons(of key: PlateKey) -> QueueReasons { waiting[key]?.reasons ?? [] }

    mutating func set(_ present: Entry?, for key: PlateKey) {
        let former = waiting[key]
        guard former != present else { return }
        if let position = former?.position(of: key) { orders[position.reason]?.remove(position.order) }
        waiting[key] = present
        if let position = present?.position(of: key) { orders[position.reason, default: LastDayOrder()].insert(position.order) }
    }

    /// All plates that have a reason, whatever others they have. Costs a pass over the queue.
    func keys(of reason: QueueReason) -> [PlateKey] { waiting.filter { $0.value.reasons.contains(reason) }.map(\.key) }

    /// Up to `limit` positions behind one, in order.
    func positions(after last: Position?, limit: Int) -> [Position] {
        var page: [Position] = []
        for reason in QueueReason.allCases.sorted() where last.map({ reason >= $0.reason }) ?? true {
            let start = last.flatMap { $0.reason == reason ? $0.order : nil }
            page += (orders[reason]?.positions(after: start, limit: limit - page.count) ?? []).map { Position(reason: reason, order: $0) }
            if page.count >= limit { break }
        }
        return page
    }

    /// That every plate that waits stands in its order, once.
    func checkInvariants() -> Bool {
        orders.values.reduce(0) { $0 + $1.count } == waiting.count
    }
}
