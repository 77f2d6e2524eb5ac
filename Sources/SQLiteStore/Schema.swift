import GRDB
import Migrations
import Sightings
import Vocabulary

/// The database's shape: what the migrations make, and nothing besides.
enum Schema {
    /// Applies the migrations that the file lacks. Throws `newer` for a file that has more of them than this program.
    static func bringUpToDate(_ queue: DatabaseQueue) throws {
        var migrator = DatabaseMigrator()
        for migration in Migration.all {
            migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
        }
        if let newer = try queue.read({ database in
            let known = Set(Migration.all.map(\.name))
            return try migrator.appliedIdentifiers(database).first { !known.contains($0) }
        }) {
            throw StoreError.newer(schema: newer)
        }
        try migrator.migrate(queue)
    }

    /// Refuses a file with other tables, views or triggers than the migrations and the days of receipts make: a trigger could change rows unseen.
    static func check(_ database: Database) throws {
        let fresh = try DatabaseQueue()
        try bringUpToDate(fresh)
        let expected = try fresh.read(parts)
        for (name, sql) in try parts(database) where expected[name] != sql {
            guard let day = name.dropPrefix("receipts_").flatMap({ Int32($0) }), PlacedTable.receipts(Day(number: day)).creation == sql
            else {
                throw StoreError.altered(table: "sqlite_schema")
            }
        }
    }

    /// The SQL of each part, by its name.
    private static func parts(_ database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return try Dictionary(
            rows.map { row in
                guard let name = String.fromDatabaseValue(row[0]), let sql = String.fromDatabaseValue(row[1]) else {
                    throw StoreError.corrupt
                }
                return (name, sql)
            }, uniquingKeysWith: { first, _ in first })
    }
}

extension String {
    fileprivate func dropPrefix(_ prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}
