extension PlateKey {
    /// Every key one step away under the same issuer, each once, with its best-ranked difference; the likeliest first.
    ///
    /// About 500 for seven characters. Allocates nothing.
    package func forEachSimilar(_ body: (PlateKey, PlateDifference) -> Void) {
        let wide = WideCharacters(charactersPacked)
        forEachConfusable(of: wide) { body($0, .confusable) }
        forEachSwap(wide) { body($0, .swapped) }
        forEachSubstitution(wide) { body($0, .substituted) }
        forEachInsertion(wide) { body($0, .inserted) }
        forEachDeletion(wide) { body($0, .deleted) }
    }

    /// Every key one confusable character away under the same issuer, each once; about ten.
    package func forEachConfusable(_ body: (PlateKey) -> Void) {
        forEachConfusable(of: WideCharacters(charactersPacked), body)
    }

    private func forEachConfusable(of wide: WideCharacters, _ body: (PlateKey) -> Void) {
        for place in 0..<wide.count {
            var others = Confusables.of(wide[place])
            while others != 0 {
                body(replacing(place, wide[place], by: UInt8(truncatingIfNeeded: others.trailingZeroBitCount)))
                others &= others - 1
            }
        }
    }

    private func forEachSwap(_ wide: WideCharacters, _ body: (PlateKey) -> Void) {
        for place in 1..<max(1, wide.count) where wide[place - 1] != wide[place] {
            let step = Int64(wide[place]) - Int64(wide[place - 1])
            let moved = step * (PackedCharacters.weight(ofPlace: place - 1) - PackedCharacters.weight(ofPlace: place))
            body(PlateKey(nearby: packed + moved))
        }
    }

    private func forEachSubstitution(_ wide: WideCharacters, _ body: (PlateKey) -> Void) {
        for place in 0..<wide.count {
            let known = Confusables.of(wide[place]) | 1 << UInt64(wide[place])
            for digit in 1...PackedCharacters.digitMax where known >> UInt64(digit) & 1 == 0 {
                body(replacing(place, wide[place], by: digit))
            }
        }
    }

    /// One character more; after a like one it would give the same key as before it.
    private func forEachInsertion(_ wide: WideCharacters, _ body: (PlateKey) -> Void) {
        guard wide.count < Self.lengthMax else { return }
        for place in 0...wide.count {
            let weight = PackedCharacters.weight(ofPlace: place)
            let tail = charactersPacked % (weight * PackedCharacters.base)
            let shifted = packed - tail + tail / PackedCharacters.base
            for digit in 1...PackedCharacters.digitMax where place == 0 || digit != wide[place - 1] {
                body(PlateKey(nearby: shifted + Int64(digit) * weight))
            }
        }
    }

    private func forEachDeletion(_ wide: WideCharacters, _ body: (PlateKey) -> Void) {
        guard wide.count > 1 else { return }
        for place in 0..<wide.count where place == 0 || wide[place] != wide[place - 1] {
            let weight = PackedCharacters.weight(ofPlace: place)
            let tail = charactersPacked % weight
            body(PlateKey(nearby: packed - tail - Int64(wide[place]) * weight + tail * PackedCharacters.base))
        }
    }

    private func replacing(_ place: Int, _ old: UInt8, by new: UInt8) -> PlateKey {
        PlateKey(nearby: packed + (Int64(new) - Int64(old)) * PackedCharacters.weight(ofPlace: place))
    }

    private init(nearby packed: Int64) {
        assert(PlateKey(packed: packed) != nil)
        self.packed = packed
    }
}

extension PlateKey {
    /// The one step that makes this key's characters from another's; `nil` if the keys are equal or farther apart.
    ///
    /// Compares characters only. The same characters under another issuer give `.issuer`.
    package func difference(from other: PlateKey) -> PlateDifference? {
        guard charactersPacked != other.charactersPacked else { return issuer == other.issuer ? nil : .issuer }
        let (mine, others) = (WideCharacters(charactersPacked), WideCharacters(other.charactersPacked))
        switch mine.count - others.count {
        case 0: return mine.differenceOfEqualLength(from: others)
        case 1: return mine.isOneMore(than: others) ? .inserted : nil
        case -1: return others.isOneMore(than: mine) ? .deleted : nil
        default: return nil
        }
    }

    /// This key's and the other's character at the only place where they differ, if the two are easily confused: `("8", "B")`.
    package func confusedCharacters(with other: PlateKey) -> (Character, Character)? {
        guard difference(from: other) == .confusable else { return nil }
        let (mine, others) = (WideCharacters(charactersPacked), WideCharacters(other.charactersPacked))
        let place = mine.firstDifference(from: others)
        return (Character(mine, place), Character(others, place))
    }
}

extension Character {
    fileprivate init(_ wide: WideCharacters, _ place: Int) {
        self.init(Unicode.Scalar(PackedCharacters.ascii(ofDigit: wide[place])))
    }
}

extension WideCharacters {
    /// The first place where two unequal ones differ.
    fileprivate func firstDifference(from other: WideCharacters) -> Int {
        Self.place(ofHighestBit: bits ^ other.bits)
    }

    fileprivate func differenceOfEqualLength(from other: WideCharacters) -> PlateDifference? {
        let first = firstDifference(from: other)
        let last = PackedCharacters.places - 1 - (bits ^ other.bits).trailingZeroBitCount / Self.placeBits
        if first == last {
            return Confusables.of(self[first]) >> UInt64(other[first]) & 1 == 1 ? .confusable : .substituted
        }
        return last == first + 1 && self[first] == other[last] && self[last] == other[first] ? .swapped : nil
    }

    /// Whether leaving out the first place that differs makes the shorter one.
    fileprivate func isOneMore(than shorter: WideCharacters) -> Bool {
        let place = firstDifference(from: shorter)
        let before = Self.all << UInt64(Self.shift(ofPlace: place) + Self.placeBits) & Self.all
        let after: UInt64 = 1 << UInt64(Self.shift(ofPlace: place)) - 1
        return bits & before | (bits & after) << UInt64(Self.placeBits) == shorter.bits
    }
}
