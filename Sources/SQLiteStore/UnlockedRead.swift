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
        let tables = try connection.texts("SELECT name FROM sqlite_schema WHERE type = 'table'")
        guard Set(["registry", "areas", "grdb_migrations"]).isSubset(of: tables) else {
            let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
            guard let bytes = log?[.size] as? Int, bytes > 0 else { throw .corrupt }
            return nil
        }
        let known = Set(Migration.all.map(\.name))
        for name in try connection.texts("SELECT identifier FROM grdb_migrations") where !known.contains(name) {
            throw .newer(schema: name)
        }
        for claim in SightingDatabase.claims(of: identity) {
            let value = try connection.values("SELECT value FROM registry WHERE row_id = \(claim.name.rawValue)").first
            if let value, value != claim.value { throw claim.error(value) }
        }
        return try connection.texts("SELECT id FROM areas ORDER BY row_id")
    }
}

/// Uses SQLite directly: GRDB cannot open a file as immutable.
private final class Connection {
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

    func texts(_ sql: String) throws(StoreError) -> [String] { try values(sql).map { String(decoding: $0, as: UTF8.self) } }

    /// The values of the only column.
    func values(_ sql: String) throws(StoreError) -> [Data] {
        var statement: OpaquePointer?
        let prepared = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        guard prepared == SQLITE_OK else { throw Self.error(prepared) }
        var values: [Data] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                let bytes = sqlite3_column_blob(statement, 0)
                values.append(bytes.map { Data(bytes: $0, count: Int(sqlite3_column_bytes(statement, 0))) } ?? Data())
            case SQLITE_DONE: return values
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
