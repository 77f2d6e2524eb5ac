import Plates
import Seal
import Vocabulary

// Beside a plate's own record: what was seen with it, and what was decided on it.
extension Ledger {
    /// Adds to rows what only the shown ones need.
    func completed(_ rows: [ReviewRow], at now: Instant) -> [ReviewRow] {
        let earlier = earlierDecisions(on: rows.map(\.record))
        return rows.map { row in
            var row = row
            row.nearby = nearby(row, at: now)
            row.earlier = earlier[row.record.plate.key] ?? []
            return row
        }
    }

    /// How many plates rows name; each counts once.
    static func platesShown(by rows: [ReviewRow]) -> Int { Set(rows.flatMap(\.shownPlates)).count }

    /// Other plates that were seen in the same area and slot, the surest first, without those that the row names anyway.
    private func nearby(_ row: ReviewRow, at now: Instant) -> [SeenNearby] {
        let named = Set(row.shownPlates)
        var found: [PlateKey: SeenNearby] = [:]
        for sighting in row.record.sightings where sighting.period.step == .slot {
            guard let area = listings.areas.id(sighting.area) else { continue }
            for key in reviewQueue.slots.plates(of: sighting).prefix(Self.nearbyExaminedMax) where !named.contains(key) {
                guard found[key] == nil, !isProtected(key), let other = registry.agedRecord(of: key, at: now),
                    other.sightings.contains(where: { $0.area == sighting.area && $0.period == sighting.period })
                else { continue }
                found[key] = SeenNearby(plate: other.plate, status: other.status, area: area, slot: sighting.period)
            }
        }
        let surest = found.values.sorted { ($1.status, $1.slot, $0.plate.key) < ($0.status, $0.slot, $1.plate.key) }
        return Array(surest.prefix(Self.nearbyMax))
    }

    private static var nearbyMax: Int { 5 }
    /// A slot of one area with more plates than this is no convoy.
    private static var nearbyExaminedMax: Int { 512 }

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
