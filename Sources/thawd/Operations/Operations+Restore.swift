import DaemonSupport
import Files
import SQLiteStore
import Seal
import Sightings
import Wire

extension Operations {
    /// Replaces the registry with a staged copy of a backup, and reapplies later operations.
    ///
    /// Look-ups continue while it checks the copy. It prepares the copy beside the current database, and then one rename replaces the
    /// database. After a crash, the folder has either the old or the new one.
    func restore(
        _ file: StagedName, withoutTombstones: Bool, onStep: @Sendable (OperationStep) async -> Void
    ) async throws(DaemonError) -> RestoredBackup {
        await onStep(.checking)
        let backup = try await StagedBackup(path: staging.path(of: file), home: home).check()
        let restoration = Restoration(
            home: home, staging: staging, file: file, clock: clock, living: await holder.living(), withoutTombstones: withoutTombstones)
        // Before the registry closes.
        _ = try restoration.tombstones(since: backup, beside: restoration.living)
        await onStep(.replacing)
        return try await holder.whileClosed { () async throws(DaemonError) in try await restoration.run() }
    }
}

/// A restore. It runs while the registry is closed.
struct Restoration: Sendable {
    let home: RegistryHome
    let staging: Staging
    let file: StagedName
    let clock: WallClock
    /// The registry as it was before it closed; nil if it cannot be read.
    let living: LivingRegistry?
    let withoutTombstones: Bool

    private static let unchanged = "A restore needs room for two more copies of the database. The registry was not changed."

    private var path: String { staging.path(of: file) }
    private var databasePath: String { home.folder.database }

    func run() async throws(DaemonError) -> RestoredBackup {
        let replacesDatabase = home.folder.holdsDatabase
        let witness = try openWitness()
        let witnessed = try Self.read(witness)?.commit
        let current = replacesDatabase ? try await readCurrent(witnessed) : nil
        let prepared = try await prepare(beside: current, witnessed: witnessed)
        // Before the swap: beside the restored registry, a crash would leave tombstones whose numbers mean other plates.
        let tombstones = prepared.tombstones
        if tombstones.areForeign, tombstones.wereWhole, let current {
            try forget(tombstones.file, through: current.counters.tombstones, or: "The registry was not changed.")
        }
        try swap(isCurrentWhole: current.map { $0.hasCommit(witnessed) } ?? false)
        // The others, which the former registry never acknowledged.
        if tombstones.areForeign { try forget(tombstones.file, through: tombstones.formerEnd, or: "The backup was restored. Repeat it.") }
        if let record = prepared.record { try Self.write(record, to: witness) }
        let report = prepared.report
        let tokens: RestoredBackup.Provenance =
            if report.keptLiving { .kept } else if !replacesDatabase { .noOthers } else if current == nil { .unreadable } else {
                .strangers
            }
        // The unused token in the file belonged to the other registry.
        if tokens == .strangers { try FirstAdminToken(folder: home.folder).erase() }
        return RestoredBackup(
            madeAt: prepared.backup.backedUpAt?.seconds, plates: report.plates, tombstones: report.tombstones,
            plateChanges: report.plateChanges, droppedVoices: report.droppedVoices, fallen: report.fallen, tokens: tokens,
            hadTombstones: tombstones.wereWhole && !tombstones.areForeign)
    }

    /// The tombstones beside a backup. Throws if the operations since the backup cannot be reapplied, unless the operator accepted that.
    ///
    /// - Parameter registry: the registry that the backup would replace; nil if it cannot be read.
    func tombstones(since backup: StoredRegistry, beside registry: LivingRegistry?) throws(DaemonError) -> TombstoneReach {
        let reach = TombstoneReach(home, acknowledged: registry?.tombstones(for: backup))
        if let refusal = reach.refusal(of: backup, at: clock.now()), !withoutTombstones { throw DaemonError([refusal]) }
        return reach
    }

    private struct Prepared {
        let backup: StoredRegistry
        let report: RestorationReport
        let tombstones: Tombstones
        let record: CommitWitness.Record?
    }

