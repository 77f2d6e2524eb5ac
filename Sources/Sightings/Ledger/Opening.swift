package import Seal
package import Vocabulary

/// What an opening ledger does if acknowledged data is missing.
package enum LossResponse: Hashable, Sendable {
    case refuse
    /// Continues without it if this is the last commit, which the operator named.
    case accept(found: CommitNumber)
    /// Continues: a restore knows what its backup lacks.
    case ignore
}

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
    /// What to do if acknowledged data is missing.
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
    /// Reads the registry and builds the tables. Overdue data is never shown; the first steps of ageing erase it.
    ///
    /// Throws `incomplete` if acknowledged data is missing, unless the parts accept that.
    /// Costs a pass over every row: about 2.5 µs a plate on two processors, with unsealing.
    package static func open(_ parts: LedgerParts) async throws(StoreError) -> Ledger {
        let (ledger, addedAreas, loss) = try await read(parts)
        try await ledger.begin(addedAreas: addedAreas)
        if !loss.isEmpty, parts.onLoss != .ignore { try await ledger.accept(loss) }
        return ledger
    }

    /// Reads the registry as ``open(_:)`` does, throws the same errors, and changes nothing.
    package static func look(_ parts: LedgerParts) async throws(StoreError) {
        _ = try await read(parts)
    }

    /// The steps of an opening that can refuse a registry; writes nothing.
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

    /// Compares the stored with the acknowledged data.
    private static func loss(in stored: StoredRegistry, lostWeeks: [Int32], _ tombstones: any TombstoneLog) throws(StoreError)
        -> RegistryLoss
    {
        var loss = RegistryLoss(found: stored.counters.commit, expected: stored.witnessedCommit)
        // The log was read with the database's position, so an existing log is complete up to it.
        loss.lacksTombstones = tombstones.end == nil
        if !loss.lacksTombstones {
            // An operation whose commit failed has the next commit's number. A later number shows that commits and the witness are missing.
            let newest = try tombstones.load(after: stored.counters.tombstones).map(\.commit).max() ?? 0
            if newest > loss.found + 1 { loss.expected = loss.expected.map { max($0, newest) } }
        }
        loss.weeks = lostWeeks
        return loss
    }

    /// Adds the current week's key and new areas.
    private func begin(addedAreas: [String]) async throws(StoreError) {
        try upkeep.weekKeys.makeFirst(on: rules.day(of: clock.now()))
        guard !addedAreas.isEmpty else { return }
        counters.commit += 1
        var changes = Changes(counters: counters)
        changes.addedAreas = addedAreas
        try await store.commit(changes)
    }

    /// Continues without missing data, like a restore: reapplies purges, and drops voices without a key.
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

    /// Reads all data like a start, and changes nothing. Checks that every plate unseals, every row has an owner and the audit chain is
    /// whole.
    package static func check(_ stored: StoredRegistry, keys: SealKeys) throws(StoreError) {
        _ = try stored.records(keys)
        _ = try AuditChain(stored)
    }
}
