import CSQLite
import Foundation
import GRDB
import Migrations
package import Seal
package import Sightings
import Synchronization
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
///
/// Every row has a keyed check, every commit leaves codes over all rows, and a witness outside the file names the last commit. ``load(_:)`` holds the
/// file against all of them; before it nothing can be committed.
package struct SightingDatabase: Store {
    let queue: DatabaseQueue
    private let log: WriteAheadLog
    private let checks: StoreChecks
    private let witness: CommitWitness?
    private let state = StoreState()

    /// Opens the file or makes it, brings it to the newest shape, and checks every setting that durability and erasure rest on.
    ///
    /// - Parameter witness: of the last commit; nil for a database that is on its way somewhere.
    package static func open(
        path: String, identity: RegistryIdentity, checks: StoreChecks, witness: CommitWitness?
    ) throws(StoreError) -> SightingDatabase {
        let database = try SightingDatabase(path: path, checks: checks, witness: witness)
        try translating {
            try database.queue.write { try database.claim($0, for: identity) }
        }
        return database
    }

    /// Opens a copy of a backup, which must hold a registry already, and reads every page of it.
    ///
    /// The copy is brought to the newest shape. Throws `corrupt` for a file that is damaged or holds anything else.
    package static func openBackup(path: String, identity: RegistryIdentity, checks: StoreChecks) throws(StoreError) -> SightingDatabase {
        let database = try SightingDatabase(path: path, checks: checks, witness: nil, mustHoldRegistry: true)
        try translating {
            try database.queue.write { try database.claim($0, for: identity) }
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
        try translating {
            try queue.read { try Data.fetchAll($0, sql: "SELECT id FROM areas ORDER BY place") }.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// - Parameter mustHoldRegistry: refuses a database that no registry was ever made in.
    private init(path: String, checks: StoreChecks, witness: CommitWitness?, mustHoldRegistry: Bool = false) throws(StoreError) {
        log = WriteAheadLog(of: path)
        self.checks = checks
        self.witness = witness
        queue = try translating {
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            if mustHoldRegistry, try !queue.read({ try $0.tableExists("registry") && $0.tableExists("state") }) {
                throw StoreError.corrupt
            }
            try Schema.bringUpToDate(queue)
            try queue.read { database in
                try Self.checkSettings(database)
                try Schema.check(database)
            }
            return queue
        }
    }

    /// The last commit, and where the tombstone log ended at it; read without the rest.
    package func counters() throws(StoreError) -> Counters {
        try translating { try queue.read { try StateRow.read($0, checks).counters } }
    }

    /// What a witness must name for this database to be whole.
    package var record: CommitWitness.Record? { state.record }

    /// From now on closing the database leaves it as it was found: it is refused.
    package func refuse() { state.refuse() }

    /// Empties the log into the file, and closes it. A database that was refused is left as it was found, its log included.
    package func close() throws(StoreError) {
        try translating {
            if state.mayEmptyLog {
                try queue.writeWithoutTransaction(log.empty)
                try witness?.sync()
            }
            try queue.close()
        }
    }

    // MARK: Settings

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "registry"
        configuration.prepareDatabase { database in
            // A database that is refused must not be changed by being closed.
            guard let connection = database.sqliteConnection, thaw_keep_log_on_close(connection) == SQLITE_OK else {
                throw StoreError.setting(name: "no_ckpt_on_close")
            }
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

    /// What a database of this identity holds, and what another value means.
    static func claims(of identity: RegistryIdentity) -> [(name: RegistryValue, value: Data, error: StoreError)] {
        [
            (.keyWitness, Data(identity.keyWitness.bytes), .wrongKey),
            (.utcOffset, RegistryValue.data(of: Int64(identity.utcOffset.minutes)), .setting(name: "registry.utc_offset")),
        ]
    }

    /// Makes a new file the registry's, or refuses one that is another's.
    private func claim(_ database: Database, for identity: RegistryIdentity) throws {
        let values = Self.claims(of: identity)
        var isNew = false
        for (name, value, error) in values {
            if let known = try name.read(from: database) {
                guard known == value else { throw error }
            } else {
                isNew = true
            }
        }
        guard isNew else { return }
        // Only a file that nothing was ever committed to has neither.
        guard try !PlacedTable.state.hasRows(database), try !PlacedTable.registry.hasRows(database) else {
            throw StoreError.altered(table: "registry")
        }
        var sums = TableSums()
        for (name, value, _) in values { sums.registry &+= try name.write(value, checks, to: database) }
        let check = try StateRow.write(Counters(), sums, checks, to: database)
        state.loaded(sums, CommitWitness.Record(commit: 0, state: check), mayEmptyLog: true)
    }

    // MARK: Store

    package func load(_ rows: any PlateRowSink) async throws(StoreError) -> StoredRegistry {
        let (checks, witness, state) = (checks, witness, state)
        return try await translatingAwaited {
            try await queue.read { database in
                var sums = TableSums()
                var (stored, check) = try StoredRegistry.read(database, rows, checks, &sums)
                let found = CommitWitness.Record(commit: stored.counters.commit, state: check)
                let expected = try witness?.read()
                // A witness that is behind is one of a power loss.
                if let expected, expected.commit == found.commit, expected != found, expected != .beforeDatabase {
                    throw StoreError.altered(table: PlacedTable.state.name)
                }
                stored.witnessedCommit = witness == nil ? found.commit : expected?.commit
                let isWhole = stored.witnessedCommit.map { $0 <= found.commit } ?? false
                state.loaded(sums, found, mayEmptyLog: isWhole)
                return stored
            }
        }
    }

    package func commit(_ changes: Changes) async throws(StoreError) {
        try await onConnection { database in
            try log.keepShort(database, witness)
            var sums = state.sums
            var check: UInt64 = 0
            try database.inTransaction {
                check = try changes.write(to: database, checks, &sums)
                return .commit
            }
            let record = CommitWitness.Record(commit: changes.counters.commit, state: check)
            let wasWhole = state.mayEmptyLog
            state.loaded(sums, record, mayEmptyLog: true)
            // What an operator accepted as lost is no longer named.
            if wasWhole { try witness?.write(record) } else { try witness?.startOver(at: record) }
        }
    }

    package func eraseTraces() async throws(StoreError) {
        try await onConnection { database in
            try log.empty(database)
            try witness?.sync()
        }
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
            try BackupSeal.append(to: unfinished, checks)
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

/// What the connection knows of the file: the sums over its rows, and what a witness must name.
private final class StoreState: Sendable {
    private struct Content {
        var sums: TableSums?
        var record: CommitWitness.Record?
        var mayEmptyLog = false
    }

    private let content = Mutex(Content())

    var sums: TableSums {
        guard let sums = content.withLock({ $0.sums }) else {
            preconditionFailure("a database is loaded before anything is committed to it")
        }
        return sums
    }

    var record: CommitWitness.Record? { content.withLock(\.record) }
    /// Whether the file is known to be whole, so that its log may be cut.
    var mayEmptyLog: Bool { content.withLock(\.mayEmptyLog) }

    func refuse() { content.withLock { $0.mayEmptyLog = false } }

    func loaded(_ sums: TableSums, _ record: CommitWitness.Record, mayEmptyLog: Bool) {
        content.withLock { $0 = Content(sums: sums, record: record, mayEmptyLog: mayEmptyLog) }
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
