import Foundation
import SQLiteStore
import Seal
package import Sightings
import Vocabulary

extension TestRegistry {
    /// Makes a backup.
    ///
    /// - Returns: its path.
    package func backUp() async throws -> String {
        let path = folder.path + "/backup"
        try await ledger.backUp(to: path)
        return path
    }

    /// Restores a backup into a folder of its own, as `thawd restore` does.
    ///
    /// - Parameter changeKeys: what becomes of the week keys on the way.
    package func restored(
        from backup: String, keepsLiving: Bool = true, weekKeys: Bool = true, changeKeys: (_ folder: String) throws -> Void = { _ in }
    ) async throws -> (registry: TestRegistry, report: RestorationReport) {
        let living = keepsLiving ? try await store.load() : nil
        let tombstones = try tombstones.load()
        let folder = TemporaryFolder()
        try FileManager.default.copyItem(atPath: backup, toPath: folder.path + "/thaw.db")
        if weekKeys {
            try FileManager.default.copyItem(atPath: self.folder.path + "/week-keys", toPath: folder.path + "/week-keys")
            try changeKeys(folder.path + "/week-keys")
        }
        let identity = RegistryIdentity(keyWitness: keys.keyWitness, utcOffset: .zero)
        let database = try SightingDatabase.openCopy(path: folder.path + "/thaw.db", identity: identity, checks: keys.store)
        let stored = try await database.load()
        let renumbering = Renumbering(
            restoring: stored, keeping: living, witnessed: living?.counters.commit, tombstones, random: .system)
        try await database.commit(Changes(restoring: stored, keeping: living, from: renumbering))
        try database.close()
        let again = try await TestRegistry(folder: folder, clock: clock, rules: rules, onLoss: .ignore)
        try again.tombstones.startOver(at: clock.now, after: .none)
        let report = try await again.ledger.restore(tombstones, since: stored.counters.commit, keepsLiving: keepsLiving)
        return (again, report)
    }
}
