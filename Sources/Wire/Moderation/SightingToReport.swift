package import Vocabulary

/// The time and area of a misread plate's sighting, for a report of the intended plate.
package struct SightingToReport: Hashable, Sendable {
    package let area: String
    /// The start of a slot.
    package let seenAt: String
    /// Whether it is too old for an ordinary report, so that it must be imported.
    package let isImport: Bool
}

extension ReviewBody {
    /// The plate's newest sighting that can still be reported; nil if it has none of the last 30 days.
    ///
    /// - Parameter now: Unix seconds.
    package func sightingToReport(at now: Int64, slotMinutes: Int, ageHoursMax: Int, utcOffset: UTCOffset) -> SightingToReport? {
        let slotSeconds = Int64(slotMinutes) * 60
        let live = sightings.compactMap { seen -> (area: String, seconds: Int64)? in
            guard let slot = seen.slot.flatMap(WireTime.seconds), slot <= now, slot >= now - Int64(ageHoursMax) * 3_600 else { return nil }
            return (seen.area, slot)
        }
        let older = sightings.compactMap { seen in
            seen.start(at: now, slotSeconds: slotSeconds, utcOffset: utcOffset).map { (area: seen.area, seconds: $0) }
        }
        guard let seen = live.max(by: { $0.seconds < $1.seconds }) ?? older.max(by: { $0.seconds < $1.seconds }) else { return nil }
        return SightingToReport(
            area: seen.area, seenAt: WireTime.text(SeenBody.floor(seen.seconds, to: slotSeconds)), isImport: live.isEmpty)
    }
}

extension SeenBody {
    private static let importDays: Int64 = 30
    private static let daySeconds: Int64 = 86_400
    private static let weekDays: Int64 = 7
    /// A margin, so that the report does not become too old on its way to the server.
    private static let marginSeconds: Int64 = 3_600

    /// The start of a sighting's day; for a week, of its first day that is recent enough.
    fileprivate func start(at now: Int64, slotSeconds: Int64, utcOffset: UTCOffset) -> Int64? {
        let oldest = now - Self.importDays * Self.daySeconds + Self.marginSeconds
        if let slot = slot.flatMap(WireTime.seconds) { return slot >= oldest ? slot : nil }
        guard let first = (day ?? week).flatMap(WireTime.day) else { return nil }
        let midnight = Int64(first) * Self.daySeconds - utcOffset.seconds
        // A slot that contains midnight belongs to the day before. Offsets of a quarter hour have such slots.
        let start = Self.floor(midnight + slotSeconds - 1, to: slotSeconds)
        let days = day == nil ? Self.weekDays : 1
        return (0..<days).map { start + $0 * Self.daySeconds }.first { $0 >= oldest && $0 <= now }
    }

    fileprivate static func floor(_ seconds: Int64, to slotSeconds: Int64) -> Int64 {
        let rest = seconds % slotSeconds
        return seconds - (rest < 0 ? rest + slotSeconds : rest)
    }
}
