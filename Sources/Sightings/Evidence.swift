import Glibc

/// What the voices behind a plate add up to, on a scale that needs no sweep.
///
/// Weights are held projected to a fixed day: adding is a plain sum, and reading scales by one power of two.
/// Only whole days enter, so nothing in it can be read back as a time of day. Never stored.
package struct Evidence: Hashable, Sendable {
    /// 2026-01-01; any day would do, as long as it stays near enough for a `Double`.
    private static let origin = Day(number: 20_454)

    private var projected = 0.0

    package init() {}

    package mutating func add(weight: Double, on day: Day, halfLifeDays: Double) {
        projected += weight * exp2(Double(day - Self.origin) / halfLifeDays)
    }

    /// The evidence as it stands on a day, to nine decimals: three voices of today are 3, not 3.0000000000000004.
    package func value(on day: Day, halfLifeDays: Double) -> Double {
        (projected * exp2(-Double(day - Self.origin) / halfLifeDays) * 1e9).rounded() / 1e9
    }

    /// The first day on which it is below a floor; nil where there is no evidence.
    package func firstDay(below floor: Double, halfLifeDays: Double) -> Day? {
        guard projected > 0 else { return nil }
        let days = halfLifeDays * log2(projected / floor)
        guard days.isFinite, abs(days) < 1_000_000 else { return nil }
        var day = Self.origin + (Int(days.rounded(.down)) - 1)
        while value(on: day, halfLifeDays: halfLifeDays) >= floor { day = day + 1 }
        return day
    }
}
