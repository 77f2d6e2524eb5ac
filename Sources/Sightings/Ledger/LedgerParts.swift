package import Seal
package import Vocabulary

/// A ledger's dependencies, injected so that tests use their own clock and store.
package struct LedgerParts: Sendable {
    package var rules: Rules
    package var keys: SealKeys
    package var weekKeyFolder: WeekKeyFolder
    package var store: any Store
    package var tombstones: any TombstoneLog
    package var clock: WallClock
    package var random: RandomSource
    /// The areas that reports may use.
    package var areas: [AreaID]
    /// Takes the alerts that go out, after their commit, on the ledger's thread; it must return at once.
    package var onAlert: @Sendable (AlertNotice) -> Void
    /// The response to missing acknowledged data.
    package var onLoss = LossResponse.refuse

    package init(
        rules: Rules, keys: SealKeys, weekKeyFolder: WeekKeyFolder, store: any Store, tombstones: any TombstoneLog,
        clock: WallClock, random: RandomSource = .system,
        areas: [AreaID], onAlert: @escaping @Sendable (AlertNotice) -> Void = { _ in }, onLoss: LossResponse = .refuse
    ) {
        self.rules = rules
        self.keys = keys
        self.weekKeyFolder = weekKeyFolder
        self.store = store
        self.tombstones = tombstones
        self.clock = clock
        self.random = random
        self.areas = areas
        self.onAlert = onAlert
        self.onLoss = onLoss
    }
}
