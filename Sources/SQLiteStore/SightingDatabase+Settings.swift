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
            // A checkpoint inside a commit would hide its errors, and an fsync that failed must never be tried again as if it had not.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        return configuration
    }

    /// Sets nothing that would be written to the file.
    static var readOnlyConfiguration: Configuration {
        var configuration = Configuration()
        configuration.label = "registry"
        configuration.prepareDatabase { database in
            // A database that is refused must not be changed by being closed.
            guard let connection = database.sqliteConnection, thaw_keep_log_on_close(connection) == SQLITE_OK else {
                throw StoreError.setting(name: "no_ckpt_on_close")
            }
            // Exclusive locking comes first: the log then needs no shared-memory file beside it.
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    /// What SQLite says of its settings, by their names.
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
