/// A row's place in its table. It is used again only after the row that it held has been erased; 0 stands for a row not stored yet.
package typealias RowPlace = UInt32

/// The tables whose rows are known by their places.
package enum RowTable: Int, CaseIterable, Sendable {
    case plates, sightings, voices, tokens, invites, protections
    case reviews, setAsides, setAsideSightings, setAsideMutes
    case audit, proposals, proposalPages, weekWitnesses
}

/// A row that knows its place.
protocol Placed: Hashable {
    var place: RowPlace { get set }
}

/// Which places of a table are free: those given back first, then new ones.
struct RowPlaces: Sendable {
    private var free: [RowPlace] = []
    private var next: RowPlace

    init(next: RowPlace = 1, free: [RowPlace] = []) {
        self.next = next
        self.free = free
    }

    /// Takes note of the next place that a row has, in their order; those before it that no row has are free.
    ///
    /// - Throws: `corrupt` for a place out of order: a row that nobody knows of would be written over.
    mutating func noteUsed(_ place: RowPlace) throws(StoreError) {
        guard place >= next, place < .max else { throw .corrupt }
        while next < place {
            free.append(next)
            next += 1
        }
        next = place + 1
    }

    /// The places that a table's rows leave free.
    init(used: [RowPlace]) {
        let last = used.max() ?? 0
        var isUsed = [Bool](repeating: false, count: Int(last) + 1)
        for place in used { isUsed[Int(place)] = true }
        self.init(next: last + 1, free: isUsed.indices.dropFirst().filter { !isUsed[$0] }.map { RowPlace($0) })
    }

    mutating func take() -> RowPlace {
        if let place = free.popLast() { return place }
        defer { next += 1 }
        return next
    }

    mutating func giveBack(_ place: RowPlace) {
        free.append(place)
    }

    /// How many places have rows.
    var used: Int { Int(next) - 1 - free.count }
}

/// The free places of every table of the ledger.
struct FreePlaces: Sendable {
    private var tables: [RowPlaces]

    /// - Parameter known: of tables whose rows are not in `stored`.
    init(_ stored: StoredRegistry, known: [RowTable: RowPlaces] = [:]) {
        tables = RowTable.allCases.map { known[$0] ?? RowPlaces(used: stored.rows.places(of: $0)) }
    }

    func used(_ table: RowTable) -> Int { tables[table.rawValue].used }

    mutating func take(_ table: RowTable) -> RowPlace { tables[table.rawValue].take() }

    mutating func giveBack(_ place: RowPlace, to table: RowTable) { tables[table.rawValue].giveBack(place) }
}

/// What a change writes and erases, while it is put together: gives new rows their places.
struct RowChanges {
    private(set) var erased: [RowTable: [RowPlace]] = [:]
    /// To be given back if the commit fails.
    private(set) var taken: [(RowTable, RowPlace)] = []

    mutating func erase(_ places: some Sequence<RowPlace>, in table: RowTable) {
        for place in places where place != 0 { erased[table, default: []].append(place) }
    }

    mutating func take(in table: RowTable, _ free: inout FreePlaces) -> RowPlace {
        let place = free.take(table)
        taken.append((table, place))
        return place
    }

    mutating func place<Row: Placed>(_ row: inout Row, in table: RowTable, _ free: inout FreePlaces) {
        if row.place == 0 { row.place = take(in: table, &free) }
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
            guard after[index].place != 0 else {
                after[index].place = take(in: table, &free)
                written.append(after[index])
                continue
            }
            let place = after[index].place
            var stored: Row?
            if let found = before[next...].firstIndex(where: { $0.place == place }) {
                missing += before[next..<found]
                stored = before[found]
                next = found + 1
            } else if let passed = missing.firstIndex(where: { $0.place == place }) {
                stored = missing.remove(at: passed)
            }
            guard stored != after[index] else { continue }
            written.append(after[index])
            if let stored { former.append(stored) }
        }
        missing += before[next...]
        erase(missing.map(\.place).sorted(), in: table)
        return (written, former + missing)
    }
}
