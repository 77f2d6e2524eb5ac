import CLinux
import Plates
import Vocabulary

/// What the readers' tables hold of a plate: everything that any caller may see of it, worked out once at its last change.
///
/// Immutable, so a reader holds it before or after a change and never half of it.
package final class Listing: Sendable {
    let place: RowPlace
    let plate: Plate
    let status: Status
    let firstDay: Day
    let lastDay: Day
    let signs: Signs
    let vehicles: [Vehicle]
    let isOnSeveralVehicles: Bool
    let reporters: Int
    let sightings: [Sighting]
    /// Set where the plate was cleared, and is not listed.
    let clearedOn: Day?
    /// From then on it shows nothing, even where ageing is late.
    let ends: Instant

    /// nil where the record is neither listed nor freshly cleared.
    init?(_ record: PlateRecord, at now: Instant, _ rules: Rules) {
        let today = rules.day(of: now)
        if record.status > .watched {
            guard let last = record.statusEnds(on: today, rules) else { return nil }
            ends = rules.start(of: last)
            clearedOn = nil
        } else {
            guard let cleared = record.clearedOn, today < cleared + rules.clearedDays else { return nil }
            ends = rules.start(of: cleared + rules.clearedDays)
            clearedOn = cleared
        }
        let voices = record.unmutedVoices(on: today)
        let portrait = Portrait(voices: voices, confirmedSigns: record.confirmedSigns)
        place = record.place
        plate = record.plate
        status = record.status
        firstDay = record.firstDay
        lastDay = record.lastDay
        signs = portrait.signs
        vehicles = portrait.vehicles
        isOnSeveralVehicles = portrait.isOnSeveralVehicles
        reporters = voices.count
        sightings = clearedOn == nil ? record.sightings : []
    }
}

extension Listing {
    /// Begins to bring the sightings near.
    func prefetchSightings() {
        sightings.withUnsafeBufferPointer { if let first = $0.baseAddress { thaw_prefetch(first) } }
    }
}

/// What may be shown of the vehicle and the signs: only what two trusted voices, or a moderator, gave.
package struct Portrait {
    static let vehiclesMax = 3

    private(set) var signs: Signs
    private(set) var vehicles: [Vehicle] = []
    private(set) var isOnSeveralVehicles = false

    init(voices: [Voice], confirmedSigns: Signs) {
        let trusted = voices.filter(\.standing.isTrusted)
        signs = confirmedSigns
        for sign in Sign.allCases where Self.isSupported(trusted, { $0.signs.contains(sign) }) {
            signs.insert(sign)
        }
        let shown = trusted.map { voice in
            Vehicle(
                color: Self.supported(\.color, of: voice, trusted), body: Self.supported(\.body, of: voice, trusted),
                make: Self.supported(\.make, of: voice, trusted))
        }
        vehicles = Self.distinct(shown)
        isOnSeveralVehicles = Self.disagree(trusted)
    }

    /// Whether trusted ones among these voices contradict each other on the vehicle.
    package static func disagree(_ voices: [Voice]) -> Bool {
        let trusted = voices.filter(\.standing.isTrusted)
        return trusted.indices.contains { first in
            trusted[..<first].contains { disagree($0.vehicle, trusted[first].vehicle) }
        }
    }

    private static func isSupported(_ voices: [Voice], _ says: (Voice) -> Bool) -> Bool {
        var count = 0
        for voice in voices where says(voice) {
            if voice.standing == .moderator { return true }
            count += 1
        }
        return count >= 2
    }

    private static func supported<Trait: Equatable>(_ trait: KeyPath<Vehicle, Trait?>, of voice: Voice, _ voices: [Voice]) -> Trait? {
        guard let value = voice.vehicle[keyPath: trait],
            isSupported(voices, { $0.vehicle[keyPath: trait] == value })
        else { return nil }
        return value
    }

    /// The fullest and most often said first; one that only says less than another is left out.
    private static func distinct(_ vehicles: [Vehicle]) -> [Vehicle] {
        var counts: [Vehicle: Int] = [:]
        for vehicle in vehicles where !vehicle.isEmpty { counts[vehicle, default: 0] += 1 }
        let kept = counts.keys.filter { vehicle in
            !counts.keys.contains { $0 != vehicle && !disagree($0, vehicle) && $0.fullness > vehicle.fullness && includes($0, vehicle) }
        }
        let ranked = kept.sorted { left, right in
            if counts[left] != counts[right] { return counts[left, default: 0] > counts[right, default: 0] }
            if left.fullness != right.fullness { return left.fullness > right.fullness }
            return Vehicle.fuller(left, right) == left
        }
        return Array(ranked.prefix(vehiclesMax))
    }

    private static func includes(_ full: Vehicle, _ part: Vehicle) -> Bool {
        (part.color == nil || part.color == full.color) && (part.body == nil || part.body == full.body)
            && (part.make == nil || part.make == full.make)
    }

    private static func disagree(_ left: Vehicle, _ right: Vehicle) -> Bool {
        func differ<Trait: Equatable>(_ left: Trait?, _ right: Trait?) -> Bool { left != nil && right != nil && left != right }
        return differ(left.color, right.color) || differ(left.body, right.body) || differ(left.make, right.make)
    }
}
