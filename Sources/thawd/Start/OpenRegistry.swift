package import Logging
package import SQLiteStore
package import Seal
package import Sightings
import Wire

/// A registry that is open for writing: its folder locked, its key read, its database checked.
package struct OpenRegistry: Sendable {
    package let home: RegistryHome
    package let database: SightingDatabase
    package let tombstones: any TombstoneLog

    package var folder: DataFolder { home.folder }
    package var keys: SealKeys { home.keys }

    /// Takes the folder, and makes what a new registry needs: the folder, the key and the database, in this order, so that a key is never made
    /// beside a database that another key sealed.
    package init(_ plan: StartPlan, logger: Logger) throws(DaemonError) {
        try self.init(in: RegistryHome(plan, logger: logger, makesKey: true), logger: logger)
    }

    /// Opens what is in a folder that is ours already.
    ///
    /// - Parameter access: with `look` nothing on disk changes, and all that is wrong with the folder is thrown as with `write`.
    package init(in home: RegistryHome, access: StoreAccess = .write, logger: Logger) throws(DaemonError) {
        self.home = home
        let folder = home.folder
        try folder.checkDatabaseIsWhole()
        database = try Self.openDatabase(home, access, logger)
        do throws(DaemonError) {
            tombstones = try Self.openTombstones(home, database, access, logger)
        } catch {
            database.refuse()
            try? database.close()
            throw error
        }
    }

    private static func openDatabase(
        _ home: RegistryHome, _ access: StoreAccess, _ logger: Logger
    ) throws(DaemonError) -> SightingDatabase {
        let folder = home.folder
        let witness = try openWitness(home, isNew: !folder.holdsDatabase || folder.databaseIsEmpty, access)
        let database: SightingDatabase
        do {
            switch access {
            case .write:
                database = try SightingDatabase.open(
                    path: folder.database, identity: home.identity, checks: home.keys.store, witness: witness)
                let version = try database.libraryVersion()
                logger.info("The database is open.", metadata: ["sqlite": "\(version)"])
            case .look:
                database = try SightingDatabase.look(
                    at: folder.database, identity: home.identity, checks: home.keys.store, witness: witness)
            }
        } catch {
            throw DaemonError(opening: folder.database, error)
        }
        do {
            try home.plan.checkAreas(known: database.areaNames())
        } catch {
            database.refuse()
            try? database.close()
            throw error as? DaemonError ?? DaemonError(.storeUnreadable, "The database \(folder.database) cannot be read.")
        }
        return database
    }

    private static func openTombstones(
        _ home: RegistryHome, _ database: SightingDatabase, _ access: StoreAccess, _ logger: Logger
    ) throws(DaemonError) -> any TombstoneLog {
        let path = home.folder.tombstones
        let acknowledged: Counters
        do {
            acknowledged = try database.counters()
        } catch {
            throw DaemonError(opening: home.folder.database, error)
        }
        // Nothing was ever committed to a new database: it takes on the tombstones that an operator put there for a restore.
        let isNew = acknowledged.commit == 0
        do {
            if isNew, !home.folder.holdsTombstones {
                return access == .look ? NoTombstones() : try TombstoneFile(making: path, keys: home.keys, now: Daemon.clock.now())
            }
            let file = try TombstoneFile(path: path, keys: home.keys, acknowledged: isNew ? nil : acknowledged.tombstones)
            if file.tailBytes > 0 {
                logger.notice(
                    "The tombstone log has bytes behind its last record, as a crash leaves them. The next record replaces them.",
                    metadata: ["bytes": "\(file.tailBytes)"])
            }
            return file
        } catch {
            throw DaemonError(opening: path, error)
        }
    }

    /// The witness of the last commit. A new registry has it before it has a database, so that an old one is never without.
    private static func openWitness(_ home: RegistryHome, isNew: Bool, _ access: StoreAccess) throws(DaemonError) -> CommitWitness {
        let path = home.folder.commitWitness
        do {
            let witness = try CommitWitness(path: path, checks: home.keys.store, access: access)
            guard isNew else { return witness }
            if let record = try witness.read(), record.commit > 0 {
                throw DaemonError(
                    .storeCorrupt, "The database \(home.folder.database) is gone; the file \(path) names its commit \(record.commit).")
            }
            guard access == .write else { return witness }
            try witness.write(.beforeDatabase)
            try witness.sync()
            return witness
        } catch let error as StoreError {
            throw DaemonError(opening: path, error)
        } catch let error as DaemonError {
            throw error
        } catch {
            throw DaemonError(.storeUnreadable, "The file \(path) cannot be read or written.")
        }
    }

    /// Reads everything as ``openLedger(clock:random:acceptsClock:onLoss:)`` does, and changes nothing.
    func look(_ clock: WallClock) async throws(DaemonError) {
        do {
            try await Ledger.look(home.parts(on: database, tombstones: tombstones, clock: clock, onLoss: .refuse))
        } catch .incomplete(let loss) {
            throw DaemonError(loss, home.folder, .refuse)
        } catch {
            throw DaemonError(opening: folder.database, error)
        }
    }

    /// Loads everything into memory: about 2.5 µs a plate on two processors.
    ///
    /// - Parameters:
    ///   - acceptsClock: whether the operator says that a clock which jumped is right; that is audited before anything is erased by it.
    ///   - onLoss: what to do if less is there than was acknowledged.
    package func openLedger(
        clock: WallClock, random: RandomSource = .system, acceptsClock: Bool = false, onLoss: LossResponse = .refuse
    ) async throws(DaemonError) -> Ledger {
        let mark = ClockMark(folder: folder)
        let isAccepted = try mark.allowsStart(at: clock.now(), accepting: acceptsClock)
        let ledger: Ledger
        do {
            ledger = try await Ledger.open(home.parts(on: database, tombstones: tombstones, clock: clock, random: random, onLoss: onLoss))
        } catch .incomplete(let loss) {
            database.refuse()
            throw DaemonError(loss, home.folder, onLoss)
        } catch {
            database.refuse()
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
    /// What a registry lacks, and how an operator accepts that.
    init(_ loss: RegistryLoss, _ folder: DataFolder, _ response: LossResponse) {
        var causes: [Cause] = []
        func add(_ detail: String) { causes.append(Cause(.storeIncomplete, detail)) }
        if case .accept(let named) = response {
            add("--accept-loss names commit \(named), but the last commit that is there is \(loss.found).")
        }
        if loss.lacksCommits {
            let expected = loss.expected.map { "the last one was commit \($0)" } ?? "the file \(folder.commitWitness) is gone or damaged"
            add("The database \(folder.database) ends at commit \(loss.found); \(expected).")
        }
        if loss.lacksTombstones {
            add("Commit \(loss.found) knows tombstones that \(folder.tombstones) lacks: a restore could bring back what was purged.")
        }
        if !loss.weeks.isEmpty {
            let weeks = loss.weeks.map(String.init).joined(separator: ", ")
            add("Commit \(loss.found) has reports under week keys that are gone from \(folder.weekKeys), or were replaced: \(weeks).")
        }
        self.init(causes)
    }

    /// Why a file of the registry could not be opened.
    init(opening path: String, _ error: StoreError) {
        switch error {
        case .full: self.init(.storeFull, "The disk of \(path) is full.")
        case .inputOutput(let code): self.init(.storeUnreadable, "The file \(path) cannot be read or written (code \(code)).")
        case .symbolicLink:
            self.init(.storeUnreadable, "\(path) is a symbolic link, which thawd does not follow: put the file itself there.")
        case .corrupt: self.init(.storeCorrupt, "The database \(path) is damaged, or is not the database of a registry.")
        case .altered(let table):
            self.init(.storeCorrupt, "The database \(path) is damaged: the table \(table) is not as this registry left it.")
        case .backup, .unsealed:
            self.init(.storeCorrupt, "The file \(path) is a backup. Move it away, then put it in place with thawd restore.")
        case .incomplete: self.init(.storeIncomplete, "The database \(path) lacks something that was acknowledged.")
        case .newer(let schema): self.init(.storeNewer, "The database \(path) has the shape \(schema), which this thawd does not know.")
        case .wrongKey: self.init(.sealWrong, "The database \(path) was sealed with another key.")
        case .locked: self.init(.folderLocked, "The database \(path) is open in another program.")
        case .otherOffset(let stored, let set):
            self.init(.configChanged, "registry.utc_offset is \(set), but the database \(path) was made with \(stored).")
        case .setting(let name): self.init(.storeSettings, "SQLite did not take the setting \(name).")
        }
    }
}
