/// Whether a way through a transcript is a plate at all, and not a sentence in which a few words sound like characters.
struct SpokenEvidence {
    /// Words of ordinary sentences that the way passes.
    private var ordinaryWords = 0
    /// Whether the way passes such a word inside the plate: then a part of the plate is missing.
    private var isBroken = false
    /// Whether someone spoke of a plate, or named an issuer.
    private var hasCue = false
    /// Whether that was said directly before or after the plate, or a few words away.
    private var hasNearCue = false
    /// Whether the words before the plate make something else of it: "exit", "room".
    private var isLabeled = false

    /// The most ordinary words between a word for a plate and the plate: "the plate I was looking at is".
    private static let nearWordsMax = 4

    init(_ way: LatticeSearch.Way) {
        var wordsSinceCue: Int?
        var wordsSincePlate: Int?
        var last: LatticeArc?
        for step in way.steps {
            if step.arc.isCharacters {
                if wordsSincePlate == nil {
                    isLabeled = last?.isLabel ?? false
                    if let wordsSinceCue, wordsSinceCue <= Self.nearWordsMax { hasNearCue = true }
                }
                wordsSincePlate = 0
            }
            if step.arc.isOrdinary {
                ordinaryWords += 1
                wordsSinceCue? += 1
                wordsSincePlate? += 1
                if step.phase == .inside, step.arc.role != .passedWeak { isBroken = true }
            }
            if step.arc.isCue {
                hasCue = true
                wordsSinceCue = 0
                if let wordsSincePlate, wordsSincePlate <= Self.nearWordsMax { hasNearCue = true }
            }
            if step.arc.correction == .restart { (isBroken, wordsSincePlate) = (false, nil) }
            last = step.arc
        }
    }

    func accepts(_ characters: [SpokenCharacter]) -> Bool {
        guard (2...PlateKey.lengthMax).contains(characters.count), !isBroken else { return false }
        let figures = characters.count(where: \.isFigure)
        let weight = characters.reduce(0) { $0 + $1.weight }
        let isAllSpelled = ordinaryWords == 0
        guard weight >= 2 || isAllSpelled && weight >= 1 && characters.count >= 5 else { return false }
        if isLabeled, !hasCue { return false }
        if figures == characters.count { return acceptsFigures(characters, isAllSpelled) }
        if figures == 0 { return acceptsLetters(characters, isAllSpelled) }
        if hasCue { return true }
        return isAllSpelled ? characters.count >= 3 : characters.count >= 4
    }

    /// Digits alone are mostly a time, a count or a telephone number.
    private func acceptsFigures(_ characters: [SpokenCharacter], _ isAllSpelled: Bool) -> Bool {
        let isEmergencyNumber = characters.map(\.ascii) == Array("911".utf8)
        return (3...8).contains(characters.count) && (hasNearCue || isAllSpelled && !isEmergencyNumber)
    }

    /// Letters alone are often names: Charlie, Victor, Mike.
    private func acceptsLetters(_ characters: [SpokenCharacter], _ isAllSpelled: Bool) -> Bool {
        let areNames = characters.contains { $0.weight < 1 }
        return characters.count >= 3 && (hasNearCue || characters.count >= 5 && !areNames || isAllSpelled && !areNames)
    }
}
