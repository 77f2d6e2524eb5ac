import Algorithms
package import Vocabulary

/// The vehicle and signs that may be shown: only those from two trusted voices or a moderator.
///
/// Costs a pass over the voices, and little for each vehicle that they gave.
package struct VehicleSummary: Sendable {
    static let vehiclesMax = 3

    package private(set) var signs: Signs
    package private(set) var vehicles: [Vehicle] = []
    package private(set) var isOnSeveralVehicles = false

    package init(voices: [Voice], confirmedSigns: Signs) {
        var (said, colors, bodies, makes) = (Signs(), Support<Color>(), Support<Body>(), Support<Make>())
        signs = confirmedSigns
        for voice in voices where voice.standing.isTrusted {
            signs.formUnion(voice.standing == .moderator ? voice.signs : voice.signs.intersection(said))
            said.formUnion(voice.signs)
            colors.add(voice.vehicle.color, by: voice)
            bodies.add(voice.vehicle.body, by: voice)
            makes.add(voice.vehicle.make, by: voice)
        }
        let shown = voices.lazy.filter(\.standing.isTrusted).map { voice in
            Vehicle(
                color: colors.supported(voice.vehicle.color), body: bodies.supported(voice.vehicle.body),
                make: makes.supported(voice.vehicle.make))
        }
        vehicles = Self.distinct(shown)
        isOnSeveralVehicles = Self.disagree(voices)
    }

    /// Whether trusted ones among these voices contradict each other on the vehicle: two of them say different things of one trait.
    package static func disagree(_ voices: [Voice]) -> Bool {
        var first = Vehicle()
        func differs<Trait: Equatable>(_ known: inout Trait?, _ said: Trait?) -> Bool {
            guard let said else { return false }
            defer { known = known ?? said }
            return known.map { $0 != said } ?? false
        }
        for voice in voices where voice.standing.isTrusted {
            if differs(&first.color, voice.vehicle.color) || differs(&first.body, voice.vehicle.body)
                || differs(&first.make, voice.vehicle.make)
            {
                return true
            }
        }
        return false
    }

    /// The words of a list that voices gave, and those from two trusted voices or a moderator. Bit *n* is the word with number *n*: no
    /// list has 128.
    private struct Support<Word: VocabularyWord> {
        private var said: UInt128 = 0
        private var supported: UInt128 = 0

        mutating func add(_ word: Word?, by voice: Voice) {
            guard let word else { return }
            let bit = UInt128(1) << word.number
            supported |= voice.standing == .moderator ? bit : said & bit
            said |= bit
        }

        func supported(_ word: Word?) -> Word? {
            word.flatMap { supported & UInt128(1) << $0.number != 0 ? $0 : nil }
        }
    }

    /// The fullest and most frequent first, without those that only say less than another.
    private static func distinct(_ vehicles: some Sequence<Vehicle>) -> [Vehicle] {
        var counts: [Vehicle: Int] = [:]
        for vehicle in vehicles where !vehicle.isEmpty { counts[vehicle, default: 0] += 1 }
        guard counts.count > 1 else { return Array(counts.keys) }
        let partial = Set(counts.keys.lazy.flatMap(\.lessFull))
        return counts.filter { !partial.contains($0.key) }.min(count: vehiclesMax) { left, right in
            if left.value != right.value { return left.value > right.value }
            if left.key.fullness != right.key.fullness { return left.key.fullness > right.key.fullness }
            return Vehicle.fuller(left.key, right.key) == left.key
        }.map(\.key)
    }
}

extension Vehicle {
    /// The same vehicle with parts left out: six at most.
    fileprivate var lessFull: [Vehicle] {
        var found: [Vehicle] = []
        for color in color == nil ? [nil] : [color, nil] {
            for body in body == nil ? [nil] : [body, nil] {
                for make in make == nil ? [nil] : [make, nil] {
                    let part = Vehicle(color: color, body: body, make: make)
                    if part != self, !part.isEmpty { found.append(part) }
                }
            }
        }
        return found
    }
}
