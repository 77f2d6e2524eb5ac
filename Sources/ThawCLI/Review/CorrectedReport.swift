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

    /// - Returns: `nil` if the misread plate has no sighting that is recent enough to report.
    init?(_ plate: Reading, insteadOf row: ReviewBody, setting: ReportSetting, now: Int64) {
        let seen = row.sightingToReport(
            at: now, slotMinutes: setting.slotMinutes, ageHoursMax: setting.ageHoursMax,
            utcOffset: setting.vocabulary?.rules.utcOffset ?? .zero)
        guard let seen else { return nil }
        isImport = seen.isImport
        shown = plate.plate.shown
        report = ReportBody(
            id: ReportIdentity.random(), plate: plate.textAsNamed, seenAt: seen.seenAt, area: seen.area, vehicle: VehicleBody(), signs: [])
    }
}
