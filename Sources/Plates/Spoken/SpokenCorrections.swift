/// Applies a speaker's corrections: "no, sorry, bravo", "scratch that".
struct SpokenCorrections {
    /// A character with the number of the words that it was said with: "forty seven" is one unit of two characters.
    private struct Said {
        var character: SpokenCharacter
        var unit: Int
    }

    private enum Mode {
        case append
        case replace
        case scratch
        case deny
    }

    private var said: [Said] = []
    private var fresh: [Said] = []
    private var mode = Mode.append
    private var units = 0

    /// The characters that are left at the end of a way.
    static func characters(of steps: [LatticeSearch.Step]) -> [SpokenCharacter] {
        var corrections = SpokenCorrections()
        for step in steps where step.phase == .inside || step.phase == .corrected || step.arc.correction == .restart {
            if let correction = step.arc.correction {
                corrections.take(correction)
            } else if step.arc.isCharacters {
                corrections.fresh += step.arc.characters.map { Said(character: $0, unit: corrections.units) }
                corrections.units += 1
            }
        }
        corrections.settle()
        return withoutRepetition(corrections.said.map(\.character))
    }

    private mutating func take(_ correction: SpokenLexicon.Correction) {
        // "no, scratch that", "no, not bravo": the stronger word counts.
        let isFollowUp = fresh.isEmpty
        let last = mode
        if !isFollowUp { settle() }
        switch correction {
        case .replacement: mode = isFollowUp && last != .append ? last : .replace
        case .scratch: mode = .scratch
        case .denial: mode = .deny
        case .restart:
            said = []
            mode = .append
        }
    }

    private mutating func settle() {
        defer {
            fresh = []
            mode = .append
        }
        switch mode {
        case .append: said += fresh
        case .replace: if !fresh.isEmpty { said = Self.replaced(said, by: fresh) }
        case .scratch: said = fresh.isEmpty || Self.isWhole(fresh, of: said) ? fresh : Self.replaced(said, by: fresh)
        case .deny: deny()
        }
    }

    /// "not mike, november": the unit after "not" is dropped, and so is the last unit if it is the same.
    private mutating func deny() {
        guard let first = fresh.first else { return }
        let denied = fresh.prefix { $0.unit == first.unit }
        let rest = fresh.dropFirst(denied.count)
        let isLast = said.suffix(denied.count).map(\.character.ascii) == denied.map(\.character.ascii)
        if isLast { said.removeLast(denied.count) }
        if !isLast, let next = rest.first, denied.count == 1,
            let place = said.lastIndex(where: { $0.character.ascii == first.character.ascii })
        {
            said[place] = next
            said += rest.dropFirst()
        } else {
            said += rest
        }
    }

    private static func isWhole(_ fresh: [Said], of said: [Said]) -> Bool {
        let kinds = Set(fresh.map(\.character.isFigure))
        return kinds.count == 2 && fresh.count >= 4 || fresh.count >= said.count || kinds == Set(said.map(\.character.isFigure))
    }

