import GRDB
import Migrations
import Sightings

/// The database's schema: exactly the result of the migrations.
enum SchemaMigrator {
    /// Applies the migrations that the file lacks; call it after ``check(_:)``.
    static func bringUpToDate(_ queue: DatabaseQueue) throws {
        try migrator.migrate(queue)
    }

    /// Whether the file has every migration.
    static func isNewest(_ database: Database) throws -> Bool { try migrator.hasCompletedMigrations(database) }

    /// Refuses a file whose tables, indexes, views or triggers differ from the applied migrations and the receipts' days; an added trigger
    /// could change rows unseen. Changes nothing.
    ///
    /// - Throws: `newer` if the file has a migration that this program lacks; `altered`.
    static func check(_ database: Database) throws {
        let applied = try applied(database)
        let names = Migration.all.map(\.name)
        if let newer = applied.subtracting(names).min() { throw StoreError.newer(schema: newer) }
        let last = names.prefix(applied.count).last
        guard applied == Set(names.prefix(applied.count)) else { throw StoreError.altered(table: migrations) }
        let fresh = try DatabaseQueue()
        let found = try parts(database)
        if let last {
            try migrator.migrate(fresh, upTo: last)
        } else if !found.isEmpty {
            // A kill between GRDB's first two transactions leaves an empty list of migrations and nothing else.
            let whole = try DatabaseQueue()
            try migrator.migrate(whole)
            if found == (try whole.read(parts).filter { $0.key.table == migrations }) { return }
        }
        var expected = try fresh.read(parts)
        for (part, sql) in found where expected.removeValue(forKey: part) != sql {
            guard part.kind == "table", let day = ReceiptsTable.day(ofTable: part.name), ReceiptsTable.layout(day).creation == sql
            else {
                // The file has tables but no list of migrations.
                throw StoreError.altered(table: applied.isEmpty ? migrations : schema)
            }
        }
        guard expected.isEmpty else { throw StoreError.altered(table: schema) }
    }

    private static let migrations = "grdb_migrations"
    private static let schema = "sqlite_schema"

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in Migration.all {
            migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
        }
        return migrator
    }

    /// Throws `altered` for an invalid list of migrations.
    private static func applied(_ database: Database) throws -> Set<String> {
        do {
            return try migrator.appliedIdentifiers(database)
        } catch is RowDecodingError {
            throw StoreError.altered(table: migrations)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw StoreError.altered(table: migrations)
        }
    }

    private struct Part: Hashable {
        let kind: String
        let name: String
        let table: String
    }

    /// The SQL of each part; nil for SQLite's automatic indexes.
    private static func parts(_ database: Database) throws -> [Part: String?] {
        let rows = try Row.fetchAll(database, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema")
        var parts: [Part: String?] = [:]
        for row in rows {
            guard let kind = String.fromDatabaseValue(row[0]), let name = String.fromDatabaseValue(row[1]),
                let table = String.fromDatabaseValue(row[2])
            else { throw StoreError.altered(table: schema) }
            let part = Part(kind: kind, name: name, table: table)
            guard parts.updateValue(String.fromDatabaseValue(row[3]), forKey: part) == nil else { throw StoreError.altered(table: schema) }
        }
        return parts
    }
}
