import HeapModule

/// When records are next due, the earliest first.
///
/// A record is queued under its earliest due time. If it becomes due later, the old entry comes up and is found not due, so a change costs
/// nothing unless it makes a record due earlier.
struct ExpiryQueue: Sendable {
    private struct Entry: Comparable, Sendable {
        let due: Instant
        let rowID: RowID

        static func < (left: Entry, right: Entry) -> Bool { (left.due, left.rowID) < (right.due, right.rowID) }
    }

    private var entries: Heap<Entry> = []
    /// By row: the record's queued due time, also while a pass has it.
    private var scheduled: [Instant] = []
    /// The rows that a pass has.
    private var taken: Set<RowID> = []

    init() {}

    /// - Parameters:
    ///   - dues: one for each row that has a due time.
    ///   - count: above the highest row.
    init(_ dues: [(rowID: RowID, due: Instant)], count: Int) {
        scheduled = Array(repeating: .distantFuture, count: count)
        for (rowID, due) in dues { scheduled[rowID.index] = due }
        entries = Heap(dues.map { Entry(due: $0.due, rowID: $0.rowID) })
    }

    /// When something is due next; the distant future if never.
    var next: Instant { entries.min?.due ?? .distantFuture }

    var memoryBytes: Int { entries.count * MemoryLayout<Entry>.stride + scheduled.count * MemoryLayout<Instant>.stride }

    /// How many records are due by an instant. Costs a pass over all entries.
    func countDue(by now: Instant) -> Int {
        entries.unordered.count { $0.due <= now && scheduled[$0.rowID.index] == $0.due }
    }

    /// The records due by an instant, those that a pass has among them. Costs a pass over all rows.
    func rows(dueBy limit: Instant) -> [RowID] {
        scheduled.indices.filter { scheduled[$0] <= limit }.map { RowID(index: $0) }
    }

    /// Whether a record will come up.
    func holds(_ rowID: RowID) -> Bool { scheduled[safe: rowID.index].map { $0 < .distantFuture } ?? false }

    mutating func schedule(_ rowID: RowID, due: Instant) {
        while scheduled.count <= rowID.index { scheduled.append(.distantFuture) }
        guard due < scheduled[rowID.index] else { return }
        scheduled[rowID.index] = due
        entries.insert(Entry(due: due, rowID: rowID))
    }

    /// Takes the records due by an instant, for a pass. Each must return with ``putBack(_:)`` or ``finish(_:due:)``.
    mutating func takeDue(by now: Instant, limit: Int) -> [RowID] {
        var rows: [RowID] = []
        while rows.count < limit, let entry = entries.min, entry.due <= now {
            entries.removeMin()
            if scheduled[entry.rowID.index] == entry.due, taken.insert(entry.rowID).inserted { rows.append(entry.rowID) }
        }
        return rows
    }

    /// Returns a record that a pass could not age.
    mutating func putBack(_ rowID: RowID) {
        taken.remove(rowID)
        entries.insert(Entry(due: scheduled[rowID.index], rowID: rowID))
    }

    /// Reschedules a record that a pass has aged.
    mutating func finish(_ rowID: RowID, due: Instant) {
        taken.remove(rowID)
        scheduled[rowID.index] = .distantFuture
        schedule(rowID, due: due)
    }
}
