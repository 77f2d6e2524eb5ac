/// Probing: a hash's home line first, then one line after another, until a line says that nothing of that hash went past it.
extension Table {
    /// The line and slot that hold a word.
    func find(_ word: KeyWord, _ hash: UInt64) -> (line: Line, slot: Int)? {
        var place = home(hash)
        while true {
            let line = line(place)
            let slot = line.slot(of: word)
            if line.key(slot) == word { return (line, slot) }
            if !line.wasPassed(by: hash) { return nil }
            place += 1
        }
    }

    /// The first line from a place on with a free slot; makes memory where the table ends.
    mutating func firstFree(from place: Int) -> Int {
        var place = place
        while true {
            if place >= memory.count { memory.grow(to: place + Self.behind) }
            if !line(place).isFull { return place }
            place += 1
        }
    }

    /// The last line that so many entries may go into, of which none has its home behind a place.
    mutating func lastFree(from place: Int, for entries: Int) -> Int {
        var place = firstFree(from: place)
        var free = line(place).free
        while free < entries {
            place = firstFree(from: place + 1)
            free += line(place).free
        }
        return place
    }

    /// The last line that what goes past a place may lie in.
    func end(from place: Int) -> Int {
        var place = place
        while line(place).passed > 0 { place += 1 }
        return place
    }

    // MARK: Inside a change of the lines

    /// Puts an entry that is not there into the first line with a free slot.
    func insert(_ word: KeyWord, _ value: UInt32, _ hash: UInt64) {
        var place = home(hash)
        while line(place).isFull {
            line(place).notePassing(hash)
            place += 1
        }
        line(place).insert(word, value)
    }

    /// Takes out an entry that is there, and pulls an entry that had to go past it back into the gap, and so on.
    ///
    /// So the table is as if the entry had never been set: no mark of it is left for look-ups to step over.
    func remove(_ word: KeyWord, _ hash: UInt64) {
        var gap = home(hash)
        while true {
            let line = line(gap)
            let slot = line.slot(of: word)
            if line.key(slot) == word {
                line.remove(slot)
                break
            }
            line.noteReturn()
            gap += 1
        }
        while line(gap).passed > 0 { gap = pullBack(into: gap) }
    }

    /// Moves the nearest entry that went past a line with a gap into it, and returns the line where it was.
    private func pullBack(into gap: Int) -> Int {
        var place = gap
        while true {
            place += 1
            let line = line(place)
            for slot in 0..<Line.slots where line.key(slot) != .none {
                let word = line.key(slot)
                guard home(mixer.hash(word)) <= gap else { continue }
                let value = line.value(slot)
                line.remove(slot)
                for passed in gap..<place { self.line(passed).noteReturn() }
                self.line(gap).insert(word, value)
                return place
            }
            assert(line.passed > 0, "an entry that went past a line lies behind it")
        }
    }
}
