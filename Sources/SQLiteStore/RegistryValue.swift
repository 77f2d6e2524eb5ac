import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

/// The values of the table `registry`, by row ID. Each has a fixed size.
enum RegistryValue: RowID, CaseIterable {
    case keyWitness = 1
    case utcOffset = 2
    case auditCheckpoint = 3
    case settingsDigest = 4
    case backedUpAt = 5
    case kind = 6

    /// - Returns: the row's part of the table's sum.
    func write(_ value: Data, _ checks: StoreChecks, to database: Database) throws -> UInt64 {
        let row = TextRow(rowID: rawValue, text: Array(value))
        return try RegistryTable.layout.writer(database).write(RegistryTable.self, row, checks).low
    }

    /// Sums the table again: it has a few rows.
    static func sum(_ database: Database, _ checks: StoreChecks) throws -> UInt64 {
        var sum: UInt64 = 0
        try RegistryTable.layout.forEach(RegistryTable.self, database, checks, &sum) { _ in }
        return sum
    }

    /// The stored value, unchecked: the key's witness is needed before anything can be checked.
    func read(from database: Database) throws -> Data? {
        try Data.fetchOne(database, sql: "SELECT value FROM registry WHERE row_id = ?", arguments: [Int64(rawValue.rawValue)])
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
