package import DaemonSupport
package import Logging
import SQLiteStore
import Seal
package import Sightings

/// The owner of the open registry: the daemon that serves it, or a command if no daemon runs.
package protocol RegistryOwner: Sendable {
    /// The registry, open for changes.
    func ledger() async throws(DaemonError) -> Ledger

    /// The registry, for a comparison with a backup; nil if there is no readable database. Changes nothing.
    func living() async -> LivingRegistry?

    /// Runs `work` on the folder while its database is closed, and afterwards opens the database that is there then.
    func whileClosed(
        _ work: @escaping @Sendable () async throws(DaemonError) -> RestoredBackup
    ) async throws(DaemonError) -> RestoredBackup
}

/// A registry that a backup may replace.
package struct LivingRegistry: Sendable {
    private let counters: Counters
    /// nil if a row is damaged.
    private let tokenHashes: Set<[UInt8]>?

    init(_ stored: StoredRegistry) {
        self.init(stored.counters, tokens: stored.rows.tokens)
    }

    init(_ counters: Counters, tokens: [Token]?) {
        self.counters = counters
        tokenHashes = tokens.map { Set($0.map(\.hash)) }
    }

    /// Whether the backup was made from this registry: they have a token in common, or no token was ever issued. A registry that a first
    /// start made in the meantime is another one: its only token is not in the backup.
    func isSame(as backup: StoredRegistry) -> Bool {
        guard let tokenHashes else { return true }
        guard !backup.tokens.isEmpty else { return counters.commit >= backup.counters.commit }
        return backup.tokens.contains { tokenHashes.contains($0.hash) }
    }

    /// The end of the tombstone log that the database stores; nil beside the backup of another registry, whose log may have been put here.
    func tombstones(for backup: StoredRegistry) -> LogPosition? { isSame(as: backup) ? counters.tombstones : nil }
}

/// A registry without a daemon. It is opened when it is first needed.
package actor UnservedRegistry: RegistryOwner {
    private let home: RegistryHome
    private let clock: WallClock
    private let logger: Logger
    private var open: (registry: OpenRegistry, ledger: Ledger)?

    package init(_ home: RegistryHome, clock: WallClock, logger: Logger) {
        self.home = home
        self.clock = clock
        self.logger = logger
    }

    package func ledger() async throws(DaemonError) -> Ledger {
        if let open { return open.ledger }
        let registry = try OpenRegistry(in: home, logger: logger)
        do throws(DaemonError) {
            let ledger = try await registry.openLedger(clock: clock)
            try await ledger.finishInterruptedPurges()
            open = (registry, ledger)
            return ledger
        } catch {
            registry.close()
            throw error
        }
    }

    package func living() async -> LivingRegistry? {
        if let open { return await open.ledger.living }
        guard home.folder.holdsDatabase, !home.folder.databaseIsEmpty else { return nil }
        // A restore may replace a database that cannot be read, so an error is no failure here.
        let database = try? SightingDatabase.openReadOnly(
            at: home.folder.database, identity: home.identity, checks: home.keys.store, witness: nil)
        defer { try? database?.close() }
        guard let database, let counters = try? database.counters() else { return nil }
        return LivingRegistry(counters, tokens: try? await database.load().rows.tokens)
    }

    package func whileClosed(
        _ work: @escaping @Sendable () async throws(DaemonError) -> RestoredBackup
    ) async throws(DaemonError) -> RestoredBackup {
        await close()
        return try await work()
    }

    package func close() async {
        guard let open else { return }
        self.open = nil
        await open.ledger.stop()
        open.registry.close()
    }
}

extension Ledger {
    /// The registry that a restore would replace.
    var living: LivingRegistry { LivingRegistry(lastCounters, tokens: tokens.all) }

    /// Finishes purges that a stop or a crash interrupted.
    nonisolated func finishInterruptedPurges() async throws(DaemonError) {
        do throws(LedgerError) {
            try await finishPurges(pause: .zero)
        } catch {
            throw DaemonError(operating: error, DaemonError.purgeInterrupted)
        }
    }
}
