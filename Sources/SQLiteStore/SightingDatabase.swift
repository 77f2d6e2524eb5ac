import Foundation
import GRDB
package import Seal
package import Sightings
package import Vocabulary

/// The identity of a database; opening it with another one is refused.
package struct RegistryIdentity: Hashable, Sendable {
    /// Recognizes the seal key without revealing it.
    package var keyWitness: Digest128
    /// A change would shift every stored day.
    package var utcOffset: UTCOffset

    package init(keyWitness: Digest128, utcOffset: UTCOffset) {
        self.keyWitness = keyWitness
        self.utcOffset = utcOffset
    }
}

/// The registry in one SQLite file. It sees sealed blocks and IDs, never a plate.
///
/// A single connection writes and checkpoints, and locks the file: SQLite before 3.51.3 can lose a commit if two connections checkpoint in
/// WAL mode.
///
/// Every row has a keyed check, every commit stores codes over all rows, and a witness outside the file names the last commit.
/// ``load(_:)`` checks all of them and must come before the first commit.
package struct SightingDatabase: Store {
    let queue: DatabaseQueue
    let log: WriteAheadLog
    let checks: StoreChecks
    let witness: CommitWitness?
    let state = StoreState()
    /// Whether nothing may be written: neither to the file nor to its log.
    let isReadOnly: Bool

    /// Opens or makes the file, migrates it, and checks every setting that durability and erasure need.
    ///
    /// - Parameter witness: names the last commit; nil for a copy that will replace another database.
    package static func open(
        path: String, identity: RegistryIdentity, checks: StoreChecks, witness: CommitWitness?
    ) throws(StoreError) -> SightingDatabase {
        let database = try SightingDatabase(path: path, checks: checks, witness: witness)
        try database.requireLiving(identity)
        return database
    }

    /// Opens the file read-only: refuses everything that ``open(path:identity:checks:witness:)`` refuses, and changes nothing on disk, not
    /// even an owner or a time.
    ///
    /// Migrates an older file, or makes a missing registry, in memory.
    package static func openReadOnly(
        at path: String, identity: RegistryIdentity, checks: StoreChecks, witness: CommitWitness?
    ) throws(StoreError) -> SightingDatabase {
        let queue = try ReadOnlyDatabase.open(path)
        let database = SightingDatabase(queue: queue, log: WriteAheadLog(of: path), checks: checks, witness: witness, isReadOnly: true)
        try database.requireLiving(identity)
        return database
    }

    /// Closes the database and throws if it is not this registry's own.
    private func requireLiving(_ identity: RegistryIdentity) throws(StoreError) {
        try examine { database in
            try claim(database, for: identity)
            guard try DatabaseKind.read(from: database) == .live else { throw StoreError.backup }
        }
    }

    /// The SQLite library's version, for the log.
    package func libraryVersion() throws(StoreError) -> String {
        try translating { try queue.read { try String.fetchOne($0, sql: "SELECT sqlite_version()") } ?? "" }
    }

    /// The registry's areas, in the order of their numbers.
    package func areaNames() throws(StoreError) -> [String] {
        try translating {
            try queue.read { try Data.fetchAll($0, sql: "SELECT id FROM areas ORDER BY row_id") }.map {
                String(decoding: $0, as: UTF8.self)
            }
        }
    }

    /// Runs `body` in a transaction; without one if nothing may be written, because SQLite refuses to begin it.
    ///
    /// Closes the database and throws if `body` throws.
    func examine(_ body: (Database) throws -> Void) throws(StoreError) {
        do throws(StoreError) {
            try translating { try isReadOnly ? queue.writeWithoutTransaction(body) : queue.write(body) }
        } catch {
            refuse()
            try? close()
            throw error
        }
    }

    /// The last commit and the tombstone log's end at it, read without the rest.
    package func counters() throws(StoreError) -> Counters {
        try translating { try queue.read { try StateRow.read($0, checks).row.counters } }
    }

    /// The witness of this database if it is whole.
    package var record: CommitWitness.Record? { state.record }

    /// Marks the database as refused: closing it leaves it as found.
    package func refuse() { state.refuse() }

    /// Empties the log into the file and closes it. Leaves a refused database and its log as found.
    package func close() throws(StoreError) {
        try translating {
            if state.mayEmptyLog, !isReadOnly {
                try queue.writeWithoutTransaction(log.empty)
                try witness?.sync()
            }
            try queue.close()
        }
    }

    // MARK: Identity

    /// The values of a database of this identity, and the errors for other stored ones.
    static func claims(of identity: RegistryIdentity) -> [(name: RegistryValue, value: Data, error: (Data) -> StoreError)] {
        func otherOffset(_ stored: Data) -> StoreError {
            guard let minutes = RegistryValue.number(stored).flatMap({ Int(exactly: $0) }), let offset = UTCOffset(minutes: minutes)
            else { return .altered(table: RegistryTable.layout.name) }
            return .otherOffset(stored: offset, set: identity.utcOffset)
        }
        return [
            (.keyWitness, Data(identity.keyWitness.bytes), { _ in .wrongKey }),
            (.utcOffset, RegistryValue.data(of: Int64(identity.utcOffset.minutes)), otherOffset),
        ]
    }

    /// The error for a value of another identity. No check fits under another key, so a value beside checks that fit was changed from
    /// outside.
    private func refusal(of database: Database, or error: StoreError) -> StoreError {
        guard (try? StateRow.read(database, checks)) != nil, (try? RegistryValue.sum(database, checks)) == nil else { return error }
        return .altered(table: RegistryTable.layout.name)
    }

    /// Gives a new file this identity, or refuses a file of another one.
    func claim(_ database: Database, for identity: RegistryIdentity) throws {
        let claims = Self.claims(of: identity)
        var isNew = false
        for claim in claims {
            if let known = try claim.name.read(from: database) {
                guard known == claim.value else { throw refusal(of: database, or: claim.error(known)) }
            } else {
                isNew = true
            }
        }
        guard isNew else { return }
        // Only a file without any commit has neither.
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
                // After a power loss the witness can be behind.
                if let expected, expected.commit == found.commit, expected != found, expected != .beforeDatabase {
                    throw StoreError.altered(table: StateTable.layout.name)
                }
                stored.witnessedCommit = witness == nil ? found.commit : expected?.commit
                state.loaded(
                    sums, found, try DatabaseKind.read(from: database), mayEmptyLog: stored.hasCommit(stored.witnessedCommit))
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
            // The witness no longer names a loss that the operator accepted.
            if wasWhole { try witness?.write(record) } else { try witness?.startOver(at: record) }
        }
    }

    package func eraseTraces() async throws(StoreError) {
        try await onConnection { database in
            try log.empty(database)
            try witness?.sync()
        }
    }

    /// Uses GRDB's synchronous call: it saves two thread hops, and a canceled caller cannot roll back the transaction.
    private func onConnection(_ body: @escaping @Sendable (Database) throws -> Void) async throws(StoreError) {
        let result = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { database in
                continuation.resume(returning: Result { () throws(StoreError) in try translating { try body(database) } })
            }
        }
        try result.get()
    }
}

extension SightingDatabase {
    /// Opens or makes the file, migrates it, and checks its settings.
    init(path: String, checks: StoreChecks, witness: CommitWitness?) throws(StoreError) {
        let queue = try translating {
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            try queue.read(SchemaMigrator.check)
            try SchemaMigrator.bringUpToDate(queue)
            try queue.read(Self.checkSettings)
            return queue
        }
        self.init(queue: queue, log: WriteAheadLog(of: path), checks: checks, witness: witness, isReadOnly: false)
    }
}
