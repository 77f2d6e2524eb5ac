package import DaemonSupport
package import Logging
import SQLiteStore
package import Seal
package import Sightings

/// The owner of the open registry: the daemon that serves it, or a command if no daemon runs.
package protocol RegistryOwner: Sendable {
    /// The registry, open for changes.
    func ledger() async throws(DaemonError) -> Ledger

    /// The end of the tombstone log that the database stores; nil if there is no readable database.
    func tombstonePosition() async -> LogPosition?

    /// Runs `work` on the folder while its database is closed, and afterwards opens the database that is there then.
    func whileClosed(
        _ work: @escaping @Sendable () async throws(DaemonError) -> RestoredBackup
    ) async throws(DaemonError) -> RestoredBackup
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

    package func tombstonePosition() async -> LogPosition? {
        if let open { return await open.ledger.tombstonePosition }
        guard home.folder.holdsDatabase else { return nil }
        // A restore may replace a database that cannot be read, so an error is no failure here.
        let database = try? SightingDatabase.open(
            path: home.folder.database, identity: home.identity, checks: home.keys.store, witness: nil)
        defer { try? database?.close() }
        return try? database?.counters().tombstones
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
    /// Finishes purges that a stop or a crash interrupted.
    nonisolated func finishInterruptedPurges() async throws(DaemonError) {
        do throws(LedgerError) {
            try await finishPurges(pause: .zero)
        } catch {
            throw DaemonError(operating: error, DaemonError.purgeInterrupted)
        }
    }
}
