import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

/// The one row that every commit writes: counters, the tombstone log's position, and the tables' codes.
enum StateRow {
    private static let place: RowID = 1
    /// No registry counts so far; beyond it a counter would soon not fit its column.
    private static let counterMax: Int64 = 1 << 45

    /// What a database says of itself, and whether that is what it holds.
    struct Content {
        var counters = Counters()
        var codes: [UInt8] = []
        /// The row's own check: it stands for all that the database holds.
        var check: UInt64 = 0
    }

    /// - Returns: the row's check.
    static func write(_ counters: Counters, _ sums: TableSums, _ checks: StoreChecks, to database: Database) throws -> UInt64 {
        let values: [StoredValue] =
            [
                counters.commit, counters.plateID.rawValue, counters.tokenID.rawValue, counters.inviteID.rawValue, counters.agedSightings,
                counters.agedPlates, counters.decisionID.rawValue, counters.proposalID.rawValue, counters.tombstones.number,
            ].map { FixedWidth.stored($0) } + [
                .digest(counters.tombstones.code), .bytes(sums.bytes(checks, commit: counters.commit)),
            ]
        let check = PlacedTable.state.code(of: values, at: place, checks).high
        try PlacedTable.state.writer(database).write(values, check: check, at: place)
        return check
    }

    static func read(_ database: Database, _ checks: StoreChecks) throws -> Content {
        var content: Content?
        var unused: UInt64 = 0
        try PlacedTable.state.forEach(database, checks, &unused) { place, row in
            guard place == Self.place else { throw StoreError.altered(table: PlacedTable.state.name) }
            func counter(_ column: Int) throws -> Int64 {
                let value: Int64 = try FixedWidth.read(row, column)
                guard (0...counterMax).contains(value) else { throw StoreError.corrupt }
                return value
            }
            var found = Content()
            found.counters.commit = try counter(1)
            found.counters.plateID = PlateID(rawValue: try counter(2))
            found.counters.tokenID = TokenID(rawValue: try counter(3))
            found.counters.inviteID = InviteID(rawValue: try counter(4))
            found.counters.agedSightings = try counter(5)
            found.counters.agedPlates = try counter(6)
            found.counters.decisionID = DecisionID(rawValue: try counter(7))
            found.counters.proposalID = ProposalID(rawValue: try counter(8))
            found.counters.tombstones = LogPosition(number: try counter(9), code: try FixedWidth.readDigest(row, 10))
            found.codes = try row.bytes(11)
            found.check = try row.withBytes(12) { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
            content = found
        }
        guard let content else { throw StoreError.altered(table: PlacedTable.state.name) }
        return content
    }
}

/// What stands in the table `registry`, by the place of its row. Each always has the same size.
enum RegistryValue: RowID, CaseIterable {
    case keyWitness = 1
    case utcOffset, auditCheckpoint, settingsDigest, backedUpAt

    /// - Returns: what the row adds to the table's sum.
    func write(_ value: Data, _ checks: StoreChecks, to database: Database) throws -> UInt64 {
        let values = [StoredValue.text(Array(value))]
        let code = PlacedTable.registry.code(of: values, at: rawValue, checks)
        try PlacedTable.registry.writer(database).write(values, check: code.high, at: rawValue)
        return code.low
    }

    /// The value as it lies there, unchecked: the witness of the key is asked before anything can be checked.
    func read(from database: Database) throws -> Data? {
        try Data.fetchOne(database, sql: "SELECT value FROM registry WHERE place = ?", arguments: [Int64(rawValue.rawValue)])
    }

    static func data(of checkpoint: AuditCheckpoint) -> Data {
        data(of: checkpoint.sequence) + Data(checkpoint.hash)
    }

    static func data(of number: Int64) -> Data { withUnsafeBytes(of: number.bigEndian) { Data($0) } }

    static func number(_ data: Data) -> Int64? { data.count == 8 ? data.reduce(0) { $0 << 8 | Int64($1) } : nil }

    static func checkpoint(_ data: Data) -> AuditCheckpoint? {
        guard data.count == 8 + AuditEntry.hashBytes else { return nil }
        return AuditCheckpoint(sequence: data.prefix(8).reduce(0) { $0 << 8 | Int64($1) }, hash: Array(data.dropFirst(8)))
    }
}
