import Plates
import Seal
import Vocabulary

// Data related to a plate: plates that were seen with it, and decisions on it.
extension Ledger {
    /// Adds data that only the shown rows need.
    func completed(_ rows: [ReviewRow], at now: Instant) -> [ReviewRow] {
        let earlier = earlierDecisions(on: rows.map(\.record))
        let seen = plates(seenIn: Set(rows.flatMap(\.record.sightings).compactMap(AreaSlot.init)), at: now)
        return rows.map { row in
            var row = row
            row.nearby = nearby(row, seen)
            row.earlier = earlier[row.record.plate.key] ?? []
            return row
        }
    }

    private struct AreaSlot: Hashable {
        let area: AreaNumber
        let slot: Int32

        /// nil for a sighting that has coarsened.
        init?(_ sighting: Sighting) {
            guard sighting.period.step == .slot else { return nil }
            (area, slot) = (sighting.area, sighting.period.number)
        }
    }

    /// The plates that were seen in these areas and slots, in the order of their keys.
    ///
    /// Finds them among the records that are due first, because slots are stored for a few hours only. Costs a pass over all rows. An index
    /// of slots would be faster here, but each report of a stored plate would take longer than others, and so give the plate away.
    private func plates(seenIn wanted: Set<AreaSlot>, at now: Instant) -> [AreaSlot: [PlateRecord]] {
        guard !wanted.isEmpty else { return [:] }
        let end = now.adding(minutes: 2 * rules.reports.slotMinutes, hours: rules.ageing.liveHours)
        func places(_ record: PlateRecord) -> Set<AreaSlot> { wanted.intersection(record.sightings.compactMap(AreaSlot.init)) }
        // Aging adds no slot to a record, so most records need not be aged.
        let records = registry.expiryQueue.rows(dueBy: end).prefix(Self.examinedMax).compactMap { rowID in
            registry[rowID].flatMap { places($0).isEmpty ? nil : registry.aged($0, at: now) }
        }
        var seen: [AreaSlot: [PlateRecord]] = [:]
        for record in records.sorted(by: { $0.plate.key < $1.plate.key }) where !isProtected(record.plate.key) {
            for place in places(record) { seen[place, default: []].append(record) }
        }
        return seen
    }

    /// How many plates rows name; each counts once.
    static func platesShown(by rows: [ReviewRow]) -> Int { Set(rows.flatMap(\.shownPlates)).count }

    /// Other plates that were seen in the same area and slot, the surest first, without those that the row names anyway.
    private func nearby(_ row: ReviewRow, _ seen: [AreaSlot: [PlateRecord]]) -> [SeenNearby] {
        let named = Set(row.shownPlates)
        var found: [PlateKey: SeenNearby] = [:]
        for sighting in row.record.sightings {
            guard let place = AreaSlot(sighting), let area = listings.areas.id(sighting.area) else { continue }
            for other in seen[place, default: []] where !named.contains(other.plate.key) && found[other.plate.key] == nil {
                found[other.plate.key] = SeenNearby(plate: other.plate, status: other.status, area: area, slot: sighting.period)
            }
        }
        let surest = found.values.sorted { ($1.status, $1.slot, $0.plate.key) < ($0.status, $0.slot, $1.plate.key) }
        return Array(surest.prefix(Self.nearbyMax))
    }

    private static var nearbyMax: Int { 5 }
    /// Records with slots that are looked at, at most.
    private static var examinedMax: Int { 10_000 }

    /// The decisions on plates, the newest first. Costs a pass over 90 days' entries of the chain.
    private func earlierDecisions(on records: [PlateRecord]) -> [PlateKey: [EarlierDecision]] {
        var named: [[UInt8]: PlateKey] = [:]
        for record in records {
            guard let review = record.review else { continue }
            named[keys.auditName(salt: review.salt, key: record.plate.key).bytes] = record.plate.key
        }
        guard !named.isEmpty else { return [:] }
        var earlier: [PlateKey: [EarlierDecision]] = [:]
        for link in audit.links.reversed() where link.entry.plateName != AuditEntry.noPlate {
            guard let key = named[link.entry.plateName], earlier[key, default: []].count < Self.earlierMax else { continue }
            earlier[key, default: []].append(
                EarlierDecision(action: link.entry.action, actor: link.entry.actor, day: Day(number: link.entry.day)))
        }
        for record in records where earlier[record.plate.key] == nil {
            // Its entry is folded; the plate's own row has the last one.
            guard let review = record.review else { continue }
            let action = review.verdict.map(AuditAction.init) ?? .undo
            earlier[record.plate.key] = [EarlierDecision(action: action, actor: review.actor, day: review.day)]
        }
        return earlier
    }

    private static var earlierMax: Int { 10 }
}
