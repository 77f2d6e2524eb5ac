import Vocabulary

/// Words of a vehicle that are said of something beside it: `guy in green bay packers hat`, `at the bus 5 stop`.
extension ReportLine {
    private static let clothes: Set<String> = [
        "hat", "hats", "cap", "caps", "beanie", "jacket", "jackets", "coat", "coats", "shirt", "shirts", "t-shirt", "hoodie", "hoodies",
        "sweater", "sweatshirt", "vest", "vests", "uniform", "uniforms", "mask", "masks", "balaclava", "gaiter", "scarf", "bandana",
        "pants", "jeans", "fatigues", "camo", "gloves", "boots", "helmet", "helmets",
    ]
    /// A team's name before its hat has two words.
    private static let clothesMax = 3
    private static let busNouns: Set<String> = ["stop", "stops", "station", "line", "lane", "route", "shelter", "depot", "driver"]

    /// How many words after a color or "bus" make it something else's; `nil` if it is the vehicle's.
    ///
    /// - Parameter behind: The words after it, up to the next comma.
    func surroundings(of word: KnownWord, _ behind: ArraySlice<TypedWord>) -> Int? {
        guard case .vehicle(let said) = word, said.named.make == nil else { return nil }
        if said.named.body == .bus, said.named.color == nil { return busWords(behind) }
        return said.named.color != nil && said.named.body == nil && isWorn(behind) ? 0 : nil
    }

    /// `bus stop`, `bus 5 stop`
    private func busWords(_ behind: ArraySlice<TypedWord>) -> Int? {
        let line = behind.prefix(1).filter { $0.isFigures && $0.plain.count <= 3 }.count
        guard let noun = behind.dropFirst(line).first, Self.busNouns.contains(noun.plain) else { return nil }
        return line + 1
    }

    private func isWorn(_ behind: ArraySlice<TypedWord>) -> Bool {
        for word in behind.prefix(Self.clothesMax) {
            if Self.clothes.contains(word.plain) { return true }
            switch KnownWord(word.plain, areas: areas) {
            case .sign?: continue
            case nil where word.isLetters && !TypedWord.small.contains(word.plain) && !TypedWord.usual.contains(word.plain): continue
            default: return false
            }
        }
        return false
    }
}

extension ReportDraft {
    /// Leaves out bodies and makes if the line has two colors and two bodies or models: it does not say which belong to the plate.
    mutating func leaveOutSecondVehicle() {
        let areTwoBodies = named.body != nil && implied.body != nil && named.body != implied.body
        guard let place = ambiguities.firstIndex(where: { $0.field == .color }), namesTwoModels || areTwoBodies else { return }
        let sentence = "The line describes two vehicles. What color is the one with the plate? Body and make are left out."
        ambiguities[place] = Ambiguity(.color, sentence, suggestion: ambiguities[place].suggestion)
        ambiguities.removeAll { $0.field == .body || $0.field == .make }
        (named.body, named.make, implied) = (nil, nil, Vehicle())
    }
}
