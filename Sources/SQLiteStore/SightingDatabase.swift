import Foundation
import GRDB
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

/// A value that a database of a registry holds, and why one with another value is refused.
struct IdentityClaim {
    let name: RegistryValue
    let value: Data
    let error: (_ stored: Data) -> StoreError
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
    let log: WriteAheadLog
    let checks: StoreChecks
    let witness: CommitWitness?
    let state = StoreState()
    /// nil if the database was opened to be served, or is on its way somewhere.
    let readOnly: ReadOnlyDatabase?

    /// Opens the file or makes it, brings it to the newest shape, and checks every setting that durability and erasure rest on.
    ///
    /// - Parameter witness: of the last commit; nil for a database that is on its way somewhere.
    package static func open(
        path: String, identity: RegistryIdentity, checks: StoreChecks, witness: CommitWitness?
    ) throws(StoreError) -> SightingDatabase {
        let database = try SightingDatabase(path: path, checks: checks, witness: witness)
        try database.requireLiving(identity)
        return database
    }

    /// Opens the file to read it: all that ``open(path:identity:checks:witness:)`` would refuse is refused, and nothing on disk changes.
    ///
    /// A shape that is not the newest, and a registry that is not made yet, are brought up in memory.
    package static func openReadOnly(
        at path: String, identity: RegistryIdentity, checks: StoreChecks, witness: CommitWitness
    ) throws(StoreError) -> SightingDatabase {
        let (queue, readOnly) = try ReadOnlyDatabase.open(path)
        let database = SightingDatabase(queue: queue, log: WriteAheadLog(of: path), checks: checks, witness: witness, readOnly: readOnly)
        try database.requireLiving(identity)
        return database
    }

    /// Closes the database, and throws, if it is not this registry's own.
    private func requireLiving(_ identity: RegistryIdentity) throws(StoreError) {
        do throws(StoreError) {
            try translating {
                try queue.write { database in
                    try claim(database, for: identity)
                    guard try DatabaseKind.read(from: database) == .live else { throw StoreError.backup }
                }
            }
        } catch {
            refuse()
            try? close()
            throw error
        }
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

    init(path: String, checks: StoreChecks, witness: CommitWitness?) throws(StoreError) {
        let queue = try translating {
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            try queue.read(Schema.check)
            try Schema.bringUpToDate(queue)
            try queue.read(Self.checkSettings)
            return queue
        }
        self.init(queue: queue, log: WriteAheadLog(of: path), checks: checks, witness: witness, readOnly: nil)
    }

    init(queue: DatabaseQueue, log: WriteAheadLog, checks: StoreChecks, witness: CommitWitness?, readOnly: ReadOnlyDatabase?) {
        self.queue = queue
        self.log = log
        self.checks = checks
        self.witness = witness
        self.readOnly = readOnly
    }

    /// The last commit, and where the tombstone log ended at it; read without the rest.
    package func counters() throws(StoreError) -> Counters {
        try translating { try queue.read { try StateRow.read($0, checks).row.counters } }
    }

    /// What a witness must name for this database to be whole.
    package var record: CommitWitness.Record? { state.record }

    /// From now on closing the database leaves it as it was found: it is refused.
    package func refuse() { state.refuse() }

    /// Empties the log into the file, and closes it. A database that was refused is left as it was found, its log included.
    package func close() throws(StoreError) {
        try translating {
            if state.mayEmptyLog, readOnly == nil {
                try queue.writeWithoutTransaction(log.empty)
                try witness?.sync()
            }
            try queue.close()
            readOnly?.close()
        }
    }

    // MARK: Identity

    /// What a database of this identity holds, and what another value means.
    static func claims(of identity: RegistryIdentity) -> [IdentityClaim] {
        [
            IdentityClaim(name: .keyWitness, value: Data(identity.keyWitness.bytes)) { _ in .wrongKey },
            IdentityClaim(name: .utcOffset, value: RegistryValue.data(of: Int64(identity.utcOffset.minutes))) { stored in
                guard let minutes = RegistryValue.number(stored).flatMap({ Int(exactly: $0) }), let offset = UTCOffset(minutes: minutes)
                else { return .altered(table: RegistryTable.layout.name) }
                return .otherOffset(stored: offset, set: identity.utcOffset)
            },
        ]
    }

    /// Makes a new file the registry's, or refuses one that is another's.
    func claim(_ database: Database, for identity: RegistryIdentity) throws {
        let claims = Self.claims(of: identity)
        var isNew = false
        for claim in claims {
            if let known = try claim.name.read(from: database) {
                guard known == claim.value else { throw claim.error(known) }
            } else {
                isNew = true
            }
        }
        guard isNew else { return }
        // Only a file that nothing was ever committed to has neither.
        guard try !StateTable.layout.hasRows(database), try !RegistryTable.layout.hasRows(database) else {
            throw StoreError.altered(table: "registry")
        }
        var sums = TableSums()
        for claim in claims { sums.registry &+= try claim.name.write(claim.value, checks, to: database) }
        sums.registry &+= try RegistryValue.kind.write(DatabaseKind.live.value, checks, to: database)
        let check = try StateRow(Counters(), sums, checks).write(to: database, checks)
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
                    throw StoreError.altered(table: StateTable.layout.name)
                }
                stored.witnessedCommit = witness == nil ? found.commit : expected?.commit
                let isWhole = stored.witnessedCommit.map { $0 <= found.commit } ?? false
                state.loaded(sums, found, try DatabaseKind.read(from: database), mayEmptyLog: isWhole)
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
                // The first commit to a copy of a backup makes it a registry's own database.
                if state.kind == .backup { try DatabaseKind.live.write(checks, to: database, &sums) }
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
}
