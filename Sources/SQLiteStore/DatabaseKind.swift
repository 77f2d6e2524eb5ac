import Foundation
import GRDB
import Seal
import Sightings

/// Whether a database is a registry's own or a backup of it: a row of the table `registry`, checked as every row.
///
/// So a backup that lost its seal, whether its end was cut off or changed, cannot pass for a plain copy of a database.
enum DatabaseKind: UInt8 {
    case live = 0
    case backup

    var value: Data { Data([rawValue]) }

    init?(_ value: Data) {
        guard value.count == 1, let kind = value.first.flatMap(DatabaseKind.init(rawValue:)) else { return nil }
        self = kind
    }

    /// What the database says of itself; unchecked until it is loaded. Throws `altered` for one that says nothing.
    static func read(from database: Database) throws -> DatabaseKind {
        guard let kind = try RegistryValue.kind.read(from: database).flatMap(DatabaseKind.init) else {
            throw StoreError.altered(table: RegistryTable.layout.name)
        }
        return kind
    }

    /// Writes it over the other kind, and adds up the table anew: it has a handful of rows.
    func write(_ checks: StoreChecks, to database: Database, _ sums: inout TableSums) throws {
        _ = try RegistryValue.kind.write(value, checks, to: database)
        sums.registry = try RegistryValue.sum(database, checks)
    }
}
