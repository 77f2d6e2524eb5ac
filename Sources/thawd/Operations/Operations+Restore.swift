import Files
import SQLiteStore
import Seal
import Sightings
import Wire

extension Operations {
    /// Puts a staged copy of a backup in the registry's place, with all that was done since.
    ///
    /// It is checked while look-ups go on, and prepared beside the living database; one rename then decides. A crash leaves the one or the other.
    func restore(
        _ file: StagedName, withoutTombstones: Bool, onStep: @Sendable (OperationStep) async -> Void
    ) async throws(DaemonError) -> RestoredBackup {
        await onStep(.checking)
        let backup = try await StagedBackup(path: staging.path(of: file), home: home).check()
        let log = RestorableSince(home, acknowledged: await holder.tombstonePosition())
        if !withoutTombstones, let refusal = log.refusal(of: backup, at: clock.now()) { throw DaemonError([refusal]) }
        await onStep(.replacing)
        let restoration = Restoration(home: home, staging: staging, file: file, clock: clock)
        return try await holder.whileClosed { () async throws(DaemonError) in try await restoration.run() }
    }
}

/// A restore, while nobody has the registry open.
struct Restoration: Sendable {
    let home: RegistryHome
    let staging: Staging
    let file: StagedName
    let clock: WallClock

    private var path: String { staging.path(of: file) }
    private var living: String { home.folder.database }

    func run() async throws(DaemonError) -> RestoredBackup {
        let replacesLiving = home.folder.holdsDatabase
        let living = replacesLiving ? try await readLiving() : nil
        let hadTombstones = home.folder.holdsTombstones
        let tombstones = try openTombstones(acknowledged: living?.counters.tombstones)
        let witness = try openWitness()
        let prepared = try await prepare(beside: living, tombstones, beyond: try Self.read(witness)?.commit)
        try swap(isLivingWhole: living != nil)
        if let record = prepared.record { try Self.write(record, to: witness) }
        let report = prepared.report
        let tokens: RestoredBackup.Provenance =
            if report.keptLiving { .kept } else if !replacesLiving { .noOthers } else if living == nil { .unreadable } else { .strangers }
        // The token that waits in the file was the other registry's.
        if tokens == .strangers { try FirstAdminToken(folder: home.folder).erase() }
        if prepared.areTombstonesOthers { try startOver(tombstones, from: tombstones.end) }
        return RestoredBackup(
            madeAt: prepared.backup.backedUpAt?.seconds, plates: report.plates, tombstones: report.tombstones,
            plateChanges: report.plateChanges, droppedVoices: report.droppedVoices, fallen: report.fallen, tokens: tokens,
            hadTombstones: hadTombstones && !prepared.areTombstonesOthers)
    }

    private struct Prepared {
        let backup: StoredRegistry
        let report: RestorationReport
        /// Whether the ids in the file are those of another registry's rows.
        let areTombstonesOthers: Bool
        let record: CommitWitness.Record?
    }

    /// All that the database to be replaced holds; nil where it is damaged.
    private func readLiving() async throws(DaemonError) -> StoredRegistry? {
        do throws(StoreError) {
            let database = try SightingDatabase.openReplaced(path: living, identity: home.identity, checks: home.keys.store)
            defer { try? database.close() }
            let stored = try await database.load()
            try await Ledger.checkAside(stored, home)
            try await database.eraseTraces()
            return stored
        } catch {
            switch error {
            case .corrupt, .altered, .backup: return nil
            default: throw DaemonError(opening: living, error)
            }
        }
    }

    private func openWitness() throws(DaemonError) -> CommitWitness {
        let path = home.folder.commitWitness
        do { return try CommitWitness(path: path, checks: home.keys.store) } catch { throw DaemonError(opening: path, error) }
    }

    private static func read(_ witness: CommitWitness) throws(DaemonError) -> CommitWitness.Record? {
        do { return try witness.read() } catch { throw DaemonError(.storeUnreadable, "The witness of the last commit cannot be read.") }
    }

    private static func write(_ record: CommitWitness.Record, to witness: CommitWitness) throws(DaemonError) {
        do {
            try witness.startOver(at: record)
        } catch {
            throw DaemonError(.storeUnreadable, "The backup is in place, but the witness of its last commit cannot be written.")
        }
    }

