package import DaemonSupport
package import Logging
package import SQLiteStore
package import Seal
package import Sightings
import Wire

/// An open registry: its folder is locked, its key is read, and its database is checked.
package struct OpenRegistry: Sendable {
    package let home: RegistryHome
    package let database: SightingDatabase
    package let tombstones: any TombstoneLog

    package var folder: DataFolder { home.folder }
    package var keys: SealKeys { home.keys }

    /// Locks the folder. For a new registry, it makes the folder, the key and the database, in this order, so that it never makes a key for
    /// a database that has another one.
    package init(_ plan: StartPlan, logger: Logger) throws(DaemonError) {
        try self.init(in: RegistryHome(plan, logger: logger, makesKey: true), logger: logger)
    }

    /// Opens the registry in a folder that this process has locked.
    ///
    /// - Parameter access: `readOnly` changes nothing on disk, and throws the same errors as `write`.
    package init(in home: RegistryHome, access: StoreAccess = .write, logger: Logger) throws(DaemonError) {
        self.home = home
        let folder = home.folder
        try folder.checkDatabaseIsWhole()
        database = try Self.openDatabase(home, access, logger)
        do throws(DaemonError) {
            tombstones = try Self.openTombstones(home, database, access, logger)
        } catch {
            database.refuse()
            // The first error counts.
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
                logger.debug("The database is open.", metadata: ["sqlite": "\(version)"])
            case .readOnly:
                database = try SightingDatabase.openReadOnly(
                    at: folder.database, identity: home.identity, checks: home.keys.store, witness: witness)
            }
        } catch {
            throw DaemonError(opening: folder.database, error)
        }
        do {
            try home.plan.checkAreas(known: database.areaNames())
        } catch {
            database.refuse()
            // The first error counts.
            try? database.close()
            throw error as? DaemonError ?? DaemonError(.storeUnreadable, "Cannot read the database \(folder.database).")
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
        // A new database has no commit. If the operator put tombstones there for a restore, the ledger refuses to open before it.
        let isNew = acknowledged.commit == 0
        do {
            if isNew, !home.folder.holdsTombstones {
                return access == .readOnly ? EmptyTombstoneLog() : try TombstoneFile(making: path, keys: home.keys, now: Daemon.clock.now())
            }
            let file = try TombstoneFile(path: path, keys: home.keys, acknowledged: isNew ? nil : acknowledged.tombstones)
            if file.tailBytes > 0 {
                logger.notice(
                    "The tombstone log has bytes after its last record, probably from a crash. The next record replaces them.",
                    metadata: ["bytes": "\(file.tailBytes)"])
            }
            return file
        } catch {
            throw DaemonError(opening: path, error)
        }
    }

    /// Opens the witness of the last commit. A new registry gets it before its database, so a database without a witness has lost it.
    private static func openWitness(_ home: RegistryHome, isNew: Bool, _ access: StoreAccess) throws(DaemonError) -> CommitWitness {
        let path = home.folder.commitWitness
        do {
            let witness = try CommitWitness(path: path, checks: home.keys.store, access: access)
            guard isNew else { return witness }
            if let record = try witness.read(), record.commit > 0 {
                throw DaemonError(
                    .storeCorrupt, "The database \(home.folder.database) is gone, but the file \(path) names its commit \(record.commit).")
            }
            guard access == .write else { return witness }
            try witness.startOver(at: .beforeDatabase)
            return witness
        } catch let error as StoreError {
            throw DaemonError(opening: path, error)
        } catch let error as DaemonError {
            throw error
        } catch {
            throw DaemonError(.storeUnreadable, "Cannot read or write the file \(path).")
        }
    }

    /// Reads and checks everything like ``openLedger(clock:random:acceptsClock:onLoss:onAlert:)``, and changes nothing.
    func tryOpening(_ clock: WallClock) async throws(DaemonError) {
        do {
            try await Ledger.tryOpening(home.parts(on: database, tombstones: tombstones, clock: clock, onLoss: .refuse))
        } catch .incomplete(let loss) {
            throw DaemonError(loss, home.folder, .refuse)
        } catch {
            throw DaemonError(opening: folder.database, error)
        }
    }

    /// Loads everything into memory: about 2.5 µs a plate on two processors.
    ///
    /// - Parameters:
    ///   - acceptsClock: whether the operator accepts a clock that has jumped. The audit chain records this before anything is erased.
    ///   - onLoss: the response to missing acknowledged data.
    ///   - onAlert: takes the alerts that go out.
    package func openLedger(
        clock: WallClock, random: RandomSource = .system, acceptsClock: Bool = false, onLoss: LossResponse = .refuse,
        onAlert: @escaping @Sendable (AlertNotice) -> Void = { _ in }
    ) async throws(DaemonError) -> Ledger {
        let mark = ClockMark(folder: folder)
        let isAccepted = try mark.allowsStart(at: clock.now(), accepting: acceptsClock)
        let ledger: Ledger
        do {
            ledger = try await Ledger.open(
                home.parts(on: database, tombstones: tombstones, clock: clock, random: random, onLoss: onLoss, onAlert: onAlert))
        } catch .incomplete(let loss) {
            database.refuse()
            throw DaemonError(loss, home.folder, onLoss)
        } catch {
            database.refuse()
            throw DaemonError(opening: folder.database, error)
        }
        guard isAccepted else { return ledger }
        do throws(LedgerError) {
            try await ledger.recordAcceptedClock()
        } catch {
            throw DaemonError(operating: error, "The clock was not accepted.")
        }
        try mark.erase()
        return ledger
    }

    /// Makes an admin token and hands it over, if there is no valid one: in a new registry, or if all were revoked or expired.
    ///
    /// It writes the token file before the registry stores the token. After a crash in between, the next start makes another token, so no
    /// registry is left without one.
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
            throw DaemonError(.storeUnreadable, "Cannot store the first admin token.")
        }
        guard isIssued else { return try file.erase() }
        print(isTerminal ? FirstAdminToken.shown(token) : file.announcement)
    }

    package func close() {
        // Everything acknowledged is on disk before this, so an error loses nothing.
        try? database.close()
    }
}

