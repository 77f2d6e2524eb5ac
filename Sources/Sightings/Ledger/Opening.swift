package import Seal
package import Vocabulary

/// What an opening ledger does if the registry lacks something of what it acknowledged.
package enum LossResponse: Hashable, Sendable {
    case refuse
    /// Goes on without it, if this is the last commit that is there: an operator named it.
    case accept(found: CommitNumber)
    /// Asks nobody: a restore knows what its backup lacks.
    case ignore
}

/// What a ledger stands on; injected, so that every rule is tested on a clock and a store of the test's own.
package struct LedgerParts: Sendable {
    package var rules: Rules
    package var keys: SealKeys
    package var weekKeyFolder: WeekKeyFolder
    package var store: any Store
    package var tombstones: any TombstoneLog
    package var clock: WallClock
    package var random: RandomSource
    /// The areas that reports may name.
    package var areas: [AreaID]
    /// What to do if less is there than was acknowledged.
    package var onLoss = LossResponse.refuse

    package init(
        rules: Rules, keys: SealKeys, weekKeyFolder: WeekKeyFolder, store: any Store, tombstones: any TombstoneLog,
        clock: WallClock, random: RandomSource = .system,
        areas: [AreaID], onLoss: LossResponse = .refuse
    ) {
        self.rules = rules
        self.keys = keys
        self.weekKeyFolder = weekKeyFolder
        self.store = store
        self.tombstones = tombstones
        self.clock = clock
        self.random = random
        self.areas = areas
        self.onLoss = onLoss
    }
}

extension Ledger {
    /// Reads the registry and builds the tables; nothing overdue is shown, and its rows are erased by the first steps of ageing.
    ///
    /// Throws `incomplete` if less is there than was acknowledged, unless the parts say otherwise.
    /// Costs a pass over every row: about 2.5 µs a plate on two processors, unsealing included.
    package static func open(_ parts: LedgerParts) async throws(StoreError) -> Ledger {
        let (ledger, addedAreas, loss) = try await read(parts)
        try await ledger.begin(addedAreas: addedAreas)
        if !loss.isEmpty, parts.onLoss != .ignore { try await ledger.accept(loss) }
        return ledger
    }

    /// Reads the registry as ``open(_:)`` does, throws whatever it would throw, and changes nothing.
    package static func look(_ parts: LedgerParts) async throws(StoreError) {
        _ = try await read(parts)
    }

    /// Everything of an opening that a registry can be refused for; writes nothing.
    private static func read(
        _ parts: LedgerParts
    ) async throws(StoreError) -> (ledger: Ledger, addedAreas: [String], loss: RegistryLoss) {
        let assembly = RecordAssembly(parts.keys)
        let stored = try await parts.store.load(assembly)
        let known = stored.areas.compactMap { AreaID($0) }
        guard known.count == stored.areas.count else { throw .corrupt }
        let added = parts.areas.filter { !known.contains($0) }
        let listings = Listings(rules: parts.rules, areas: Areas(known: known + added, accepted: parts.areas))
        let assembled = try assembly.finish(stored)
        let voiceWeeks = assembled.voiceWeeks
        let audit = try AuditChain(stored)
        let now = parts.clock.now()
        let weekKeys = try WeekKeyTurn(parts, stored, today: parts.rules.day(of: now))
        let loss = try loss(in: stored, lostWeeks: weekKeys.lostWeeks(among: voiceWeeks, on: parts.rules.day(of: now)), parts.tombstones)
        if !loss.isEmpty, parts.onLoss != .ignore, parts.onLoss != .accept(found: loss.found) { throw .incomplete(loss) }
        return (try Ledger(parts, stored, assembled, listings, audit, weekKeys, at: now), added.map(\.description), loss)
    }

    /// Compares what was read with what was acknowledged.
    private static func loss(in stored: StoredRegistry, lostWeeks: [Int32], _ tombstones: any TombstoneLog) throws(StoreError)
        -> RegistryLoss
    {
        var loss = RegistryLoss(found: stored.counters.commit, expected: stored.witnessedCommit)
        // The log was read with the database's position in hand, so it is there only if it has all up to that.
        loss.lacksTombstones = tombstones.end == nil
        if !loss.lacksTombstones {
            // An operation whose commit failed has the number of the next commit. A later one shows that commits are gone, the witness with them.
            let newest = try tombstones.load(after: stored.counters.tombstones).map(\.commit).max() ?? 0
            if newest > loss.found + 1 { loss.expected = loss.expected.map { max($0, newest) } }
        }
        loss.weeks = lostWeeks
        return loss
    }

    /// Makes what a start makes: the current week's key, and the areas that are new.
    private func begin(addedAreas: [String]) async throws(StoreError) {
        try upkeep.weekKeys.makeFirst(on: rules.day(of: clock.now()))
        guard !addedAreas.isEmpty else { return }
        counters.commit += 1
        var changes = Changes(counters: counters)
        changes.addedAreas = addedAreas
        try await store.commit(changes)
    }

    /// Goes on without what is missing, as a restore does: what was purged since is purged again, voices without a key go.
    private func accept(_ loss: RegistryLoss) async throws(StoreError) {
        do throws(LedgerError) {
            if loss.lacksTombstones { try startTombstonesOver() }
            let known = Set(upkeep.weekKeys.keys.weeks).subtracting(loss.weeks)
            _ = try await restore(
                try loadTombstones(), since: loss.found, keepsLiving: true, weeks: known, as: .acceptLoss, beyond: loss.expected)
        } catch {
            throw error == .storeFull ? .full : .inputOutput(code: 0)
        }
    }

    private func startTombstonesOver() throws(LedgerError) {
        do { try tombstones.startOver(at: clock.now(), from: counters.tombstones) } catch { throw .tombstoneFailed }
    }

    private func loadTombstones() throws(LedgerError) -> [Tombstone] {
        do { return try tombstones.load() } catch { throw .tombstoneFailed }
    }

    /// Reads all that is stored as a start would, and changes nothing: every plate unsealed, every row with an owner, the audit chain whole.
    package static func check(_ stored: StoredRegistry, keys: SealKeys) throws(StoreError) {
        _ = try stored.records(keys)
        _ = try AuditChain(stored)
    }
}
