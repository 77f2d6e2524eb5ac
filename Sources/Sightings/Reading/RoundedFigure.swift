package import Seal

/// Rounds figures about hidden data: stored plates, rows, bytes of memory.
///
/// **The rule.** Such a figure is computed once a day and shown all day. It is a multiple of a step, below or above the true value, drawn
/// so that the mean is the true value.
///
/// **Why.** An attacker reports one plate and compares the figure before and after. On the same day it does not move. The next day, one
/// plate changes the odds of the two multiples by 1 in `step`, so one look reveals nothing, at any true value. Plain rounding would fail:
/// an attacker can report plates until the figure moves, and then sees each single plate at the edge. A new draw at each look would fail
/// too: the mean of many is the true value.
///
/// The running totals of aged-out rows are rounded down (``floored(_:step:)``): a report adds to them weeks later, together with all
/// others of its week.
package enum RoundedFigure {
    /// For counts of plates and sightings.
    package static let countStep = 100
    /// For memory and disk. A plate takes less than a kilobyte.
    package static let bytesStep = 1 << 20

    /// - Precondition: `value` is not negative.
    package static func drawn(_ value: Int, step: Int, random: RandomSource) -> Int {
        let share = random.bytes(MemoryLayout<UInt64>.size).reduce(0) { $0 << 8 | UInt64($1) } % UInt64(step)
        return floored(value + Int(share), step: step)
    }

    /// The multiple below.
    package static func floored<Value: BinaryInteger>(_ value: Value, step: Value) -> Value { value / step * step }
}
