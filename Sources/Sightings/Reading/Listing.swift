import CLinux
import Plates
import Vocabulary

/// A plate in the readers' tables: everything that any caller may see, computed at its last change.
///
/// Immutable, so a reader sees it before or after a change, never half of it.
package final class Listing: Sendable {
    let rowID: RowID
    let plate: Plate
    let status: Status
    let firstDay: Day
    /// The last day shown below moderator; it orders listings for everybody.
    let lastDay: Day
    /// For moderators.
    let exactLastDay: Day
    let signs: Signs
    let vehicles: [Vehicle]
    let isOnSeveralVehicles: Bool
    let reporters: Int
    let sightings: [Sighting]
    /// Set if the plate was cleared and is not listed.
    let clearedOn: Day?
    /// From then on it shows nothing, even if aging is late.
    let ends: Instant

    /// nil if the record is neither listed nor recently cleared.
    init?(_ record: PlateRecord, at now: Instant, _ rules: Rules) {
        let today = rules.day(of: now)
        if record.status > .watched {
            guard let last = record.statusEnds(on: today, rules) else { return nil }
            ends = rules.start(of: last)
            clearedOn = nil
        } else {
            guard let cleared = record.clearedOn, today < cleared + rules.listings.clearedDays else { return nil }
            ends = rules.start(of: cleared + rules.listings.clearedDays)
            clearedOn = cleared
        }
        let voices = record.unmutedVoices(on: today)
        let summary = VehicleSummary(voices: voices, confirmedSigns: record.confirmedSigns)
        rowID = record.rowID
        plate = record.plate
        status = record.status
        firstDay = record.firstDay
        lastDay = record.shownLastDay(on: today, rules)
        exactLastDay = record.lastDay
        signs = summary.signs
        vehicles = summary.vehicles
        isOnSeveralVehicles = summary.isOnSeveralVehicles
        reporters = voices.count
        sightings = clearedOn == nil ? record.sightings : []
    }
}

extension Listing {
    func prefetchSightings() {
        sightings.withUnsafeBufferPointer { if let first = $0.baseAddress { thaw_prefetch(first) } }
    }
}
