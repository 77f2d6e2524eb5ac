package import Logging
package import SQLiteStore
package import Seal
package import Sightings
import Wire

/// A registry that is open for writing: its folder locked, its key read, its database checked.
package struct OpenRegistry: Sendable {
    package let home: RegistryHome
    package let database: SightingDatabase
    package let tombstones: TombstoneFile

    package var folder: DataFolder { home.folder }
    package var keys: SealKeys { home.keys }

    /// Takes the folder, and makes what a new registry needs: the folder, the key and the database, in this order, so that a key is never made
    /// beside a database that another key sealed.
    package init(_ plan: StartPlan, logger: Logger) throws(DaemonError) {
        try self.init(in: RegistryHome(plan, logger: logger, makesKey: true), logger: logger)
    }

    /// Opens what is in a folder that is ours already.
    package init(in home: RegistryHome, logger: Logger) throws(DaemonError) {
        self.home = home
        let folder = home.folder
        try folder.checkDatabaseIsWhole()
        let isNew = !folder.holdsDatabase
        do {
            database = try SightingDatabase.open(path: folder.database, identity: home.identity)
            let version = try database.libraryVersion()
            logger.info("The database is open.", metadata: ["sqlite": "\(version)"])
        } catch {
            throw DaemonError(opening: folder.database, error)
        }
        do {
            try home.plan.checkAreas(known: database.areaNames())
        } catch {
            try? database.close()
            throw error as? DaemonError ?? DaemonError(.storeUnreadable, "The database \(folder.database) cannot be read.")
        }
        if !isNew, !folder.holdsTombstones {
            logger.warning(
                "The file tombstones is missing and was made anew: backups made before now can no longer be restored with it.",
                metadata: ["file": "\(folder.tombstones)"])
        }
        do {
            tombstones = try TombstoneFile(path: folder.tombstones, keys: home.keys, now: Daemon.clock.now())
        } catch {
            throw DaemonError(opening: folder.tombstones, error)
        }
    }

    /// Loads everything into memory: about 2.5 µs a plate on two processors.
    ///
    /// - Parameter acceptsClock: whether the operator says that a clock which jumped is right; that is audited before anything is erased by it.
    package func openLedger(
        clock: WallClock, random: RandomSource = .system, acceptsClock: Bool = false
    ) async throws(DaemonError) -> Ledger {
        let mark = ClockMark(folder: folder)
        let isAccepted = try mark.allowsStart(at: clock.now(), accepting: acceptsClock)
        let ledger: Ledger
        do {
            ledger = try await Ledger.open(home.parts(on: database, tombstones: tombstones, clock: clock, random: random))
        } catch {
            throw DaemonError(opening: folder.database, error)
        }
        guard isAccepted else { return ledger }
        do throws(LedgerError) {
            try await ledger.noteAcceptedClock()
        } catch {
            throw DaemonError(operating: error)
        }
        try mark.erase()
        return ledger
    }

    /// Makes an admin's token where nobody holds one that is good, and hands it over: in a new registry, and where all were revoked or expired.
    ///
    /// A file gets it before the registry knows it: after a crash in between the next start makes another, and no registry is left without.
    package func handFirstAdminToken(
        from ledger: Ledger, random: RandomSource = .system, toTerminal isTerminal: Bool, print: (String) -> Void
    ) async throws(DaemonError) {
        guard !ledger.hasAdmin else { return }
        let file = FirstAdminToken(folder: folder)
        let token = BearerToken(random: random.bytes(BearerToken.randomBytes))
        if !isTerminal { try file.write(token) }
        let isIssued: Bool
        do {
            isIssued = try await ledger.issueFirstAdmin { Array(token.text.utf8) } != nil
        } catch {
            throw DaemonError(.storeUnreadable, "The first admin token could not be kept.")
        }
        guard isIssued else { return try file.erase() }
        print(isTerminal ? FirstAdminToken.shown(token) : file.announcement)
    }

    package func close() {
        try? database.close()
    }
}

extension DaemonError {
    /// Why a database could not be opened.
    init(opening path: String, _ error: StoreError) {
        switch error {
        case .full: self.init(.storeFull, "The disk of \(path) is full.")
        case .inputOutput(let code): self.init(.storeUnreadable, "The database \(path) cannot be read or written (SQLite's code \(code)).")
        case .corrupt: self.init(.storeCorrupt, "The database \(path) is damaged, or is no database of a registry.")
        case .newer(let schema): self.init(.storeNewer, "The database \(path) has the shape \(schema), which this thawd does not know.")
        case .wrongKey: self.init(.sealWrong, "The database \(path) was sealed with another key.")
        case .locked: self.init(.folderLocked, "The database \(path) is open in another program.")
        case .setting("registry.utc_offset"):
            self.init(.configChanged, "registry.utc_offset is not what the database \(path) was made with.")
        case .setting(let name): self.init(.storeSettings, "SQLite did not take the setting \(name).")
        }
    }
}
