package import DaemonSupport
package import Logging
package import SQLiteStore
package import Seal
package import Sightings
import Wire

/// A locked data folder and its seal key. A registry is opened, and a backup is restored, with it.
package struct RegistryHome: Sendable {
    package let plan: StartPlan
    package let folder: DataFolder
    package let keys: SealKeys

    /// Locks the folder, removes temporary files of a crash, and reads the key.
    ///
    /// - Parameter makesKey: whether to make a key for a folder without a registry.
    package init(_ plan: StartPlan, logger: Logger, makesKey: Bool) throws(DaemonError) {
        self.plan = plan
        folder = try DataFolder(path: plan.dataFolder)
        try Staging(folder).sweep()
        if makesKey {
            try folder.checkDatabaseIsWhole()
            if !plan.keyFile.exists, !folder.wasUsed {
                try plan.keyFile.create()
                logger.notice("Made a new seal key.", metadata: ["file": "\(plan.keyFile.path)"])
            }
        }
        keys = try Self.readKeys(plan)
        if !keys.lockMemory() {
            logger.warning("Cannot lock the seal key in memory, so it may be swapped to disk. Raise the limit on locked memory.")
        }
    }

    /// For an inspection of the folder, which changes nothing.
    init(inspecting folder: DataFolder, _ plan: StartPlan) throws(DaemonError) {
        self.plan = plan
        self.folder = folder
        keys = try Self.readKeys(plan)
    }

    private static func readKeys(_ plan: StartPlan) throws(DaemonError) -> SealKeys {
        let secret = try plan.keyFile.read()
        return try failing(as: .sealMalformed, "The seal key \(plan.keyFile.path) has the wrong length.") { try SealKeys(secret: secret) }
    }

    package var identity: RegistryIdentity {
        plan.identity(with: keys)
    }

    /// The parts of a ledger on one of the folder's databases.
    package func parts(
        on database: SightingDatabase, tombstones: any TombstoneLog, clock: WallClock, random: RandomSource = .system,
        onLoss: LossResponse, onAlert: @escaping @Sendable (AlertNotice) -> Void = { _ in }
    ) -> LedgerParts {
        LedgerParts(
            rules: plan.settings.rules, keys: keys, weekKeyFolder: WeekKeyFolder(path: folder.weekKeys, random: random), store: database,
            tombstones: tombstones, clock: clock, random: random, areas: plan.areas.areas.map(\.id), onAlert: onAlert, onLoss: onLoss)
    }
}
