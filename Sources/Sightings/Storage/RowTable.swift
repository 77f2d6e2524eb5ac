/// The tables whose rows are known by their IDs.
package enum RowTable: Int, CaseIterable, Sendable {
    case plates, sightings, voices, tokens, invites, protections
    case reviews, undoRecords, undoSightings, undoMutes
    case audit, proposals, proposalPages, weekWitnesses
    case alerts, alertHolds
}

/// A row with its row ID.
package protocol TableRow: Hashable {
    var rowID: RowID { get set }
}

/// The free rows of every table. Planning a commit only reads it; the commit changes it. Only the ledger owns it.
final class FreeRows {
    private var pools: [NumberPool]

    /// - Parameter known: the pools of tables whose rows are not in `stored`.
    init(_ stored: StoredRegistry, known: [RowTable: NumberPool] = [:]) {
        pools = RowTable.allCases.map { known[$0] ?? NumberPool(used: stored.rows.rowIDs(of: $0).map(\.rawValue)) }
    }

    /// How many rows of a table are in use.
    func used(_ table: RowTable) -> Int { pools[table.rawValue].used }

    /// The row that a table would use after `offset` others.
    func upcoming(_ offset: Int, in table: RowTable) -> RowID { RowID(rawValue: pools[table.rawValue].upcoming(offset)) }

    /// Takes the plan's new rows; frees its erased rows and padding rows.
    func apply(_ committed: CommitPlan) {
        for table in RowTable.allCases { pools[table.rawValue].take(count: committed.rows.taken(in: table)) }
        for (table, rows) in Array(committed.changes.erased) + Array(committed.changes.padding) {
            for row in rows { pools[table.rawValue].giveBack(row.rawValue) }
        }
    }
}

/// The rows that a planned commit erases and takes; assigns IDs to new rows.
struct RowPlan {
    private let free: FreeRows
    private(set) var erased: [RowTable: [RowID]] = [:]
    /// By table's number.
    private var takenCounts = [Int](repeating: 0, count: RowTable.allCases.count)

    init(_ free: FreeRows) {
        self.free = free
    }

    func taken(in table: RowTable) -> Int { takenCounts[table.rawValue] }

    mutating func erase(_ rows: some Sequence<RowID>, in table: RowTable) {
        for row in rows where row != 0 { erased[table, default: []].append(row) }
    }

    mutating func take(in table: RowTable) -> RowID {
        defer { takenCounts[table.rawValue] += 1 }
        return free.upcoming(takenCounts[table.rawValue], in: table)
    }

    mutating func assignID<Row: TableRow>(to row: inout Row, in table: RowTable) {
        if row.rowID == 0 { row.rowID = take(in: table) }
    }

    /// Compares rows with the stored ones: assigns IDs to new rows and erases missing ones.
    ///
    /// Costs a pass over both, because rows mostly keep their order; else it searches for a row.
    ///
    /// - Returns: the rows to write, and the stored rows to overwrite or erase.
    mutating func update<Row: TableRow>(_ before: [Row], to after: inout [Row], in table: RowTable) -> (written: [Row], former: [Row]) {
        var written: [Row] = []
        var former: [Row] = []
        var missing: [Row] = []
        var next = before.startIndex
        for index in after.indices {
            guard after[index].rowID != 0 else {
                after[index].rowID = take(in: table)
                written.append(after[index])
                continue
            }
            let rowID = after[index].rowID
            var stored: Row?
            if let found = before[next...].firstIndex(where: { $0.rowID == rowID }) {
                missing += before[next..<found]
                stored = before[found]
                next = found + 1
            } else if let passed = missing.firstIndex(where: { $0.rowID == rowID }) {
                stored = missing.remove(at: passed)
            }
            guard stored != after[index] else { continue }
            written.append(after[index])
            if let stored { former.append(stored) }
        }
        missing += before[next...]
        erase(missing.map(\.rowID).sorted(), in: table)
        return (written, former + missing)
    }
}
