import GRDB
import Seal
import Sightings
import Vocabulary

/// The one row that every commit writes: counters, the tombstone log's position, and the tables' codes.
struct StateRow: Sendable {
    static let rowID: RowID = 1

    var counters = Counters()
    var codes: [UInt8] = []

    init(_ counters: Counters, _ sums: TableSums, _ checks: StoreChecks) {
        self.counters = counters
        codes = sums.bytes(checks, commit: counters.commit)
    }

    fileprivate init() {}

    /// - Returns: the row's check, which covers the whole database.
    func write(to database: Database, _ checks: StoreChecks) throws -> UInt64 {
        try StateTable.layout.writer(database).write(StateTable.self, self, checks).high
    }

    static func read(_ database: Database, _ checks: StoreChecks) throws -> (row: StateRow, check: UInt64) {
        var rows: [StateRow] = []
        var unused: UInt64 = 0
        try StateTable.layout.forEach(StateTable.self, database, checks, &unused) { rows.append($0) }
        guard rows.count == 1 else { throw StoreError.altered(table: StateTable.layout.name) }
        return (rows[0], try StateTable.layout.code(StateTable.self, of: rows[0], checks).high)
    }
}

enum StateTable: RowCoding {
    static let layout = TableLayout(
        "state", number: 1003, nonzero: nil,
        [
            ("commit_number", .number), ("plate_id", .number), ("token_id", .number), ("invite_id", .number), ("aged_sightings", .number),
            ("aged_plates", .number), ("decision_id", .number), ("proposal_id", .number), ("tombstones", .number),
            ("tombstone_code", .bytes(16)), ("codes", .bytes(TableSums.codesBytes)),
        ])

    /// The limit of counters. No registry reaches it, and larger ones would not fit the column.
    private static let counterMax: Int64 = 1 << 45

    static func rowID(of row: StateRow) -> RowID { StateRow.rowID }

    static func encode(_ row: StateRow, to columns: inout ColumnEncoder) throws {
        let counters = row.counters
        try columns.add(counters.commit)
        try columns.add(counters.plateID)
        try columns.add(counters.tokenID)
        try columns.add(counters.inviteID)
        try columns.add(counters.agedSightings)
        try columns.add(counters.agedPlates)
        try columns.add(counters.decisionID)
        try columns.add(counters.proposalID)
        try columns.add(counters.tombstones.number)
        try columns.add(counters.tombstones.code)
        guard TableSums.isLengthOfCodes(row.codes.count) else { throw StoreError.corrupt }
        try columns.add(row.codes, count: row.codes.count)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> StateRow {
        func counter() throws -> Int64 {
            let value: Int64 = try columns.next()
            guard 0...counterMax ~= value else { throw StoreError.corrupt }
            return value
        }
        guard rowID == StateRow.rowID else { throw StoreError.altered(table: layout.name) }
        var row = StateRow()
        row.counters.commit = try counter()
        row.counters.plateID = PlateID(rawValue: try counter())
        row.counters.tokenID = TokenID(rawValue: try counter())
        row.counters.inviteID = InviteID(rawValue: try counter())
        row.counters.agedSightings = try counter()
        row.counters.agedPlates = try counter()
        row.counters.decisionID = DecisionID(rawValue: try counter())
        row.counters.proposalID = ProposalID(rawValue: try counter())
        row.counters.tombstones = LogPosition(number: try counter(), code: try columns.digest())
        row.codes = try columns.bytes(fitting: TableSums.isLengthOfCodes)
        return row
    }
}
