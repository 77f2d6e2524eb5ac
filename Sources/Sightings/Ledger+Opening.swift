import PlateIndex
import Plates
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
        let ledger = try Ledger(parts, stored, assembled, listings: listings)
        try await ledger.loadWeekKeys()
        let loss = try await ledger.loss(in: stored, voiceWeeks: voiceWeeks)
        if !loss.isEmpty, parts.onLoss != .ignore, parts.onLoss != .accept(found: loss.found) { throw .incomplete(loss) }
        try await ledger.fill()
        return (ledger, added.map(\.description), loss)
    }

    private func loadWeekKeys() throws(StoreError) {
        do {
            weekKeys = try weekKeyFolder.load(from: rules.livingWeeks(on: rules.day(of: clock.now())).lowerBound, joining: keys)
        } catch {
            throw .inputOutput(code: 0)
        }
    }

    /// Compares what was read with what was acknowledged.
    private func loss(in stored: StoredRegistry, voiceWeeks: Set<Int32>) throws(StoreError) -> RegistryLoss {
        var loss = RegistryLoss(found: stored.counters.commit, expected: stored.witnessedCommit)
        // The log was read with the database's position in hand, so it is there only if it has all up to that.
        loss.lacksTombstones = tombstones.end == nil
        if !loss.lacksTombstones {
            // An operation whose commit failed has the number of the next commit. A later one shows that commits are gone, the witness with them.
            let newest = try tombstones.load(after: counters.tombstones).map(\.commit).max() ?? 0
            if newest > loss.found + 1 { loss.expected = loss.expected.map { max($0, newest) } }
        }
        let oldest = rules.livingWeeks(on: rules.day(of: clock.now())).lowerBound
        loss.weeks = voiceWeeks.filter { week in
            week >= oldest && (weekKeys.witness(week: week) == nil || weekKeys.witness(week: week) != weekWitnesses[week]?.witness)
        }.sorted()
        return loss
    }

    /// Goes on without what is missing, as a restore does: what was purged since is purged again, voices without a key go.
    private func accept(_ loss: RegistryLoss) async throws(StoreError) {
        do throws(LedgerError) {
            if loss.lacksTombstones { try startTombstonesOver() }
            let known = Set(weekKeys.weeks).subtracting(loss.weeks)
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
        _ = try AuditChain(stored, today: Day(number: 0))
    }

    private func fill() throws(StoreError) {
        let now = clock.now()
        let opening = Opening(records, listings, purges: purges, at: now)
        try opening.fill(listings, watched: watched)
        agenda = Agenda(opening.dues, places: records.count)
        queue = ReviewQueue(opening.waiting)
        for case let record? in records {
            for aside in record.setAsides { decided[aside.decision, default: []].insert(record.plate.key) }
        }
        // Once all are known: what may be a misreading of what.
        for record in opening.maybeMisread where isMisread(record, at: now) { markMisread(record) }
        isFilled = true
        listings.noteAged(counters)
    }

    /// Makes what a start makes: the current week's key, and the areas that are new.
    private func begin(addedAreas: [String]) async throws(StoreError) {
        let week = rules.day(of: clock.now()).week
        do {
            if !weekKeys.contains(week) { try weekKeyFolder.make(week, in: &weekKeys, joining: keys) }
        } catch {
            // Without room for a new week's key the first change tries again; look-ups need none.
            guard error.isFullDisk else { throw .inputOutput(code: 0) }
        }
        guard !addedAreas.isEmpty else { return }
        counters.commit += 1
        var changes = Changes(counters: counters)
        changes.addedAreas = addedAreas
        try await store.commit(changes)
    }

    /// Puts a record into the one of the three tables that its status names.
    func show(_ stored: PlateRecord, settled: PlateRecord?, at now: Instant) {
        let key = stored.plate.key
        if listings.publish(settled, key: key, at: now) {
            watched.remove(key)
        } else {
            watched.set(stored.place, for: key)
        }
        guard isFilled else { return }
        if let settled { requeue(settled, at: now) } else { dequeue(key, stored.place, at: now) }
    }
}
