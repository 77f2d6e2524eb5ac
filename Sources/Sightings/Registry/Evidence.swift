import Glibc

/// The sum of a plate's voices, on a scale that needs no sweep.
///
/// Weights are held projected to one day: adding is a plain sum, and reading scales by one power of two.
/// Only whole days enter, so nothing in it can be read back as a time of day. Never stored.
package struct Evidence: Hashable, Sendable {
    private let origin: Day
    /// A multiple of 1 / ``scale``, so that the sum of up to a thousand voices is exact, and the same in any order.
    private var projected = 0.0

    private static let scale = 0x1p43

    /// - Parameter origin: a day near those of the voices. A power of two for each half-life between them must fit a `Double`: 1,000 do.
    package init(projectedTo origin: Day) {
        self.origin = origin
    }

    package mutating func add(weight: Double, on day: Day, halfLifeDays: Double) {
        projected += (weight * exp2(Double(day - origin) / halfLifeDays) * Self.scale).rounded() / Self.scale
    }

    /// Adds evidence that is projected to the same day.
    mutating func add(_ other: Evidence) {
        precondition(origin == other.origin, "sums of different days do not add up")
        projected += other.projected
    }

    /// Adds a voice that counts.
    mutating func add(_ voice: Voice, _ rules: Rules) {
        guard let day = voice.day else { return }
        add(weight: voice.standing.weight, on: day, halfLifeDays: rules.voices.halfLifeDays)
    }

    /// The evidence on a day, to nine decimals: three voices of today are 3, not 3.0000000000000004.
    package func value(on day: Day, halfLifeDays: Double) -> Double {
        (projected * exp2(-Double(day - origin) / halfLifeDays) * 1e9).rounded() / 1e9
    }

    /// The first day on which it is below a floor; nil without evidence.
    package func firstDay(below floor: Double, halfLifeDays: Double) -> Day? {
        guard projected > 0 else { return nil }
        let days = halfLifeDays * log2(projected / floor)
        guard days.isFinite, abs(days) < 1_000_000 else { return nil }
        var day = origin + (Int(days.rounded(.down)) - 1)
        while value(on: day, halfLifeDays: halfLifeDays) >= floor { day = day + 1 }
        return day
    }
}
