/// A fast test that every match of a pattern passes, and few other plates: a few multiplications a plate.
///
/// It tests only one sequence of literals, the cheapest to find, so plates that pass must still be compared with the pattern.
/// Literals after the last `*` have one position once the plate is shifted to the right; others are tested at each possible
/// position. A comparison takes 15 ns, mostly to unpack the characters; a search through ten million plates can afford two or
/// three nanoseconds a plate.
package struct PatternPreFilter: Sendable {
    /// Tests for certain digits at certain positions: the low 64 bits of `number * factor` must be at most `width` above `start`.
    ///
    /// The digits before them are multiples of a modulus, and the digits after them are a range of the remainder. Multiplying
    /// by 2 to the 64, divided by the modulus, moves the multiples out of the 64 bits (Lemire, Kaser, Kurz: "Faster remainder
    /// by direct computation", 2019). The factor is rounded down, so the product is too small by less than the number itself;
    /// the range is widened by the highest number to make up for it.
    package struct PositionTest: Sendable {
        package let factor: UInt64
        package let start: UInt64
        package let width: UInt64

        fileprivate init(_ literals: LiteralSequence, at position: Int) {
            let end = position + literals.digits.count
            let weight = UInt64(PackedCharacters.weight(ofPlace: end - 1))
            let lowest = literals.digits.reduce(0) { $0 * UInt64(PackedCharacters.base) + UInt64($1) } * weight
            let range = literals.endsPlate ? 0 : weight - 1
            if position == 0 {
                (factor, start, width) = (1, lowest, range)
            } else {
                factor = .max / UInt64(PackedCharacters.weight(ofPlace: position - 1))
                start = lowest * factor &- UInt64(PackedCharacters.end)
                width = range * factor + UInt64(PackedCharacters.end)
            }
        }
    }

    /// Shifts the characters to the right if enough blanks follow them. This is an exact division: a multiplication with the inverse modulo
    /// 2 to the 64 (Granlund, Montgomery: "Division by invariant integers using multiplication", 1994, section 9).
    package struct Shift: Sendable {
        package let inverse: UInt64
        /// Every exact quotient is at most this; every other product is more.
        package let quotientMax: UInt64

        fileprivate init(by places: Int) {
            let divisor = UInt64(PackedCharacters.weight(ofPlace: PackedCharacters.places - 1 - places))
            // Each step of Newton's iteration doubles the correct bits. An odd number is its own inverse modulo 8.
            inverse = (0..<5).reduce(divisor) { inverse, _ in inverse &* (2 &- divisor &* inverse) }
            quotientMax = .max / divisor
        }

        /// Shifts that together move every plate with up to `blanksMax` blanks to the right end, such as 4, 2 and 1; each applies or not.
        fileprivate static func all(upTo blanksMax: Int) -> [Shift] {
            var (shifts, left) = ([Shift](), blanksMax)
            while left > 0 {
                let places = (left + 1) / 2
                shifts.append(Shift(by: places))
                left -= places
            }
            return shifts
        }
    }

    /// The shifts to apply before the tests.
    package let shifts: [Shift]
    /// A plate that passes none of these tests cannot match.
    package let positionTests: [PositionTest]
    /// The rough cost a plate, in multiplications. It includes plates that pass, at some 25 ns each because of mispredicted branches.
    fileprivate let cost: Double

    fileprivate init(_ literals: LiteralSequence, at places: ClosedRange<Int>, shifts: [Shift] = []) {
        self.shifts = shifts
        positionTests = literals.digits.isEmpty ? [] : places.map { PositionTest(literals, at: $0 + literals.offset) }
        cost = positionTests.isEmpty ? .infinity : Double(shifts.count) + Double(positionTests.count) * (1 + 60 * literals.passing)
    }
}

extension PlatePattern {
    package var preFilter: PatternPreFilter {
        let blanksMax = PlateKey.lengthMax - lengthMin
        var best = PatternPreFilter(LiteralSequence(of: head, endsPlate: head.length == lengthMax), at: 0...0)
        func consider(_ preFilter: PatternPreFilter) { if preFilter.cost < best.cost { best = preFilter } }
        var before = head.length
        for run in middle {
            consider(PatternPreFilter(LiteralSequence(of: run), at: before...before + blanksMax))
            before += run.length
        }
        let tailPosition = PlateKey.lengthMax - tail.length
        let tail = LiteralSequence(of: tail, from: tailPosition, endsPlate: true)
        consider(PatternPreFilter(tail, at: tailPosition...tailPosition, shifts: PatternPreFilter.Shift.all(upTo: blanksMax)))
        return best
    }
}

/// The longest sequence of literals in a run, without a `?` between them.
private struct LiteralSequence {
    private(set) var digits: [UInt8] = []
    /// The sequence's start in the run.
    private(set) var offset = 0
    /// Whether only blanks follow.
    private(set) var endsPlate = false

    init(of run: Run, from first: Int = 0, endsPlate: Bool = false) {
        var begin = 0
        for position in 0...run.length where position == run.length || run.literal(at: first + position) == nil {
            if position - begin > digits.count {
                digits = (begin..<position).compactMap { run.literal(at: first + $0) }
                (offset, self.endsPlate) = (begin, endsPlate && position == run.length)
            }
            begin = position + 1
        }
    }

    /// The rough share of plates that have the sequence at one position, if half of all characters are digits.
    var passing: Double { digits.reduce(1) { share, digit in share / (digit <= PackedCharacters.figureMax ? 10 : 48) } }
}