    /// The tombstones; if they are missing or damaged, which the operator has accepted by now, new ones from here on.
    private func openTombstones(acknowledged: LogPosition?) throws(DaemonError) -> TombstoneFile {
        let path = home.folder.tombstones
        let file: TombstoneFile
        do { file = try TombstoneFile(path: path, keys: home.keys, acknowledged: acknowledged) } catch {
            throw DaemonError(opening: path, error)
        }
        if file.end == nil { try startOver(file, from: acknowledged) }
        return file
    }

    private func startOver(_ tombstones: TombstoneFile, from base: LogPosition?) throws(DaemonError) {
        do {
            try tombstones.startOver(at: clock.now(), from: base ?? .none)
        } catch {
            throw DaemonError(opening: home.folder.tombstones, error)
        }
    }

    /// Makes of the copy what the registry is to be, and closes it with an empty log.
    private func prepare(
        beside living: StoredRegistry?, _ tombstones: TombstoneFile, beyond witnessed: CommitNumber?
    ) async throws(DaemonError) -> Prepared {
        let staged = StagedBackup(path: path, home: home)
        let database = try staged.open()
        defer { try? database.close() }
        let backup = try await staged.rows(of: database)
        do {
            let kept = living.flatMap { $0.isSameRegistry(as: backup) ? $0 : nil }
            let isStranger = living != nil && kept == nil
            // Those that reach back to the backup were put there for it.
            let areTombstonesOthers = isStranger && RestorableSince(home, acknowledged: nil).refusal(of: backup, at: clock.now()) != nil
            // Before the ledger makes the current week's key where there is none.
            let weeks = isStranger ? [] : Set(try WeekKeyFolder(path: home.folder.weekKeys).weeks())
            var changes = Changes(restoring: backup, keeping: kept)
            // Else the witness would name a commit that the restored database lacks.
            changes.counters.commit = max(changes.counters.commit, witnessed ?? 0)
            changes.counters.tombstones = tombstones.end ?? changes.counters.tombstones
            try await database.commit(changes)
            let ledger = try await Ledger.open(home.parts(on: database, tombstones: tombstones, clock: clock, onLoss: .ignore))
            let deeds = areTombstonesOthers ? [] : try tombstones.load()
            let report = try await ledger.restore(deeds, since: backup.counters.commit, keepsLiving: kept != nil, weeks: weeks)
            await ledger.stop()
            try await database.eraseTraces()
            let record = database.record
            try database.close()
            return Prepared(backup: backup, report: report, areTombstonesOthers: areTombstonesOthers, record: record)
        } catch let error as StoreError {
            throw DaemonError(reading: error)
        } catch let error as LedgerError {
            throw DaemonError(operating: error)
        } catch {
            throw DaemonError(.restoreFailed, "The copy of the backup could not be prepared.")
        }
    }

    /// The living database gets a second name, the new one takes its first, and what stands under the second is overwritten and removed.
    private func swap(isLivingWhole: Bool) throws(DaemonError) {
        let (prepared, database) = (FileLocation(path: path), FileLocation(path: living))
        func isEmpty(_ log: String) -> Bool { (try? FileLocation(path: log).status(followingLinks: true))?.bytes ?? 0 == 0 }
        guard isEmpty(path + "-wal") else { throw DaemonError(.restoreFailed, "The log of the prepared copy is not empty.") }
        guard !isLivingWhole || isEmpty(living + "-wal") else {
            throw DaemonError(.restoreFailed, "The log of the living database is not empty.")
        }
        do throws(FileError) {
            try prepared.sync()
            if home.folder.holdsDatabase {
                try database.link(to: FileLocation(path: path + ".old"))
                try database.syncFolder()
            }
            // A log that stayed would be taken for the new database's.
            for end in ["-wal", "-shm", "-journal"] { try FileLocation(path: living + end).erase() }
            try prepared.rename(to: database)
        } catch {
            try? staging.erase(file)
            throw DaemonError(.restoreFailed, "The prepared copy could not be put in place.")
        }
        do {
            try database.syncFolder()
        } catch {
            throw DaemonError(.storeUnreadable, "The backup is in place, but whether it survives a power loss is not known.")
        }
        try staging.erase(file)
    }
}

extension StoredRegistry {
    /// Whether a backup was made of this registry: then they have a token in common, or none was ever issued. A registry that a first start made
    /// in the meantime is another one, and its single token stands for nobody whom the backup knows.
    fileprivate func isSameRegistry(as backup: StoredRegistry) -> Bool {
        guard !backup.tokens.isEmpty else { return counters.commit >= backup.counters.commit }
        let hashes = Set(rows.tokens.map(\.hash))
        return backup.tokens.contains { hashes.contains($0.hash) }
    }
}
