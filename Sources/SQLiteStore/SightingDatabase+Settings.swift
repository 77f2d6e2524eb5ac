import CSQLite
import GRDB
package import Sightings

extension SightingDatabase {
    static var configuration: Configuration {
        var configuration = readOnlyConfiguration
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // A checkpoint inside a commit would hide its errors, and a failed fsync must never be retried.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        return configuration
    }

    /// Applies only settings that are not written to the file.
    static var readOnlyConfiguration: Configuration {
        var configuration = Configuration()
        configuration.label = "registry"
        configuration.prepareDatabase { database in
            // Closing a refused database must not change it.
            guard let connection = database.sqliteConnection, thaw_keep_log_on_close(connection) == SQLITE_OK else {
                throw StoreError.setting(name: "no_ckpt_on_close")
            }
            // Exclusive locking comes first, so that the log needs no shared-memory file.
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    /// SQLite's settings, by name.
    package func settings(_ names: [String]) throws(StoreError) -> [String: String] {
        try translating {
            try queue.read { database in
                try names.reduce(into: [:]) { $0[$1] = try String.fetchOne(database, sql: "PRAGMA \($1)") }
            }
        }
    }

    static func checkSettings(_ database: Database) throws {
        let expected: [(name: String, value: String)] = [
            ("locking_mode", "exclusive"), ("journal_mode", "wal"), ("synchronous", "2"), ("secure_delete", "1"), ("temp_store", "2"),
            ("trusted_schema", "0"), ("cell_size_check", "1"), ("wal_autocheckpoint", "0"),
        ]
        for (name, value) in expected {
            guard try String.fetchOne(database, sql: "PRAGMA \(name)") == value else { throw StoreError.setting(name: name) }
        }
    }
}
