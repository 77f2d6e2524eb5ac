import HeapModule

/// When records are next due, the earliest first.
///
/// A record stands in it under its earliest due time. A time that moves away is left to come up and is found not to be due, so a change costs
/// nothing here unless it makes a record due earlier.
struct Agenda: Sendable {
    private struct Entry: Comparable, Sendable {
        let due: Instant
        let place: RowID

        static func < (left: Entry, right: Entry) -> Bool { (left.due, left.place) < (right.due, right.place) }
    }

    private var entries: Heap<Entry> = []
    /// By place: the due time that the record stands under.
    private var scheduled: [Instant] = []

    init() {}

    /// - Parameters:
    ///   - dues: one for each place that has a due time.
    ///   - places: above the highest place.
    init(_ dues: [(place: RowID, due: Instant)], places: Int) {
        scheduled = Array(repeating: .distantFuture, count: places)
        for (place, due) in dues { scheduled[place.index] = due }
        entries = Heap(dues.map { Entry(due: $0.due, place: $0.place) })
    }

    /// When something is due next; the distant future if never.
    var next: Instant { entries.min?.due ?? .distantFuture }

    var memoryBytes: Int { entries.count * MemoryLayout<Entry>.stride + scheduled.count * MemoryLayout<Instant>.stride }

    /// How many records are due by an instant. Costs a pass over all entries.
    func countDue(by now: Instant) -> Int {
        entries.unordered.count { $0.due <= now && scheduled[$0.place.index] == $0.due }
    }

    mutating func note(_ place: RowID, due: Instant) {
        while scheduled.count <= place.index { scheduled.append(.distantFuture) }
        guard due < scheduled[place.index] else { return }
        scheduled[place.index] = due
        entries.insert(Entry(due: due, place: place))
    }

    /// Takes out what is due by an instant; the caller notes again what still has a due time.
    mutating func takeDue(by now: Instant, limit: Int) -> [RowID] {
        var places: [RowID] = []
        while places.count < limit, let entry = entries.min, entry.due <= now {
            entries.removeMin()
            guard scheduled[entry.place.index] == entry.due else { continue }
            scheduled[entry.place.index] = .distantFuture
            places.append(entry.place)
        }
        return places
    }
}
