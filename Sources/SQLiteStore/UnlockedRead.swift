import Foundation
import GRDBSQLite
import Migrations
package import Sightings

/// Reads a database without a lock and without its log, and changes nothing, so that a daemon may have it open. Does not check rows: the
/// daemon did at its start.
package enum UnlockedRead {
    /// The registry's areas in the order of their numbers; nil if the file holds no registry yet because the first commits are still in
    /// its log.
    ///
    /// - Throws: the error of ``SightingDatabase/open(path:identity:)``, as far as it shows without reading the whole file.
    package static func areas(at path: String, for identity: RegistryIdentity) throws(StoreError) -> [String]? {
        for _ in 1..<attempts {
            do throws(StoreError) {
                return try read(at: path, for: identity)
            } catch .corrupt {
                // The daemon may have written a page during the read.
                usleep(pauseMicroseconds)
            }
        }
        return try read(at: path, for: identity)
    }

    private static let attempts = 4
    private static let pauseMicroseconds: UInt32 = 100_000

    private static func read(at path: String, for identity: RegistryIdentity) throws(StoreError) -> [String]? {
        let connection = try Connection(path)
        let tables = try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table'").compactMap { $0.first?.text }
        guard Set(["registry", "areas", "grdb_migrations"]).isSubset(of: tables) else {
            let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
            guard let bytes = log?[.size] as? Int, bytes > 0 else { throw .corrupt }
            return nil
        }
        let known = Set(Migration.all.map(\.name))
        for row in try connection.rows("SELECT identifier FROM grdb_migrations") {
            guard let name = row.first?.text else { throw .corrupt }
            if !known.contains(name) { throw .newer(schema: name) }
        }
        for claim in SightingDatabase.claims(of: identity) {
            let value = try connection.rows("SELECT value FROM registry WHERE row_id = \(claim.name.rawValue)").first?.first?.bytes
            if let value, value != claim.value { throw claim.error(value) }
        }
        return try connection.rows("SELECT id FROM areas ORDER BY row_id").compactMap { $0.first?.text }
    }
}

/// Uses SQLite directly: GRDB cannot open a file as immutable.
private final class Connection {
    struct Value {
        let bytes: Data
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private let handle: OpaquePointer

    init(_ path: String) throws(StoreError) {
        var handle: OpaquePointer?
        // For an immutable file SQLite uses no lock and no log.
        let uri = try ReadOnlyFiles.uri(path, "immutable=1")
        let code = sqlite3_open_v2(uri, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw Self.error(code)
        }
        self.handle = handle
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    func rows(_ sql: String) throws(StoreError) -> [[Value]] {
        var statement: OpaquePointer?
        let prepared = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        guard prepared == SQLITE_OK else { throw Self.error(prepared) }
        var rows: [[Value]] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                rows.append(
                    (0..<sqlite3_column_count(statement)).map { column in
                        let bytes = sqlite3_column_blob(statement, column)
                        return Value(bytes: bytes.map { Data(bytes: $0, count: Int(sqlite3_column_bytes(statement, column))) } ?? Data())
                    })
            case SQLITE_DONE: return rows
            case let code: throw Self.error(code)
            }
        }
    }

    private static func error(_ code: Int32) -> StoreError {
        switch code & 0xFF {
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR: .corrupt
        default: .inputOutput(code: code)
        }
    }
}
