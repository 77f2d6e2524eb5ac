import Foundation
import GRDB
import Seal
import Sightings

/// Whether a database is a registry's own or a backup of it: a row of the table `registry`, checked as every row.
///
/// So a backup that lost its seal, whether its end was cut off or changed, cannot pass for a plain copy of a database.
enum RegistryForm: UInt8 {
    case living = 0
    case backup

    var value: Data { Data([rawValue]) }

    init?(_ value: Data) {
        guard value.count == 1, let form = value.first.flatMap(RegistryForm.init(rawValue:)) else { return nil }
        self = form
    }

    /// What the database says of itself; unchecked until it is loaded. Throws `altered` for one that says nothing.
    static func read(from database: Database) throws -> RegistryForm {
        guard let form = try RegistryValue.form.read(from: database).flatMap(RegistryForm.init) else {
            throw StoreError.altered(table: RegistryTable.layout.name)
        }
        return form
    }

    /// Writes it over the other form, and adds up the table anew: it has a handful of rows.
    func write(_ checks: StoreChecks, to database: Database, _ sums: inout TableSums) throws {
        _ = try RegistryValue.form.write(value, checks, to: database)
        sums.registry = try RegistryValue.sum(database, checks)
    }
}
