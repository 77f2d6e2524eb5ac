package import Plates
package import SQLiteStore
package import Seal
package import Sightings
import Vocabulary

/// A typical registry as it lies on disk, with two sightings a plate.
package struct SeededRegistry: Sendable {
    private let plates = SeededPlates()
    private let keys: SealKeys
    private let today: Day

    package init(keys: SealKeys, today: Day) {
        self.keys = keys
        self.today = today
    }

    /// Of ten plates, six are confirmed, two suspected and two watched. Plates that are not confirmed have one voice.
    package func changes(_ numbers: Range<Int>, counters: Counters) -> Changes {
        var counters = counters
        counters.commit += 1
        counters.plateID = PlateID(rawValue: Int64(numbers.upperBound))
        var changes = Changes(counters: counters)
        for number in numbers { add(number, to: &changes) }
        return changes
    }

    private func add(_ number: Int, to changes: inout Changes) {
        var random = SeededNumbers(seed: UInt64(number))
        let rowID = RowID(index: number + 1)
        let status: Status = [
            .confirmed, .confirmed, .confirmed, .confirmed, .confirmed, .confirmed, .suspected, .suspected, .watched, .watched,
        ][number % 10]
        let lastDay = today + -Int(random.next() % 5)
        changes.plates.append(
            PlateRow(
                rowID: rowID, id: PlateID(rawValue: Int64(number + 1)), sealed: keys.seal(plates.plate(number)),
                firstDay: lastDay + -Int(random.next() % 40) + -8, lastDay: lastDay,
                standing: status == .confirmed
                    ? PlateStanding(status: .confirmed, confirmedOn: lastDay, confirmedSigns: [.convoy], vouchedDay: lastDay)
                    : PlateStanding(status: status)))
        let commit = changes.counters.commit
        // A moderator's confirmation covers the plate's sightings.
        let isConfirmed = status == .confirmed
        let sightings = [
            Sighting(
                rowID: RowID(index: 2 * number + 1), area: 0, period: Period(step: .day, number: lastDay.number), reports: 1,
                commit: commit,
                trusted: 1, isConfirmed: isConfirmed),
            Sighting(
                rowID: RowID(index: 2 * number + 2), area: 0, period: Period(step: .week, number: (lastDay + -8).week), reports: 2,
                commit: commit,
                trusted: 1, isConfirmed: isConfirmed),
        ]
        changes.sightings += sightings.map { Owned(plate: rowID, row: $0) }
        guard status != .confirmed else { return }
        let voice = Voice(
            rowID: rowID, week: lastDay.week, tag: Digest128(high: random.next(), low: random.next()), day: lastDay, standing: .trusted,
            vehicle: Vehicle(color: .black), signs: [.convoy])
        changes.voices.append(Owned(plate: rowID, row: voice))
    }
}
