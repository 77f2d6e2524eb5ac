import Foundation
import GRDB
import Migrations
package import Seal
package import Sightings
package import Vocabulary

/// What a database belongs to; opening it for something else is refused.
package struct RegistryIdentity: Hashable, Sendable {
    /// Recognises the seal key, and says nothing of it.
    package var keyWitness: Digest128
    /// Days would mean something else if it changed.
    package var utcOffset: UTCOffset

    package init(keyWitness: Digest128, utcOffset: UTCOffset) {
        self.keyWitness = keyWitness
        self.utcOffset = utcOffset
    }
}

/// The registry in one SQLite file. It never sees a plate, only sealed blocks and ids.
///
/// One connection writes and checkpoints, and nothing else may open the file while it lives: SQLite before 3.51.3 can lose a commit when two
/// connections checkpoint in WAL mode. The connection locks the file for itself.
package struct SightingDatabase: Store {
    let queue: DatabaseQueue
    private let log: WriteAheadLog

    /// Opens the file or makes it, brings it to the newest shape, and checks every setting that durability and erasure rest on.
    package static func open(path: String, identity: RegistryIdentity) throws(StoreError) -> SightingDatabase {
        let database = try SightingDatabase(path: path)
        try translating {
            try database.queue.write { try Self.claim($0, for: identity) }
        }
        return database
    }

    /// Opens a copy of a backup, which must hold a registry already, and reads every page of it.
    ///
    /// The copy is brought to the newest shape. Throws `corrupt` for a file that is damaged or holds anything else.
    package static func openBackup(path: String, identity: RegistryIdentity) throws(StoreError) -> SightingDatabase {
        let database = try SightingDatabase(path: path, mustHoldRegistry: true)
        try translating {
            try database.queue.write { try Self.claim($0, for: identity) }
            let verdict = try database.queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(1)") }
            guard verdict == ["ok"] else { throw StoreError.corrupt }
        }
        return database
    }

    /// The version of the SQLite library at hand, for the log.
    package func libraryVersion() throws(StoreError) -> String {
        try translating { try queue.read { try String.fetchOne($0, sql: "SELECT sqlite_version()") } ?? "" }
    }

    /// The areas that the registry knows, in the order of their numbers.
    package func areaNames() throws(StoreError) -> [String] {
        try translating { try queue.read { try String.fetchAll($0, sql: "SELECT id FROM areas ORDER BY number") } }
    }

    /// - Parameter mustHoldRegistry: refuses a database that no registry was ever made in.
    private init(path: String, mustHoldRegistry: Bool = false) throws(StoreError) {
        log = WriteAheadLog(of: path)
        queue = try translating {
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            if mustHoldRegistry, try !queue.read({ try $0.tableExists("registry") && $0.tableExists("counters") }) {
                throw StoreError.corrupt
            }
            try Self.migrator(queue)
            try queue.read(Self.checkSettings)
            return queue
        }
    }

    /// Empties the log into the file, and closes it.
    package func close() throws(StoreError) {
        try translating { try queue.close() }
    }

    // MARK: Settings

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "registry"
        configuration.prepareDatabase { database in
            // Exclusive locking comes first: the log then needs no shared-memory file beside it.
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA secure_delete = ON")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            // A checkpoint inside a commit would hide its errors, and an fsync that failed must never be tried again as if it had not.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
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

    private static func checkSettings(_ database: Database) throws {
        let expected: [(name: String, value: String)] = [
            ("locking_mode", "exclusive"), ("journal_mode", "wal"), ("synchronous", "2"), ("secure_delete", "1"), ("temp_store", "2"),
            ("trusted_schema", "0"), ("cell_size_check", "1"), ("wal_autocheckpoint", "0"),
        ]
        for (name, value) in expected {
            guard try String.fetchOne(database, sql: "PRAGMA \(name)") == value else { throw StoreError.setting(name: name) }
        }
    }

    private static func migrator(_ queue: DatabaseQueue) throws {
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

    /// What a database of this identity holds under each name, and what another value means.
    static func claims(of identity: RegistryIdentity) -> [(name: String, value: Data, error: StoreError)] {
        let offset = withUnsafeBytes(of: Int64(identity.utcOffset.minutes).bigEndian) { Data($0) }
        return [
            ("key_witness", Data(identity.keyWitness.bytes), .wrongKey),
            ("utc_offset", offset, .setting(name: "registry.utc_offset")),
        ]
    }

    private static func claim(_ database: Database, for identity: RegistryIdentity) throws {
        for (name, value, error) in claims(of: identity) {
            if let known = try Data.fetchOne(database, sql: "SELECT value FROM registry WHERE name = ?", arguments: [name]) {
                guard known == value else { throw error }
            } else {
                try database.execute(sql: "INSERT INTO registry (name, value) VALUES (?, ?)", arguments: [name, value])
            }
        }
    }

    // MARK: Store

    package func load(_ rows: any PlateRowSink) async throws(StoreError) -> StoredRegistry {
        try await translatingAwaited { try await queue.read { try StoredRegistry($0, rows) } }
    }

    package func commit(_ changes: Changes) async throws(StoreError) {
        try await onConnection { database in
            try log.keepShort(database)
            try database.inTransaction {
                try changes.write(to: database)
                return .commit
            }
        }
    }

    package func eraseTraces() async throws(StoreError) {
        try await onConnection(log.empty)
    }

    /// Writes by GRDB's call without a task: that saves two hops between threads, and no cancelled caller can roll back what was begun.
    private func onConnection(_ body: @escaping @Sendable (Database) throws -> Void) async throws(StoreError) {
        let result = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { database in
                continuation.resume(returning: Result { () throws(StoreError) in try translating { try body(database) } })
            }
        }
        try result.get()
    }

    /// Writes a copy by SQLite's own backup, page by page; the copy appears whole or not at all. Nothing is written meanwhile.
    ///
    /// Not by copying the file: closing it elsewhere in this process would drop the connection's locks on it.
    package func copy(to path: String) async throws(StoreError) {
        let unfinished = path + ".new"
        try await translatingAwaited {
            try? FileManager.default.removeItem(atPath: unfinished)
            try await queue.writeWithoutTransaction(log.empty)
            let copy = try DatabaseQueue(path: unfinished)
            try queue.backup(to: copy)
            try copy.close()
            guard chmod(unfinished, 0o600) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
            try Self.sync(unfinished)
            guard rename(unfinished, path) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
            try Self.sync((path as NSString).deletingLastPathComponent)
        }
    }

    private static func sync(_ path: String) throws {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        defer { Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }
}

/// Runs what may throw anything, and says it in the store's own words.
private func translating<Answer>(_ body: () throws -> Answer) throws(StoreError) -> Answer {
    do { return try body() } catch { throw StoreError(error) }
}

/// Does so whether or not the caller is cancelled meanwhile: GRDB would roll back what a cancelled task writes, and what was begun is finished.
private func translatingAwaited<Answer: Sendable>(
    _ body: @escaping @Sendable () async throws -> Answer
) async throws(StoreError) -> Answer {
    switch await Task(operation: body).result {
    case .success(let answer): return answer
    case .failure(let error): throw StoreError(error)
    }
}

extension StoreError {
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as POSIXError where error.code == .ENOSPC || error.code == .EDQUOT: self = .full
        case let error as CocoaError where error.code == .fileWriteOutOfSpace: self = .full
        case let error as DatabaseError:
            switch error.resultCode {
            case .SQLITE_FULL: self = .full
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT: self = .corrupt
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
            default: self = .inputOutput(code: error.extendedResultCode.rawValue)
            }
        default: self = .inputOutput(code: 0)
        }
    }
}
