/// The tables whose rows are known by their places.
package enum RowTable: Int, CaseIterable, Sendable {
    case plates, sightings, voices, tokens, invites, protections
    case reviews, setAsides, setAsideSightings, setAsideMutes
    case audit, proposals, proposalPages, weekWitnesses
}

/// A row that knows its place.
protocol Placed: Hashable {
    var rowID: RowID { get set }
}

/// The free places of every table of the ledger.
struct FreePlaces: Sendable {
    private var tables: [NumberPool]

    /// - Parameter known: of tables whose rows are not in `stored`.
    init(_ stored: StoredRegistry, known: [RowTable: NumberPool] = [:]) {
        tables = RowTable.allCases.map { known[$0] ?? NumberPool(used: stored.places(of: $0).map(\.rawValue)) }
    }

    func used(_ table: RowTable) -> Int { tables[table.rawValue].used }

    mutating func take(_ table: RowTable) -> RowID { RowID(rawValue: tables[table.rawValue].take()) }

    mutating func giveBack(_ place: RowID, to table: RowTable) { tables[table.rawValue].giveBack(place.rawValue) }
}

extension StoredRegistry {
    fileprivate func places(of table: RowTable) -> [RowID] {
        switch table {
        case .plates: plates.map(\.rowID)
        case .sightings: sightings.map(\.row.rowID)
        case .voices: voices.map(\.row.rowID)
        case .tokens: tokens.map(\.rowID)
        case .invites: invites.map(\.rowID)
        // Its table keeps its own.
        case .protections: []
        case .reviews: reviews.map(\.row.rowID)
        case .setAsides: setAsides.map(\.row.rowID)
        case .setAsideSightings: setAsideSightings.map(\.row.rowID)
        case .setAsideMutes: setAsideMutes.map(\.row.rowID)
        case .audit: audit.map(\.rowID)
        case .proposals: proposals.map(\.rowID)
        case .proposalPages: proposalPages.map(\.rowID)
        case .weekWitnesses: weekWitnesses.map(\.rowID)
        }
    }
}

/// What a change writes and erases, while it is put together: gives new rows their places.
struct RowChanges {
    private(set) var erased: [RowTable: [RowID]] = [:]
    /// To be given back if the commit fails.
    private(set) var taken: [(RowTable, RowID)] = []

    mutating func erase(_ places: some Sequence<RowID>, in table: RowTable) {
        for place in places where place != 0 { erased[table, default: []].append(place) }
    }

    mutating func take(in table: RowTable, _ free: inout FreePlaces) -> RowID {
        let place = free.take(table)
        taken.append((table, place))
        return place
    }

    mutating func place<Row: Placed>(_ row: inout Row, in table: RowTable, _ free: inout FreePlaces) {
        if row.rowID == 0 { row.rowID = take(in: table, &free) }
    }

    /// Compares rows with what they were: places the new and erases the missing.
    ///
    /// Costs a pass over both: what stays keeps its order. Where it does not, a row is looked for.
    ///
    /// - Returns: the rows to write, and the stored rows that are written over or erased.
    mutating func settle<Row: Placed>(
        _ before: [Row], _ after: inout [Row], in table: RowTable, _ free: inout FreePlaces
    ) -> (written: [Row], former: [Row]) {
        var written: [Row] = []
        var former: [Row] = []
        var missing: [Row] = []
        var next = before.startIndex
        for index in after.indices {
            guard after[index].rowID != 0 else {
                after[index].rowID = take(in: table, &free)
                written.append(after[index])
                continue
            }
            let place = after[index].rowID
            var stored: Row?
            if let found = before[next...].firstIndex(where: { $0.rowID == place }) {
                missing += before[next..<found]
                stored = before[found]
                next = found + 1
            } else if let passed = missing.firstIndex(where: { $0.rowID == place }) {
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
