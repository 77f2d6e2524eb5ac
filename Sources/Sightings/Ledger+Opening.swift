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
    /// Costs a pass over every row: about 2 µs a plate, unsealing included.
    package static func open(_ parts: LedgerParts) async throws(StoreError) -> Ledger {
        let stored = try await parts.store.load()
        let known = stored.areas.compactMap { AreaID($0) }
        guard known.count == stored.areas.count else { throw .corrupt }
        let added = parts.areas.filter { !known.contains($0) }
        let listings = Listings(rules: parts.rules, areas: Areas(known: known + added, accepted: parts.areas))
        let records = try assemble(stored, parts.keys)
        let ledger = try Ledger(parts, stored, records: records, listings: listings)
        try await ledger.fill(addedAreas: added.map(\.description))
        return ledger
    }

    /// Reads all that is stored as a start would, and changes nothing: every plate unsealed, every row with an owner, the audit chain whole.
    package static func check(_ stored: StoredRegistry, keys: SealKeys) throws(StoreError) {
        _ = try assemble(stored, keys)
        _ = try AuditChain(stored, today: Day(number: 0))
    }

    /// Puts rows together; a row that belongs to nothing means that the file is damaged.
    private static func assemble(_ stored: StoredRegistry, _ keys: SealKeys) throws(StoreError) -> [PlateRecord?] {
        let last = stored.plates.map(\.place).max() ?? 0
        var records: [PlateRecord?] = Array(repeating: nil, count: Int(last) + 1)
        for row in stored.plates {
            guard let status = Status(number: row.statusNumber) else { throw .corrupt }
            let plate: Plate
            do { plate = try keys.unseal(row.sealed) } catch { throw .wrongKey }
            records[Int(row.place)] = PlateRecord(
                place: row.place, id: row.id, plate: plate, status: status, firstDay: row.firstDay, lastDay: row.lastDay,
                confirmedOn: row.confirmedOn, confirmedSigns: Signs(rawValue: row.confirmedSigns), clearedOn: row.clearedOn,
                isQueued: row.isQueued)
        }
        for owned in stored.sightings {
            guard Int(owned.plate) < records.count, records[Int(owned.plate)] != nil else { throw .corrupt }
            records[Int(owned.plate)]?.sightings.append(owned.row)
        }
        for owned in stored.voices {
            guard Int(owned.plate) < records.count, records[Int(owned.plate)] != nil else { throw .corrupt }
            records[Int(owned.plate)]?.voices.append(owned.row)
        }
        try assembleReviews(stored, &records)
        return records
    }

    private static func assembleReviews(_ stored: StoredRegistry, _ records: inout [PlateRecord?]) throws(StoreError) {
        for owned in stored.reviews {
            guard Int(owned.plate) < records.count, records[Int(owned.plate)] != nil else { throw .corrupt }
            records[Int(owned.plate)]?.review = owned.row
        }
        func append(_ plate: RowPlace, _ decision: Int64, _ change: (inout SetAside) -> Void) throws(StoreError) {
            guard Int(plate) < records.count, let index = records[Int(plate)]?.setAsides.firstIndex(where: { $0.decision == decision })
            else { throw .corrupt }
            change(&records[Int(plate)]!.setAsides[index])
        }
        for owned in stored.setAsides.sorted(by: { $0.row.decision < $1.row.decision }) {
            guard Int(owned.plate) < records.count, records[Int(owned.plate)] != nil else { throw .corrupt }
            records[Int(owned.plate)]?.setAsides.append(owned.row)
        }
        for part in stored.setAsideSightings { try append(part.plate, part.decision) { $0.sightings.append(part.row) } }
        for part in stored.setAsideMutes { try append(part.plate, part.decision) { $0.mutes.append(part.row) } }
    }

    private func fill(addedAreas: [String]) async throws(StoreError) {
        let now = clock.now()
        let today = rules.day(of: now)
        do {
            weekKeys = try weekKeyFolder.load(weeks: rules.livingWeeks(on: today), current: today.week, joining: keys)
        } catch {
            throw .inputOutput(code: 0)
        }
        for case let record? in records {
            // Shown as it has become; kept as it is stored, so that ageing erases what is overdue.
            show(record, settled: settled(record, at: now), at: now)
            agenda.note(record.place, due: record.due(at: now, rules))
            for aside in record.setAsides { decided[aside.decision, default: []].insert(record.plate.key) }
        }
        // Once all are known: what may be a misreading of what.
        for case let record? in records { if let settled = settled(record, at: now) { requeue(settled, at: now) } }
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
        if let settled { requeue(settled, at: now) } else { dequeue(key, stored.place) }
    }
}
