import Files
import NIOPosix
import SQLiteStore
import Seal
import Sightings
import Wire

extension Operations {
    /// Writes a backup into a staged file: whole, and fsynced.
    func backUp(to file: StagedName) async throws(DaemonError) -> BackupSummary {
        let ledger = try await holder.ledger()
        let path = staging.path(of: file)
        do throws(LedgerError) {
            try await ledger.backUp(to: path)
        } catch {
            throw DaemonError(operating: error)
        }
        guard let status = try? FileLocation(path: path).status() else {
            throw DaemonError(.backupUnwritable, "The backup cannot be found again.")
        }
        return BackupSummary(madeAt: clock.now().seconds, bytes: status.bytes, plates: await ledger.plateCount)
    }

    /// Reads a staged copy of a backup, all of it, and says what it holds.
    func verify(_ file: StagedName) async throws(DaemonError) -> VerifiedBackup {
        let stored = try await StagedBackup(path: staging.path(of: file), home: home).check()
        let log = RestorableSince(home, acknowledged: await holder.tombstonePosition())
        return VerifiedBackup(
            madeAt: stored.backedUpAt?.seconds, plates: stored.plates.count, sightings: stored.sightings.count, voices: stored.voices.count,
            tokens: stored.tokens.count, auditEntries: stored.audit.count,
            tombstones: log.tombstones?.count { $0.commit > stored.counters.commit },
            refusal: log.refusal(of: stored, at: clock.now()).map { FailureCause(code: $0.code.rawValue, detail: $0.detail) })
    }
}

/// A copy of a backup in the data folder, which nobody else writes: what is done to it, the backup itself never feels.
struct StagedBackup: Sendable {
    let path: String
    let home: RegistryHome

    /// Opens it to become the registry's database, and reads every page.
    func open() throws(DaemonError) -> SightingDatabase { try open(SightingDatabase.openCopy) }

    private typealias Opening = (String, RegistryIdentity, StoreChecks) throws(StoreError) -> SightingDatabase

    private func open(_ opening: Opening) throws(DaemonError) -> SightingDatabase {
        guard isDatabase else { throw DaemonError(.backupForeign, "The file is no database.") }
        do throws(StoreError) {
            return try opening(path, home.identity, home.keys.store)
        } catch {
            throw DaemonError(reading: error)
        }
    }

    /// Every row, read, unsealed and held against the others.
    func rows(of database: SightingDatabase) async throws(DaemonError) -> StoredRegistry {
        do throws(StoreError) {
            let stored = try await database.load()
            try await Ledger.checkAside(stored, home)
            return stored
        } catch {
            throw DaemonError(reading: error)
        }
    }

    /// Opens it, reads it whole, closes it, and leaves it as it was.
    func check() async throws(DaemonError) -> StoredRegistry {
        let database = try open(SightingDatabase.lookAtCopy)
        defer { try? database.close() }
        return try await rows(of: database)
    }

    private var isDatabase: Bool {
        (try? FileLocation(path: path).open(.read)).map(BackupFile.isDatabase) ?? false
    }
}

extension Ledger {
    /// The check takes a core for a while, so it takes none of those that answer look-ups.
    static func checkAside(_ stored: StoredRegistry, _ home: RegistryHome) async throws(StoreError) {
        do {
            try await NIOThreadPool.singleton.runIfActive { try Ledger.check(stored, keys: home.keys) }
        } catch {
            throw error as? StoreError ?? .inputOutput(code: 0)
        }
    }
}

/// From when on a backup can be restored with nothing coming back: as far as the tombstones reach, and no longer than they last.
struct RestorableSince {
    /// nil if there are none that can be read.
    let tombstones: [Tombstone]?
    private let file: TombstoneFile?
    private let reach: Instant?
    private let path: String

    /// Reads the file, and never makes one.
    ///
    /// - Parameter acknowledged: the position that the living database holds; nil if there is none that can be read.
    init(_ home: RegistryHome, acknowledged: LogPosition?) {
        path = home.folder.tombstones
        file = try? TombstoneFile(path: path, keys: home.keys, acknowledged: acknowledged)
        tombstones = try? file?.load()
        reach = try? file?.reach()
    }

    /// Why a backup may not be restored; nil where it may.
    func refusal(of backup: StoredRegistry, at now: Instant) -> DaemonError.Cause? {
        guard let reach, tombstones != nil, (try? file?.compare(backup.counters.tombstones)) != .missing else {
            return .init(.restoreNoTombstones, "The file \(path) is missing, cut, damaged or of another key.")
        }
        guard let madeAt = backup.backedUpAt else {
            return .init(.backupTooOld, "The file does not say when it was made, so it is no file that thawd backup wrote.")
        }
        let oldest = max(reach, now.adding(hours: -24 * Tombstone.days))
        guard madeAt < oldest else { return nil }
        return .init(
            .backupTooOld,
            "The backup is of \(WireTime.text(madeAt.seconds)); the tombstones reach back to \(WireTime.text(oldest.seconds)).")
    }
}
