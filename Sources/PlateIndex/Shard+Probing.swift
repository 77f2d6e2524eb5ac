/// Probing: a hash's home line first, then one line after another, around the shard's end, until a line says that nothing
/// of that hash went past it.
extension Shard {
    /// The line and slot that hold a word.
    func find(_ word: KeyWord, _ hash: UInt64) -> (line: Line, slot: Int)? {
        let lines = Int(lines)
        var place = Self.home(hash, of: UInt32(lines))
        for _ in 0..<lines {
            let line = line(place)
            let slot = line.slot(of: word)
            if line.key(slot) == word { return (line, slot) }
            if !line.wasPassed(by: hash) { return nil }
            place = Self.next(place, of: lines)
        }
        return nil
    }

    /// Puts an entry that is not there into the first line with a free slot, which there must be.
    func insert(_ word: KeyWord, _ value: UInt32, _ hash: UInt64) {
        let lines = Int(lines)
        var place = Self.home(hash, of: UInt32(lines))
        for _ in 0..<lines {
            let line = line(place)
            if !line.isFull { return line.insert(word, value) }
            line.notePassing(hash)
            place = Self.next(place, of: lines)
        }
        preconditionFailure("a shard is never filled")
    }

    /// Takes out an entry that is there, and pulls an entry that had to go past it back into the gap, and so on.
    ///
    /// So the shard is as if the entry had never been set: no mark of it is left for look-ups to step over.
    func remove(_ word: KeyWord, _ hash: UInt64, _ mixer: KeyMixer) {
        let lines = Int(lines)
        var gap = Self.home(hash, of: UInt32(lines))
        while true {
            let line = line(gap)
            let slot = line.slot(of: word)
            if line.key(slot) == word {
                line.remove(slot)
                break
            }
            line.noteReturn()
            gap = Self.next(gap, of: lines)
        }
        while line(gap).passed > 0 { gap = pullBack(into: gap, mixer) }
    }

    /// Moves the nearest entry that went past a line with a gap into it, and returns the line where it was.
    private func pullBack(into gap: Int, _ mixer: KeyMixer) -> Int {
        let lines = Int(lines)
        var place = gap
        for distance in 1..<lines {
            place = Self.next(place, of: lines)
            let line = line(place)
            for slot in 0..<Line.slots where line.key(slot) != .none {
                let word = line.key(slot)
                let way = place - Self.home(mixer.hash(word), of: UInt32(lines))
                guard (way < 0 ? way + lines : way) >= distance else { continue }
                let value = line.value(slot)
                line.remove(slot)
                var passed = gap
                for _ in 0..<distance {
                    self.line(passed).noteReturn()
                    passed = Self.next(passed, of: lines)
                }
                self.line(gap).insert(word, value)
                return place
            }
        }
        preconditionFailure("an entry that went past a line lies behind it")
    }

    @inline(__always)
    static func next(_ place: Int, of lines: Int) -> Int { place + 1 >= lines ? 0 : place + 1 }
}