    /// The tombstone log of a restore.
    private struct Tombstones {
        let file: TombstoneFile
        /// Whether its row IDs belong to another registry.
        let areForeign: Bool
        /// False if the log was missing, damaged or shorter than the backup knew it, which the operator accepted.
        let wereWhole: Bool
        /// Where the log ended before the restore.
        let formerEnd: LogPosition
    }

    /// Reads the database that will be replaced; nil if it is empty, damaged or on a broken disk. Empties its log only if it has the
    /// witnessed commit: if the restore fails, whatever was found is still there.
    private func readCurrent(_ witnessed: CommitNumber?) async throws(DaemonError) -> StoredRegistry? {
        guard !home.folder.databaseIsEmpty else { return nil }
        do throws(StoreError) {
            let database = try SightingDatabase.openReplaced(path: databasePath, identity: home.identity, checks: home.keys.store)
            // An error does not matter: this database will be replaced.
            defer { try? database.close() }
            let stored = try await database.load()
            database.refuse()
            try await Ledger.checkOnThreadPool(stored, home)
            if stored.hasCommit(witnessed) { try await database.eraseTraces() }
            return stored
        } catch {
            switch error {
            case .corrupt, .altered, .backup, .inputOutput: return nil
            default: throw DaemonError(opening: databasePath, error)
            }
        }
    }

    private func openWitness() throws(DaemonError) -> CommitWitness {
        let path = home.folder.commitWitness
        do { return try CommitWitness(path: path, checks: home.keys.store) } catch { throw DaemonError(opening: path, error) }
    }

    private static func read(_ witness: CommitWitness) throws(DaemonError) -> CommitWitness.Record? {
        try failing(as: .storeUnreadable, "Cannot read the witness of the last commit.") { try witness.read() }
    }

    private static func write(_ record: CommitWitness.Record, to witness: CommitWitness) throws(DaemonError) {
        try failing(as: .storeUnreadable, "The backup was restored, but the witness of its last commit cannot be written.") {
            try witness.startOver(at: record)
        }
    }

    /// Opens the tombstones. If they are missing or damaged, which the operator has accepted, it starts a new log with those that can be
    /// read. If only the last ones are missing, the log stays, but no longer reaches back to an older backup.
    private func openTombstones(for backup: StoredRegistry, beside current: StoredRegistry?) throws(DaemonError) -> Tombstones {
        let registry = current.map(LivingRegistry.init) ?? living
        let reach = try tombstones(since: backup, beside: registry)
        // If they reach back to the backup, or have the record that it names, the operator put them there for it.
        let areBackups = reach.refusal(of: backup, at: clock.now()) == nil || reach.compare(backup) == .held
        let areForeign = current != nil && registry?.isSame(as: backup) == false && !areBackups
        let acknowledged = areForeign ? current?.counters.tombstones : registry?.tombstones(for: backup)
        let path = home.folder.tombstones
        do {
            let file = try TombstoneFile(path: path, keys: home.keys, acknowledged: acknowledged)
            guard let end = file.end else {
                try file.startOver(at: clock.now(), after: acknowledged ?? .none)
                return Tombstones(file: file, areForeign: areForeign, wereWhole: false, formerEnd: file.end ?? .none)
            }
            let areShort = !areForeign && reach.compare(backup) == .missing
            if areShort { try file.limitReach(to: clock.now()) }
            return Tombstones(file: file, areForeign: areForeign, wereWhole: !areShort, formerEnd: end)
        } catch {
            throw DaemonError(opening: path, error)
        }
    }

    /// Forgets tombstones whose numbers mean nothing in the restored registry. Until the swap, and after a crash before it, the log fits the
    /// current database, too.
    private func forget(_ tombstones: TombstoneFile, through position: LogPosition, or failure: String) throws(DaemonError) {
        try failing(as: .restoreFailed, "Cannot shorten the tombstone log. \(failure)") {
            try tombstones.forget(through: position, at: clock.now())
        }
    }