extension DaemonError {
    /// The data that a registry has lost.
    init(_ loss: RegistryLoss, _ folder: DataFolder, _ response: LossResponse) {
        var causes: [Cause] = []
        func add(_ detail: String) { causes.append(Cause(.storeIncomplete, detail)) }
        if case .accept(let named) = response {
            add("--accept-loss names commit \(named), but the last commit is \(loss.found).")
        }
        if loss.lacksCommits {
            let expected = loss.expected.map { "the last one was commit \($0)" } ?? "the file \(folder.commitWitness) is gone or damaged"
            add("The database \(folder.database) ends at commit \(loss.found); \(expected).")
        }
        if loss.lacksTombstones {
            add("Commit \(loss.found) has tombstones that are missing from \(folder.tombstones). A restore could bring back purged data.")
        }
        if !loss.weeks.isEmpty {
            let weeks = loss.weeks.map(String.init).joined(separator: ", ")
            add("Commit \(loss.found) has reports with week keys that are missing from \(folder.weekKeys) or were replaced: \(weeks).")
        }
        self.init(causes)
    }

    /// The error of a registry file that could not be opened.
    init(opening path: String, _ error: StoreError) {
        switch error {
        case .full: self.init(.storeFull, "The disk of \(path) is full.")
        case .inputOutput(let code): self.init(.storeUnreadable, "Cannot read or write the file \(path) (error \(code)).")
        case .otherFile(let name, let code):
            self.init(.storeUnreadable, "Cannot read or write \(name) in the data folder (error \(code)).")
        case .symbolicLink:
            self.init(.storeUnreadable, "\(path) is a symbolic link, and thawd does not follow it. Put the file itself there.")
        case .corrupt, .living: self.init(.storeCorrupt, "The database \(path) is damaged, or it is not the database of a registry.")
        case .altered(let table):
            self.init(.storeCorrupt, "The database \(path) is damaged: the table \(table) was changed from outside.")
        case .backup, .unsealed:
            self.init(.storeCorrupt, "The file \(path) is a backup. Move it to another folder, and then use thawd restore.")
        case .incomplete: self.init(.storeIncomplete, "The database \(path) has lost acknowledged data.")
        case .newer(let schema): self.init(.storeNewer, "The database \(path) has the schema \(schema), which this thawd does not know.")
        case .wrongKey: self.init(.sealWrong, "The database \(path) was made with another seal key.")
        case .locked: self.init(.folderLocked, "The database \(path) is open in another program.")
        case .otherOffset(let stored, let set):
            self.init(.configChanged, "registry.utc_offset is \(set), but the database \(path) was made with \(stored).")
        case .setting(let name): self.init(.storeSettings, "SQLite rejected the setting \(name).")
        }
    }
}

/// An empty tombstone log, to inspect a registry that has none yet. A start would make one.
struct EmptyTombstoneLog: TombstoneLog {
    var end: LogPosition? { LogPosition.none }
    func load() -> [Tombstone] { [] }
    func load(after position: LogPosition) -> [Tombstone] { [] }
    func append(_ tombstones: [Tombstone]) throws(StoreError) { throw .corrupt }
    func prune(before: Instant) throws(StoreError) { throw .corrupt }
    func startOver(at now: Instant, after former: LogPosition) throws(StoreError) { throw .corrupt }
}
