import Files
import GRDB
package import Seal
package import Sightings

extension SightingDatabase {
    /// Opens a copy of a backup, or of a stopped daemon's database, and reads every page of it. A seal at its end is checked and cut off.
    ///
    /// The copy is brought to the newest shape. Throws `unsealed` for a backup whose seal is gone, `corrupt` for a file that is damaged or holds
    /// anything else.
    package static func openCopy(path: String, identity: RegistryIdentity, checks: StoreChecks) throws(StoreError) -> SightingDatabase {
        let finding = try BackupSeal.check(path, checks)
        if let bytes = finding.databaseBytes {
            do { try FileLocation(path: path).open(.write).cut(to: bytes) } catch { throw StoreError(error) }
        }
        let database = try openAside(path: path, identity: identity, checks: checks)
        do throws(StoreError) {
            // After the key was asked: under another one every seal looks altered.
            if case .altered = finding { throw .corrupt }
            let form = try translating { try database.queue.read(RegistryForm.read) }
            if case .none = finding, form == .backup { throw .unsealed }
        } catch {
            try? database.close()
            throw error
        }
        return database
    }

    /// Opens a registry's own database that is about to be replaced, and reads every page of it. Throws `corrupt` for a file that is damaged,
    /// `backup` for one that is a backup.
    package static func openReplaced(path: String, identity: RegistryIdentity, checks: StoreChecks) throws(StoreError) -> SightingDatabase {
        let database = try openAside(path: path, identity: identity, checks: checks)
        guard try translating({ try database.queue.read(RegistryForm.read) }) == .living else {
            try? database.close()
            throw .backup
        }
        return database
    }

    private static func openAside(path: String, identity: RegistryIdentity, checks: StoreChecks) throws(StoreError) -> SightingDatabase {
        let database = try SightingDatabase(path: path, checks: checks, witness: nil, mustHoldRegistry: true)
        do throws(StoreError) {
            try translating {
                try database.queue.write { try database.claim($0, for: identity) }
                let verdict = try database.queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(1)") }
                guard verdict == ["ok"] else { throw StoreError.corrupt }
            }
        } catch {
            database.refuse()
            try? database.close()
            throw error
        }
        return database
    }

    /// Writes a copy by SQLite's own backup, page by page; the copy appears whole or not at all. Nothing is written meanwhile.
    ///
    /// Not by copying the file: closing it elsewhere in this process would drop the connection's locks on it.
    package func copy(to path: String) async throws(StoreError) {
        let unfinished = path + ".new"
        let (draft, file) = (FileLocation(path: unfinished), FileLocation(path: path))
        try await translatingAwaited {
            for end in ["", "-wal"] { try FileLocation(path: unfinished + end).removeIfThere() }
            try await queue.writeWithoutTransaction(log.empty)
            let copy = try DatabaseQueue(path: unfinished, configuration: Self.copying)
            try queue.backup(to: copy)
            try await copy.write { try markAsBackup($0) }
            // What stays in the copy's log would not be in the copy.
            try await copy.writeWithoutTransaction(WriteAheadLog(of: unfinished).empty)
            try copy.close()
            try BackupSeal.append(to: unfinished, checks)
            let written = try draft.open(.read)
            try written.closeToOthers()
            try written.sync()
            try draft.rename(to: file)
            try file.syncFolder()
        }
    }

    /// The log of the copy needs no shared-memory file, and goes as the copy is closed.
    private static var copying: Configuration {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
        return configuration
    }

    private func markAsBackup(_ copy: Database) throws {
        var sums = state.sums
        let counters = try StateRow.read(copy, checks).row.counters
        try RegistryForm.backup.write(checks, to: copy, &sums)
        _ = try StateRow(counters, sums, checks).write(to: copy, checks)
    }
}
