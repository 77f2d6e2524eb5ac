import HeapModule

/// When records are next due, the earliest first.
///
/// A record stands in it under its earliest due time. A time that moves away is left to come up and is found not to be due, so a change costs
/// nothing here unless it makes a record due earlier.
struct Agenda: Sendable {
    private struct Entry: Comparable, Sendable {
        let due: Instant
        let place: RowPlace

        static func < (left: Entry, right: Entry) -> Bool { (left.due, left.place) < (right.due, right.place) }
    }

    private var entries: Heap<Entry> = []
    /// By place: the due time that the record stands under.
    private var scheduled: [Instant] = []

    init() {}

    /// - Parameters:
    ///   - dues: one for each place that has a due time.
    ///   - places: above the highest place.
    init(_ dues: [(place: RowPlace, due: Instant)], places: Int) {
        scheduled = Array(repeating: .distantFuture, count: places)
        for (place, due) in dues { scheduled[Int(place)] = due }
        entries = Heap(dues.map { Entry(due: $0.due, place: $0.place) })
    }

    /// When something is due next; the distant future if never.
    var next: Instant { entries.min?.due ?? .distantFuture }

    var memoryBytes: Int { entries.count * MemoryLayout<Entry>.stride + scheduled.count * MemoryLayout<Instant>.stride }

    /// How many records are due by an instant. Costs a pass over all entries.
    func countDue(by now: Instant) -> Int {
        entries.unordered.count { $0.due <= now && scheduled[Int($0.place)] == $0.due }
    }

    mutating func note(_ place: RowPlace, due: Instant) {
        while scheduled.count <= Int(place) { scheduled.append(.distantFuture) }
        guard due < scheduled[Int(place)] else { return }
        scheduled[Int(place)] = due
        entries.insert(Entry(due: due, place: place))
    }

    /// Takes out what is due by an instant; the caller notes again what still has a due time.
    mutating func takeDue(by now: Instant, limit: Int) -> [RowPlace] {
        var places: [RowPlace] = []
        while places.count < limit, let entry = entries.min, entry.due <= now {
            entries.removeMin()
            guard scheduled[Int(entry.place)] == entry.due else { continue }
            scheduled[Int(entry.place)] = .distantFuture
            places.append(entry.place)
        }
        return places
    }
}
