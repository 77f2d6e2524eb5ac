import Plates
import Vocabulary

/// The waiting plates, the riskiest first: by reason, then last day, then key.
///
/// A change costs as much as in a ``LastDayOrder``; a page costs the page.
struct WaitingPlates: Sendable {
    /// A plate's position, or the end of a page.
    struct Position: Hashable, Comparable, Sendable {
        let reason: QueueReason
        let order: LastDayOrder.Position

        static func < (left: Position, right: Position) -> Bool { (left.reason, left.order) < (right.reason, right.order) }
    }

    /// A waiting plate, with all its reasons.
    struct Entry: Hashable, Sendable {
        let reasons: QueueReasons
        let day: Day

        /// nil if the plate has no reason to wait.
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

    /// Adds many plates, each once; cheaper than one by one.
    init(_ waiting: [(key: PlateKey, waiting: Entry)]) {
        self.waiting = Dictionary(waiting.map { ($0.key, $0.waiting) }, uniquingKeysWith: { _, last in last })
        let positions = self.waiting.compactMap { $0.value.position(of: $0.key) }
        orders = Dictionary(grouping: positions, by: \.reason).mapValues { LastDayOrder($0.map(\.order)) }
    }

    var count: Int { waiting.count }

    /// A hash table, at most three quarters full, and the orders.
    var memoryBytes: Int { count * (MemoryLayout<(PlateKey, Entry)>.stride * 4 / 3 + MemoryLayout<PlateKey>.stride) }

    subscript(key: PlateKey) -> Entry? { waiting[key] }

    /// Why a plate waits; empty if it does not.
    func reasons(of key: PlateKey) -> QueueReasons { waiting[key]?.reasons ?? [] }

    mutating func set(_ present: Entry?, for key: PlateKey) {
        let former = waiting[key]
        guard former != present else { return }
        if let position = former?.position(of: key) { orders[position.reason]?.remove(position.order) }
        waiting[key] = present
        if let position = present?.position(of: key) { orders[position.reason, default: LastDayOrder()].insert(position.order) }
    }

    /// All plates with a reason. Costs a pass over the queue.
    func keys(of reason: QueueReason) -> [PlateKey] { waiting.filter { $0.value.reasons.contains(reason) }.map(\.key) }

    /// Up to `limit` positions after one, in order.
    func positions(after last: Position?, limit: Int) -> [Position] {
        var page: [Position] = []
        for reason in QueueReason.allCases.sorted() where last.map({ reason >= $0.reason }) ?? true {
            let start = last.flatMap { $0.reason == reason ? $0.order : nil }
            page += (orders[reason]?.positions(after: start, limit: limit - page.count) ?? []).map { Position(reason: reason, order: $0) }
            if page.count >= limit { break }
        }
        return page
    }

    /// Checks that every waiting plate is in its order, once.
    func checkInvariants() -> Bool {
        orders.values.reduce(0) { $0 + $1.count } == waiting.count
    }
}
