import Client
import Plates
import Vocabulary
import Wire

/// A report of the intended plate, to replace a misread one.
struct CorrectedReport {
    let report: ReportBody
    /// Whether the sighting is too old for an ordinary report, so that it must be imported.
    let isImport: Bool
    let shown: String

    private static let importDays: Int64 = 30
    private static let daySeconds: Int64 = 86_400
    private static let weekDays: Int64 = 7
    /// A margin, so that the report does not become too old on its way to the server.
    private static let marginSeconds: Int64 = 3_600

    /// - Returns: `nil` if the misread plate has no sighting that is recent enough to report.
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

    /// The start of a sighting's day; for a week, of its first day that is recent enough.
    private static func seconds(of seen: SeenBody, setting: ReportSetting, now: Int64) -> Int64? {
        if let slot = seen.slot.flatMap(WireTime.seconds) { return slot >= now - importDays * daySeconds + marginSeconds ? slot : nil }
        guard let first = (seen.day ?? seen.week).flatMap(WireTime.day) else { return nil }
        let midnight = Int64(first) * daySeconds - (setting.vocabulary?.rules.utcOffset ?? .zero).seconds
        // A slot that contains midnight belongs to the day before. Offsets of a quarter hour have such slots.
        let start = setting.slot(of: midnight + Int64(setting.slotMinutes) * 60 - 1)
        let days = seen.day == nil ? weekDays : 1
        return (0..<days).map { start + $0 * daySeconds }.first { $0 >= now - importDays * daySeconds + marginSeconds && $0 <= now }
    }
}
