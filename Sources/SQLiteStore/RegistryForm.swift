import Foundation
import GRDB
import Seal
import Sightings

/// Whether a database is a registry's own or a backup of it: a row of the table `registry`, checked like every row.
///
/// So a backup whose seal was cut off or changed cannot pass for a plain copy of a database.
enum RegistryForm: UInt8 {
    case living = 0
    case backup

    var value: Data { Data([rawValue]) }

    init?(_ value: Data) {
        guard value.count == 1, let form = value.first.flatMap(RegistryForm.init(rawValue:)) else { return nil }
        self = form
    }

    /// The database's form, unchecked until it is loaded. Throws `altered` if it has none.
    static func read(from database: Database) throws -> RegistryForm {
        guard let form = try RegistryValue.form.read(from: database).flatMap(RegistryForm.init) else {
            throw StoreError.altered(table: RegistryTable.layout.name)
        }
        return form
    }

    /// Overwrites the form, and sums the table again: it has a few rows.
    func write(_ checks: StoreChecks, to database: Database, _ sums: inout TableSums) throws {
        _ = try RegistryValue.form.write(value, checks, to: database)
        sums.registry = try RegistryValue.sum(database, checks)
    }
}
