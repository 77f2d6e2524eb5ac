package import Logging
package import SQLiteStore
package import Seal
package import Sightings
import Wire

/// A data folder that is ours, and its key: where a registry is opened, and where a backup is restored.
package struct RegistryHome: Sendable {
    package let plan: StartPlan
    package let folder: DataFolder
    package let keys: SealKeys

    /// Takes the folder's lock, removes what a crash left half-way, and reads the key.
    ///
    /// - Parameter makesKey: whether a folder that holds no registry yet gets a key.
    package init(_ plan: StartPlan, logger: Logger, makesKey: Bool) throws(DaemonError) {
        self.plan = plan
        folder = try DataFolder(path: plan.dataFolder)
        try Staging(folder).sweep()
        if makesKey {
            try folder.checkDatabaseIsWhole()
            if !plan.keyFile.exists, !folder.holdsDatabase {
                try plan.keyFile.create()
                logger.notice("A new seal key was made.", metadata: ["file": "\(plan.keyFile.path)"])
            }
        }
        keys = try Self.readKeys(plan)
        if !keys.lockMemory() {
            logger.warning("The seal key's memory could not be locked, so that it may be swapped out. Raise the limit on locked memory.")
        }
    }

    /// A folder for a look: nothing in it changes.
    init(lookingAt folder: DataFolder, _ plan: StartPlan) throws(DaemonError) {
        self.plan = plan
        self.folder = folder
        keys = try Self.readKeys(plan)
    }

    private static func readKeys(_ plan: StartPlan) throws(DaemonError) -> SealKeys {
        let secret = try plan.keyFile.read()
        do {
            return try SealKeys(secret: secret)
        } catch {
            throw DaemonError(.sealMalformed, "The seal key \(plan.keyFile.path) has the wrong length.")
        }
    }

    package var identity: RegistryIdentity {
        plan.identity(with: keys)
    }

    /// What a ledger on one of the folder's databases stands on.
    package func parts(
        on database: SightingDatabase, tombstones: any TombstoneLog, clock: WallClock, random: RandomSource = .system,
        onLoss: LossResponse
    ) -> LedgerParts {
        LedgerParts(
            rules: plan.settings.rules, keys: keys, weekKeyFolder: WeekKeyFolder(path: folder.weekKeys, random: random), store: database,
            tombstones: tombstones, clock: clock, random: random, areas: plan.areas.areas.map(\.id), onLoss: onLoss)
    }
}
