package import Plates
package import Vocabulary

/// The effect of a purge or bulk verdict, planned or done.
package struct PurgeImpact: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let plate: Plate
        package let status: Status
        package let firstDay: Day
        package let lastDay: Day
        /// Why a part of it stays.
        package let stays: Set<StayReason>

        init(_ record: PlateRecord, stays: Set<StayReason> = []) {
            plate = record.plate
            status = record.status
            firstDay = record.firstDay
            lastDay = record.lastDay
            self.stays = stays
        }
    }

    /// Plates that change.
    package var plates = 0
    /// Of those, plates that were erased whole.
    package var erased = 0
    package var sightings = 0
    package var voices = 0
    package var byStatus: [PurgeStatus: Int] = [:]
    /// Plates that stay in whole or in part, by reason; a plate may have several.
    package var stays: [StayReason: Int] = [:]
    package var first: [Row] = []

    static let rowsMax = 20

    /// Counts the rows that a change takes from a record.
    mutating func count(_ before: PlateRecord, _ after: PlateRecord?, stays: Set<StayReason> = []) {
        func sightings(_ record: PlateRecord?) -> Int {
            (record?.sightings.count ?? 0) + (record?.undoRecords.reduce(0) { $0 + $1.sightings.count } ?? 0)
        }
        plates += 1
        if after == nil { erased += 1 }
        self.sightings += sightings(before) - sightings(after)
        voices += before.voices.count - (after?.voices.count ?? 0)
        if let status = PurgeStatus(of: before) { byStatus[status, default: 0] += 1 }
        if first.count < Self.rowsMax { first.append(Row(before, stays: stays)) }
    }

    /// Counts a plate that stays in part.
    mutating func countStaying(_ reasons: Set<StayReason>) {
        for reason in reasons { stays[reason, default: 0] += 1 }
    }
}

extension PurgeImpact {
    mutating func add(_ other: PurgeImpact) {
        plates += other.plates
        erased += other.erased
        sightings += other.sightings
        voices += other.voices
        byStatus.merge(other.byStatus, uniquingKeysWith: +)
        first += other.first.prefix(max(0, Self.rowsMax - first.count))
    }
}