    /// The words after a correction replace the whole, the end, or the last characters of their kind; the likeliest result wins.
    private static func replaced(_ said: [Said], by fresh: [Said]) -> [Said] {
        guard !said.isEmpty else { return fresh }
        let kinds = said.map(\.character.isFigure)
        let freshKinds = fresh.map(\.character.isFigure)
        var best = (said: said + fresh, score: 0.5 + oddity(said + fresh))
        func offer(_ result: [Said], _ score: Double) {
            let score = score + oddity(result)
            if score < best.score { best = (result, score) }
        }
        if fresh.count >= 3 {
            let isSameForm = kinds == freshKinds
            let isPlate = fresh.count >= 5 && Set(freshKinds).count == 2
            offer(fresh, (isSameForm ? 0 : isPlate ? 0.25 : 0.6) - (isSameForm ? likeness(said[...], fresh[...]) : 0))
        }
        for count in 1...min(said.count, fresh.count) where kinds.suffix(count).elementsEqual(freshKinds.prefix(count)) {
            let start = said.count - count
            var score = 0.2 + 0.05 * Double(count - 1)
            if count == fresh.count {
                let isGroup = start == 0 || kinds[start - 1] != kinds[start]
                score = isGroup ? 0.05 : 0.1 + 0.03 * Double(count)
            }
            // "four eight, no, four eight two" says the group again, and goes on.
            if count > 1, count < fresh.count, start == 0 || kinds[start - 1] != kinds[start],
                said[start...].map(\.character.ascii) == fresh[..<count].map(\.character.ascii)
            {
                score = 0
            }
            let isUnit = unitLength(said.last, in: said) == count && unitLength(fresh.first, in: fresh) == count
            offer(said.dropLast(count) + fresh, score - likeness(said[start...], fresh[..<count]) - (isUnit ? 0.05 : 0))
        }
        if let kind = freshKinds.first, freshKinds.allSatisfy({ $0 == kind }), kinds.last != kind, let last = kinds.lastIndex(of: kind) {
            let length = kinds[...last].reversed().prefix { $0 == kind }.count
            if length >= fresh.count {
                let place = last + 1 - fresh.count..<last + 1
                var result = said
                result.replaceSubrange(place, with: fresh)
                offer(result, (length == fresh.count ? 0.2 : 0.25) - likeness(said[place], fresh[...]))
            }
        }
        return best.said
    }

    private static func unitLength(_ one: Said?, in all: [Said]) -> Int { one.map { one in all.count { $0.unit == one.unit } } ?? 0 }

    /// Who says most of it again corrects it.
    private static func likeness(_ first: ArraySlice<Said>, _ second: ArraySlice<Said>) -> Double {
        guard !first.isEmpty else { return 0 }
        let same = zip(first, second).count { $0.character.ascii == $1.character.ascii }
        // To say the same again corrects nothing.
        guard same < first.count || first.startIndex == 0 else { return 0 }
        let hasSameEnd =
            first.first?.character.ascii == second.first?.character.ascii || first.last?.character.ascii == second.last?.character.ascii
        // Said from its first character on, it is most likely said again.
        return 0.15 * Double(same) / Double(first.count) + (hasSameEnd ? 0.1 : 0) + (hasSameEnd && first.startIndex == 0 ? 0.05 : 0)
    }

    /// How far a result is from the usual form of a plate: 6 or 7 characters in two groups.
    private static func oddity(_ said: [Said]) -> Double {
        let length =
            switch said.count {
            case 6, 7: 0.0
            case 5: 0.1
            case 8: 0.15
            case 4: 0.2
            case 3: 0.3
            default: 0.5
            }
        let changes = zip(said, said.dropFirst()).count { $0.character.isFigure != $1.character.isFigure }
        return length + 0.1 * Double(max(0, changes - 1))
    }

    /// A plate that was said twice, by bare letters and then by code words, is one plate.
    private static func withoutRepetition(_ said: [SpokenCharacter]) -> [SpokenCharacter] {
        let half = said.count / 2
        let (first, second) = (said[..<half], said[half...])
        if half >= 4, said.count.isMultiple(of: 2), isSame(first, second), Set(first.map(\.isFigure)).count == 2 { return Array(second) }
        // "b d t 926, that is bravo delta tango"
        let letters = said.prefix { !$0.isFigure }.count
        if letters >= 2, said.count >= 2 * letters + 2, isSame(said.prefix(letters), said.suffix(letters)),
            said.dropFirst(letters).dropLast(letters).allSatisfy(\.isFigure)
        {
            return Array(said.suffix(letters) + said.dropFirst(letters).dropLast(letters))
        }
        return said
    }

    private static func isSame(_ first: ArraySlice<SpokenCharacter>, _ second: ArraySlice<SpokenCharacter>) -> Bool {
        first.map(\.ascii) == second.map(\.ascii)
    }
}
