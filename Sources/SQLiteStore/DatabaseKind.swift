import Foundation
import GRDB
import Seal
import Sightings

/// Whether a database is a registry's own or a backup of it: a row of the table `registry`, checked like every row.
///
/// So a backup whose seal was cut off or changed cannot pass for a plain copy of a database.
enum DatabaseKind: UInt8 {
    case live = 0
    case backup

    var value: Data { Data([rawValue]) }

    init?(_ value: Data) {
        guard value.count == 1, let kind = value.first.flatMap(DatabaseKind.init(rawValue:)) else { return nil }
        self = kind
    }

    /// The database's kind, unchecked until it is loaded. Throws `altered` if it has none.
    static func read(from database: Database) throws -> DatabaseKind {
        guard let kind = try RegistryValue.kind.read(from: database).flatMap(DatabaseKind.init) else {
            throw StoreError.altered(table: RegistryTable.layout.name)
        }
        return kind
    }

    /// Overwrites the kind, and sums the table again: it has a few rows.
    func write(_ checks: StoreChecks, to database: Database, _ sums: inout TableSums) throws {
        _ = try RegistryValue.kind.write(value, checks, to: database)
        sums.registry = try RegistryValue.sum(database, checks)
    }
}