    /// Writes a renumbering to the log. Returns once it survives a power loss.
    private func append(_ renumbering: Renumbering, to tombstones: TombstoneFile) throws(DaemonError) {
        let rules = home.plan.settings.rules
        do {
            try tombstones.append([renumbering.tombstone(madeAt: rules.start(of: rules.day(of: clock.now())))])
        } catch {
            throw DaemonError(opening: home.folder.tombstones, error)
        }
    }

    /// Turns the copy into the next database, and closes it with an empty write-ahead log.
    private func prepare(
        beside current: StoredRegistry?, witnessed: CommitNumber?
    ) async throws(DaemonError) -> Prepared {
        let staged = StagedBackup(path: path, home: home)
        let database = try staged.open()
        // After an error only: the copy is then erased. The success path closes it below, and checks that.
        defer { try? database.close() }
        let backup = try await staged.rows(of: database)
        do {
            let kept = current.flatMap { LivingRegistry($0).isSame(as: backup) ? $0 : nil }
            let opened = try openTombstones(for: backup, beside: current)
            let tombstones = opened.file
            let logged = try tombstones.load()
            let renumbering = Renumbering(restoring: backup, keeping: kept, witnessed: witnessed, logged, random: .system)
            if let renumbering { try append(renumbering, to: tombstones) }
            var changes = Changes(restoring: backup, keeping: kept, from: renumbering)
            changes.counters.tombstones = tombstones.end ?? changes.counters.tombstones
            try await database.commit(changes)
            let ledger = try await Ledger.open(home.parts(on: database, tombstones: tombstones, clock: clock, onLoss: .ignore))
            let operations = opened.areForeign ? [] : logged
            let report = try await ledger.restore(operations, since: backup.counters.commit, keepsLiving: kept != nil)
            await ledger.stop()
            try await database.eraseTraces()
            let record = database.record
            try database.close()
            return Prepared(backup: backup, report: report, tombstones: opened, record: record)
        } catch StoreError.full {
            throw DaemonError(operating: .storeFull, Self.unchanged)
        } catch let error as StoreError {
            throw DaemonError(reading: error)
        } catch let error as LedgerError {
            throw DaemonError(operating: error, Self.unchanged)
        } catch let error as DaemonError {
            throw error
        } catch {
            throw DaemonError(.restoreFailed, "Cannot prepare the copy of the backup.")
        }
    }

    /// Gives the current database a second name, renames the new one over the first name, and then overwrites and removes the old one.
    private func swap(isCurrentWhole: Bool) throws(DaemonError) {
        let (prepared, database) = (FileLocation(path: path), FileLocation(path: databasePath))
        func isEmpty(_ log: String) throws(DaemonError) -> Bool {
            do throws(FileError) {
                return try FileLocation(path: log).status(followingLinks: true)?.bytes ?? 0 == 0
            } catch {
                throw DaemonError(.restoreFailed, "Cannot find the size of \(log) (\(error.cause)).")
            }
        }
        guard try isEmpty(path + "-wal") else { throw DaemonError(.restoreFailed, "The log of the prepared copy is not empty.") }
        if isCurrentWhole, try !isEmpty(databasePath + "-wal") {
            throw DaemonError(.restoreFailed, "The log of the current database is not empty.")
        }
        do throws(FileError) {
            try prepared.sync()
            if home.folder.holdsDatabase {
                try database.link(to: FileLocation(path: path + ".old"))
                try database.syncFolder()
            }
            // SQLite would use a log that stayed for the new database.
            for end in ["-wal", "-shm", "-journal"] { try FileLocation(path: databasePath + end).erase() }
            try prepared.rename(to: database)
        } catch {
            // The next start erases it if this fails. The first error counts.
            try? staging.erase(file)
            throw DaemonError(.restoreFailed, "Cannot replace the database with the prepared copy.")
        }
        try failing(as: .storeUnreadable, "The backup was restored, but may not survive a power loss.") { try database.syncFolder() }
        try staging.erase(file)
    }
}
