import DaemonSupport
import Files
import NIOPosix
import SQLiteStore
import Seal
import Sightings
import Wire

extension Operations {
    /// Writes a backup into a staged file. It is whole and on disk when this returns.
    func backUp(to file: StagedName) async throws(DaemonError) -> BackupSummary {
        let ledger = try await holder.ledger()
        let path = staging.path(of: file)
        do throws(LedgerError) {
            try await ledger.backUp(to: path)
        } catch {
            throw DaemonError(operating: error, "A backup needs room for a copy of the database. No backup was written.")
        }
        let status: FileStatus?
        do throws(FileError) {
            status = try FileLocation(path: path).status()
        } catch {
            throw DaemonError(.backupUnwritable, "Cannot find the size of the backup (\(error.cause)).")
        }
        guard let status else { throw DaemonError(.backupUnwritable, "The backup has disappeared from the data folder.") }
        return BackupSummary(madeAt: clock.now().seconds, bytes: status.bytes, plates: await ledger.plateCount)
    }

    /// Reads the whole staged copy of a backup, and returns its content.
    func verify(_ file: StagedName) async throws(DaemonError) -> VerifiedBackup {
        let stored = try await StagedBackup(path: staging.path(of: file), home: home).check()
        let log = TombstoneReach(home, acknowledged: await holder.living()?.tombstones(for: stored))
        return VerifiedBackup(
            madeAt: stored.backedUpAt?.seconds, plates: stored.plates.count, sightings: stored.sightings.count, voices: stored.voices.count,
            tokens: stored.tokens.count, auditEntries: stored.audit.count,
            tombstones: log.tombstones?.count { $0.commit > stored.counters.commit },
            refusal: log.refusal(of: stored, at: clock.now()).map { FailureCause(code: $0.code.rawValue, detail: $0.detail) })
    }
}

/// A copy of a backup in the data folder, which only the daemon writes. The backup itself never changes.
struct StagedBackup: Sendable {
    let path: String
    let home: RegistryHome

    /// Opens the copy as the registry's next database, and reads every page.
    func open() throws(DaemonError) -> SightingDatabase { try open(SightingDatabase.openCopy) }

    private typealias Opening = (String, RegistryIdentity, StoreChecks) throws(StoreError) -> SightingDatabase

    private func open(_ opening: Opening) throws(DaemonError) -> SightingDatabase {
        guard isDatabase else { throw DaemonError(.backupForeign, "The file is not a database.") }
        do throws(StoreError) {
            return try opening(path, home.identity, home.keys.store)
        } catch {
            throw DaemonError(reading: error)
        }
    }

    /// Reads every row, decrypts the plates, and checks that the rows fit each other.
    func rows(of database: SightingDatabase) async throws(DaemonError) -> StoredRegistry {
        do throws(StoreError) {
            let stored = try await database.load()
            try await Ledger.checkOnThreadPool(stored, home)
            return stored
        } catch {
            throw DaemonError(reading: error)
        }
    }

    /// Reads the whole copy without changing it.
    func check() async throws(DaemonError) -> StoredRegistry {
        let database = try open(SightingDatabase.lookAtCopy)
        // An error does not matter: nothing was written.
        defer { try? database.close() }
        return try await rows(of: database)
    }

    /// Whether it begins like a database. A file that cannot be opened counts as none.
    private var isDatabase: Bool {
        (try? FileLocation(path: path).open(.read)).map(BackupFile.isDatabase) ?? false
    }
}

extension Ledger {
    /// Checks the rows on a thread pool, because it takes long and must not block the threads that answer look-ups.
    static func checkOnThreadPool(_ stored: StoredRegistry, _ home: RegistryHome) async throws(StoreError) {
        do {
            try await NIOThreadPool.singleton.runIfActive { try Ledger.check(stored, keys: home.keys) }
        } catch {
            throw error as? StoreError ?? .inputOutput(code: 0)
        }
    }
}

/// How far back the tombstones reach. An older backup cannot be restored without purged data coming back.
struct TombstoneReach {
    /// nil if the tombstones cannot be read.
    let tombstones: [Tombstone]?
    private let file: TombstoneFile?
    private let reach: Instant?
    private let path: String

    /// Reads the file, and never makes one. Any error has the same effect as a missing file: ``refusal(of:at:)`` reports it.
    ///
    /// - Parameter acknowledged: the position that the current database stores; nil if it cannot be read, or is another registry's.
    init(_ home: RegistryHome, acknowledged: LogPosition?) {
        path = home.folder.tombstones
        file = try? TombstoneFile(path: path, keys: home.keys, acknowledged: acknowledged)
        tombstones = try? file?.load()
        reach = try? file?.reach()
    }

    /// Why a backup may not be restored; nil if it may.
    func refusal(of backup: StoredRegistry, at now: Instant) -> DaemonError.Cause? {
        let incomplete = DaemonError.Cause(
            .restoreNoTombstones, "The file \(path) is missing, cut short or damaged, or it belongs to another registry.")
        guard let reach, tombstones != nil else { return incomplete }
        guard let madeAt = backup.backedUpAt else {
            return .init(.backupTooOld, "The file does not say when it was made, so thawd backup did not write it.")
        }
        let oldest = max(reach, now.adding(hours: -24 * Tombstone.days))
        guard madeAt >= oldest else {
            return .init(
                .backupTooOld,
                "The backup was made \(WireTime.text(madeAt.seconds)), but the tombstones begin \(WireTime.text(oldest.seconds)).")
        }
        return compare(backup) == .missing ? incomplete : nil
    }

    /// Whether the log has the last record that the backup knew; nil if it knew of none, or if there is no log.
    func compare(_ backup: StoredRegistry) -> CheckedTombstoneLog.Comparison? {
        let position = backup.counters.tombstones
        return position == .none ? nil : try? file?.compare(position)
    }
}
