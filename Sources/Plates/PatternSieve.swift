/// A test that the characters of every match of a pattern pass, and few others: some multiplications each.
///
/// It asks for one stretch of literals, the one that costs least to find, and for nothing else, so what it lets through must still be compared.
/// Literals behind the last `*` stand at one place once the plate is moved to the right; others are looked for at each place where they may stand.
/// Comparing takes 15 ns, most of it for spreading the characters, where a search through ten million plates has two or three for each of them.
package struct PatternSieve: Sendable {
    /// Whether certain digits stand at certain places: whether `number * factor`, of which the lowest 64 bits are kept, lies at most `width`
    /// above `start`.
    ///
    /// Digits at the places before are multiples of a modulus, and those behind are a range of what is left. Times 2 to the 64 divided by the
    /// modulus, the multiples fall out of the 64 bits (Lemire, Kaser, Kurz: "Faster remainder by direct computation", 2019). The factor is rounded
    /// down, which takes less than the number itself from the product, so the range is made wider by the highest number.
    package struct Opening: Sendable {
        package let factor: UInt64
        package let start: UInt64
        package let width: UInt64

        fileprivate init(_ stretch: Stretch, at place: Int) {
            let end = place + stretch.digits.count
            let weight = UInt64(PackedCharacters.weight(ofPlace: end - 1))
            let lowest = stretch.digits.reduce(0) { $0 * UInt64(PackedCharacters.base) + UInt64($1) } * weight
            let range = stretch.endsPlate ? 0 : weight - 1
            if place == 0 {
                (factor, start, width) = (1, lowest, range)
            } else {
                factor = .max / UInt64(PackedCharacters.weight(ofPlace: place - 1))
                start = lowest * factor &- UInt64(PackedCharacters.end)
                width = range * factor + UInt64(PackedCharacters.end)
            }
        }
    }

    /// Moves characters so many places to the right, where as many blanks are behind them: an exact division, by a multiplication with the inverse
    /// modulo 2 to the 64 (Granlund, Montgomery: "Division by invariant integers using multiplication", 1994, section 9).
    package struct Move: Sendable {
        package let inverse: UInt64
        /// Every exact quotient is at most this, and whatever else the multiplication gives is more.
        package let quotientMax: UInt64

        fileprivate init(by places: Int) {
            let divisor = UInt64(PackedCharacters.weight(ofPlace: PackedCharacters.places - 1 - places))
            // Newton's iteration doubles the bits that are right; an odd number is its own inverse modulo 8.
            inverse = (0..<5).reduce(divisor) { inverse, _ in inverse &* (2 &- divisor &* inverse) }
            quotientMax = .max / divisor
        }

        /// Moves that together bring plates to the right that have up to so many blanks: 4, 2, 1 and the like, each done or not.
        fileprivate static func all(forBlanks blanksMax: Int) -> [Move] {
            var (moves, left) = ([Move](), blanksMax)
            while left > 0 {
                let places = (left + 1) / 2
                moves.append(Move(by: places))
                left -= places
            }
            return moves
        }
    }

    /// What is done to the characters first.
    package let moves: [Move]
    /// Characters that pass none of them match nowhere.
    package let openings: [Opening]
    /// What a plate costs, roughly, in multiplications, what is let through included: some 25 ns each, for the branches that it turns the wrong way.
    fileprivate let cost: Double

    fileprivate init(_ stretch: Stretch, at places: ClosedRange<Int>, moves: [Move] = []) {
        self.moves = moves
        openings = stretch.digits.isEmpty ? [] : places.map { Opening(stretch, at: $0 + stretch.offset) }
        cost = openings.isEmpty ? .infinity : Double(moves.count) + Double(openings.count) * (1 + 60 * stretch.passing)
    }
}

extension PlatePattern {
    package var sieve: PatternSieve {
        let blanksMax = PlateKey.lengthMax - lengthMin
        var best = PatternSieve(Stretch(of: head, endsPlate: head.length == lengthMax), at: 0...0)
        func consider(_ sieve: PatternSieve) { if sieve.cost < best.cost { best = sieve } }
        var before = head.length
        for run in middle {
            consider(PatternSieve(Stretch(of: run), at: before...before + blanksMax))
            before += run.length
        }
        let tailPlace = PlateKey.lengthMax - tail.length
        let tail = Stretch(of: tail, movedBy: tailPlace, endsPlate: true)
        consider(PatternSieve(tail, at: tailPlace...tailPlace, moves: PatternSieve.Move.all(forBlanks: blanksMax)))
        return best
    }
}

/// The longest literals that stand side by side in a run, without `?` between them.
private struct Stretch {
    private(set) var digits: [UInt8] = []
    /// Where in the run they begin.
    private(set) var offset = 0
    /// Whether nothing but blanks follows.
    private(set) var endsPlate = false

    init(of run: Run, movedBy first: Int = 0, endsPlate: Bool = false) {
        var begin = 0
        for place in 0...run.length where place == run.length || run.literal(at: first + place) == nil {
            if place - begin > digits.count {
                digits = (begin..<place).compactMap { run.literal(at: first + $0) }
                (offset, self.endsPlate) = (begin, endsPlate && place == run.length)
            }
            begin = place + 1
        }
    }

    /// The share of plates that have them at one place, roughly: half of what stands on plates are figures.
    var passing: Double { digits.reduce(1) { share, digit in share / (digit <= PackedCharacters.figureMax ? 10 : 48) } }
}
