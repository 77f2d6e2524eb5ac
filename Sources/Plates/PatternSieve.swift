/// A test that the characters of every match of a pattern pass, and few others: a multiplication for each place where literals may stand.
///
/// It asks for one stretch of literals, the one that costs least to find, and for nothing else, so what it lets through must still be compared.
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

    /// Characters that pass none of them match nowhere.
    package let openings: [Opening]
}

extension PlatePattern {
    package var sieve: PatternSieve {
        var before = head.length
        var stretches = [(Stretch(of: head, endsPlate: head.length == lengthMax), places: 0...0)]
        for run in middle {
            stretches.append((Stretch(of: run), places: before...before + PlateKey.lengthMax - lengthMin))
            before += run.length
        }
        let tailPlaces = lengthMin - tail.length...lengthMax - tail.length
        stretches.append((Stretch(of: tail, movedBy: PlateKey.lengthMax - tail.length, endsPlate: true), tailPlaces))
        let best = stretches.filter { !$0.0.digits.isEmpty }.min { $0.0.cost(at: $0.places.count) < $1.0.cost(at: $1.places.count) }
        return PatternSieve(
            openings: best.map { stretch, places in
                places.map { PatternSieve.Opening(stretch, at: $0 + stretch.offset) }
            } ?? [])
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

    /// What a plate costs, roughly, where they may begin at so many places: a multiplication for each, and a comparison where one says yes.
    func cost(at places: Int) -> Double {
        let passing = digits.reduce(1.0) { share, _ in share / Double(PackedCharacters.digitMax) }
        return Double(places) * (1 + 15 * passing)
    }
}
