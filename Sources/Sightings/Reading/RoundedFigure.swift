package import Seal

/// How a figure is rounded that counts what not everybody who sees the figure may see: plates that are kept, rows, bytes of memory.
///
/// **The rule.** Such a figure is taken once a day and shown for the rest of it. It is a multiple of a step: the one below the true value or the one
/// above, drawn so that their mean is the true value.
///
/// **Why.** Somebody reports one plate and watches the figure before and after. On the same day it does not move. On the next it may: one plate more
/// changes how likely each of the two multiples is by 1 in `step`, so one look tells nothing. That holds wherever the true value stands. Rounding
/// alone would not do: whoever reports plates of their own until the figure moves knows that it stands on an edge, where one plate less and one more
/// show. Nor would a figure that is drawn anew at each look, whose mean over a minute is the true value.
///
/// A running total of what aged out is rounded down (``floored(_:step:)``) as it grows: a report adds to it weeks later, in the same moment as all
/// that was reported in its week.
package enum RoundedFigure {
    /// Of plates, sightings, and the like.
    package static let countStep = 100
    /// Of memory and disk. A plate takes less than a kilobyte.
    package static let bytesStep = 1 << 20

    /// - Precondition: `value` is not negative.
    package static func drawn(_ value: Int, step: Int, random: RandomSource) -> Int {
        let share = random.bytes(MemoryLayout<UInt64>.size).reduce(0) { $0 << 8 | UInt64($1) } % UInt64(step)
        return floored(value + Int(share), step: step)
    }

    /// The multiple below.
    package static func floored<Value: BinaryInteger>(_ value: Value, step: Value) -> Value { value / step * step }
}
