package import Plates
package import Vocabulary

/// What a purge or a bulk verdict would do, or has done.
package struct Extent: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let plate: Plate
        package let status: Status
        package let firstDay: Day
        package let lastDay: Day

        init(_ record: PlateRecord) {
            plate = record.plate
            status = record.status
            firstDay = record.firstDay
            lastDay = record.lastDay
        }
    }

    /// Plates that are touched.
    package var plates = 0
    /// Of those, plates of which nothing is left.
    package var erased = 0
    package var sightings = 0
    package var voices = 0
    package var byStatus: [PurgeStatus: Int] = [:]
    package var first: [Row] = []

    static let rowsMax = 20

    /// Counts what a change takes from a record.
    mutating func count(_ before: PlateRecord, _ after: PlateRecord?) {
        func sightings(_ record: PlateRecord?) -> Int {
            (record?.sightings.count ?? 0) + (record?.setAsides.reduce(0) { $0 + $1.sightings.count } ?? 0)
        }
        plates += 1
        if after == nil { erased += 1 }
        self.sightings += sightings(before) - sightings(after)
        voices += before.voices.count - (after?.voices.count ?? 0)
        if let status = PurgeStatus.allCases.first(where: { $0.holds(before) }) { byStatus[status, default: 0] += 1 }
        if first.count < Self.rowsMax { first.append(Row(before)) }
    }
}

extension Extent {
    mutating func add(_ other: Extent) {
        plates += other.plates
        erased += other.erased
        sightings += other.sightings
        voices += other.voices
        byStatus.merge(other.byStatus, uniquingKeysWith: +)
        first += other.first.prefix(max(0, Self.rowsMax - first.count))
    }
}
