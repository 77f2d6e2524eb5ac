import Client
import Plates
import Vocabulary
import Wire

/// A report of the plate that was meant where another one was read.
struct MeantReport {
    let report: ReportBody
    /// Whether its sighting is too old for an ordinary report.
    let isImport: Bool
    let shown: String

    private static let importDays: Int64 = 30
    private static let daySeconds: Int64 = 86_400
    private static let weekDays: Int64 = 7
    /// So that nothing ages out between here and the server.
    private static let marginSeconds: Int64 = 3_600

    /// - Returns: `nil` where the misread plate has no sighting that could still be reported.
    init?(_ plate: Reading, insteadOf row: ReviewBody, setting: ReportSetting, now: Int64) {
        let live = row.sightings.compactMap { seen -> (area: String, seconds: Int64)? in
            guard let slot = seen.slot.flatMap(WireTime.seconds), slot <= now, slot >= now - Int64(setting.ageHoursMax) * 3_600 else {
                return nil
            }
            return (seen.area, slot)
        }
        let older = row.sightings.compactMap { seen in
            Self.seconds(of: seen, setting: setting, now: now).map { (area: seen.area, seconds: $0) }
        }
        guard let seen = live.max(by: { $0.seconds < $1.seconds }) ?? older.max(by: { $0.seconds < $1.seconds }) else { return nil }
        isImport = live.isEmpty
        shown = plate.plate.shown
        report = ReportBody(
            id: ReportIdentity.random(), plate: plate.textAsNamed, seenAt: WireTime.text(setting.slot(of: seen.seconds)), area: seen.area,
            vehicle: VehicleBody(), signs: [])
    }

    /// The beginning of a sighting's day; of a week, of its first day that is young enough.
    private static func seconds(of seen: SeenBody, setting: ReportSetting, now: Int64) -> Int64? {
        if let slot = seen.slot.flatMap(WireTime.seconds) { return slot >= now - importDays * daySeconds + marginSeconds ? slot : nil }
        guard let first = (seen.day ?? seen.week).flatMap(WireTime.day) else { return nil }
        let midnight = Int64(first) * daySeconds - (setting.vocabulary?.rules.utcOffset ?? .zero).seconds
        // A slot that holds midnight is of the day before: an offset of a quarter of an hour has such slots.
        let start = setting.slot(of: midnight + Int64(setting.slotMinutes) * 60 - 1)
        let days = seen.day == nil ? weekDays : 1
        return (0..<days).map { start + $0 * daySeconds }.first { $0 >= now - importDays * daySeconds + marginSeconds && $0 <= now }
    }
}
