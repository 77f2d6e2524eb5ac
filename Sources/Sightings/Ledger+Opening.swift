import PlateIndex
import Plates
package import Seal
package import Vocabulary

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

    package init(
        rules: Rules, keys: SealKeys, weekKeyFolder: WeekKeyFolder, store: any Store, tombstones: any TombstoneLog,
        clock: WallClock, random: RandomSource = .system,
        areas: [AreaID]
    ) {
        self.rules = rules
        self.keys = keys
        self.weekKeyFolder = weekKeyFolder
        self.store = store
        self.tombstones = tombstones
        self.clock = clock
        self.random = random
        self.areas = areas
    }
}

extension Ledger {
    /// Reads the registry and builds the tables; nothing overdue is shown, and its rows are erased by the first steps of ageing.
    ///
    /// Costs a pass over every row: about 2.5 µs a plate on two processors, unsealing included.
    package static func open(_ parts: LedgerParts) async throws(StoreError) -> Ledger {
        let assembly = RecordAssembly(parts.keys)
        let stored = try await parts.store.load(assembly)
        let known = stored.areas.compactMap { AreaID($0) }
        guard known.count == stored.areas.count else { throw .corrupt }
        let added = parts.areas.filter { !known.contains($0) }
        let listings = Listings(rules: parts.rules, areas: Areas(known: known + added, accepted: parts.areas))
        let ledger = try Ledger(parts, stored, assembly.finish(stored), listings: listings)
        try await ledger.fill(addedAreas: added.map(\.description))
        return ledger
    }

    /// Reads all that is stored as a start would, and changes nothing: every plate unsealed, every row with an owner, the audit chain whole.
    package static func check(_ stored: StoredRegistry, keys: SealKeys) throws(StoreError) {
        _ = try stored.records(keys)
        _ = try AuditChain(stored, today: Day(number: 0))
    }

    private func fill(addedAreas: [String]) async throws(StoreError) {
        let now = clock.now()
        let today = rules.day(of: now)
        do {
            weekKeys = try weekKeyFolder.load(weeks: rules.livingWeeks(on: today), current: today.week, joining: keys)
        } catch {
            // Without room for a new week's key the first change tries again; look-ups need none.
            guard error.isFullDisk else { throw .inputOutput(code: 0) }
        }
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
        guard !addedAreas.isEmpty else { return }
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
