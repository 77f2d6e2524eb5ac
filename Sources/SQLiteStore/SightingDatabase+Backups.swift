import Files
import GRDB
package import Seal
package import Sightings

extension SightingDatabase {
    /// Opens a copy of a backup, reads every page of it, and changes nothing.
    ///
    /// Throws `unsealed` for a backup without its seal, `living` for a copy of a registry's own database, `corrupt` for a damaged file or
    /// one with other content.
    package static func lookAtCopy(path: String, identity: RegistryIdentity, checks: StoreChecks) throws(StoreError) -> SightingDatabase {
        let finding = try BackupSeal.check(path, checks)
        let queue = try ReadOnlyDatabase.open(path)
        let database = SightingDatabase(queue: queue, log: WriteAheadLog(of: path), checks: checks, witness: nil, isReadOnly: true)
        try database.requireCopy(of: identity, finding)
        return database
    }

    /// Opens a copy that will become a registry's own database: like ``lookAtCopy(path:identity:checks:)``, but cuts off the seal and
    /// migrates the file. Without its seal a backup cannot be opened again until the first commit.
    package static func openCopy(path: String, identity: RegistryIdentity, checks: StoreChecks) throws(StoreError) -> SightingDatabase {
        let finding = try BackupSeal.check(path, checks)
        if let bytes = finding.databaseBytes {
            try translating { try FileLocation(path: path).open(.write).cut(to: bytes) }
        }
        let database = try SightingDatabase(path: path, checks: checks, witness: nil)
        try database.requireCopy(of: identity, finding)
        return database
    }

    /// Opens a registry's own database before it is replaced, and reads every page. Throws `corrupt` for a damaged file, `backup` for a
    /// backup.
    package static func openReplaced(path: String, identity: RegistryIdentity, checks: StoreChecks) throws(StoreError) -> SightingDatabase {
        let database = try SightingDatabase(path: path, checks: checks, witness: nil)
        try database.requireWhole(identity) { kind throws(StoreError) in
            guard kind == .live else { throw .backup }
        }
        return database
    }

    private func requireCopy(of identity: RegistryIdentity, _ finding: BackupSeal.Finding) throws(StoreError) {
        try requireWhole(identity) { kind throws(StoreError) in
            // Checked after the key: with a wrong key every seal looks altered.
            if case .altered = finding { throw .corrupt }
            if case .none = finding { throw kind == .backup ? .unsealed : .living }
        }
    }

    /// Closes the database and throws if it is not a registry of this identity, if `check` refuses its kind, or if a page is damaged.
    private func requireWhole(
        _ identity: RegistryIdentity, _ check: (DatabaseKind) throws(StoreError) -> Void
    ) throws(StoreError) {
        try examine { database in
            guard try RegistryTable.layout.hasRows(database) else { throw StoreError.corrupt }
            try claim(database, for: identity)
            // Of a copy that a daemon wrote to meanwhile, its kind says more than a damaged page.
            try check(DatabaseKind.read(from: database))
            guard try String.fetchAll(database, sql: "PRAGMA integrity_check(1)") == ["ok"] else { throw StoreError.corrupt }
        }
    }

    /// Writes a copy with SQLite's backup, page by page; it appears whole or not at all. Blocks writes meanwhile.
    ///
    /// Does not copy the file: closing it elsewhere in this process would drop the connection's locks.
    package func copy(to path: String) async throws(StoreError) {
        let unfinished = path + ".new"
        let (draft, file) = (FileLocation(path: unfinished), FileLocation(path: path))
        try await translatingAwaited {
            for end in ["", "-wal", "-shm", "-journal"] { try FileLocation(path: unfinished + end).removeIfThere() }
            let copy = try DatabaseQueue(path: unfinished)
            let sums = try await queue.writeWithoutTransaction { database in
                try copy.writeWithoutTransaction { try database.backup(to: $0) }
                // Commits go on behind this.
                return state.sums
            }
            try await copy.write { try markAsBackup($0, sums) }
            // Pages left in the copy's log would be missing from the copy.
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

    private func markAsBackup(_ copy: Database, _ copied: TableSums) throws {
        var sums = copied
        let counters = try StateRow.read(copy, checks).row.counters
        try DatabaseKind.backup.write(checks, to: copy, &sums)
        _ = try StateRow(counters, sums, checks).write(to: copy, checks)
    }
}
