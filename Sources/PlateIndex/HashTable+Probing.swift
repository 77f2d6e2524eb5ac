/// Linear probing: a hash's home line first, then the lines after it, until an overflow filter says that no entry with this
/// hash went further.
extension HashTable {
    /// The line and slot that hold the word.
    func find(_ word: KeyWord, _ hash: UInt64) -> (line: Line, slot: Int)? {
        var index = home(hash)
        while true {
            let line = line(index)
            let slot = line.slot(of: word)
            if line.key(slot) == word { return (line, slot) }
            if !line.mayHaveOverflowed(hash) { return nil }
            index += 1
        }
    }

    /// The first line from `index` on with a free slot. It adds memory at the end of the table if needed.
    mutating func firstFree(from index: Int) -> Int {
        var index = index
        while true {
            if index >= memory.count { memory.grow(to: index + Self.overflowLines) }
            if !line(index).isFull { return index }
            index += 1
        }
    }

    /// The last line that `entries` new entries may go into, if none has its home after `index`.
    mutating func lastFree(from index: Int, for entries: Int) -> Int {
        var index = firstFree(from: index)
        var free = line(index).free
        while free < entries {
            index = firstFree(from: index + 1)
            free += line(index).free
        }
        return index
    }

    /// The last line that may hold an entry that overflowed past line `index`.
    func lastOverflowLine(from index: Int) -> Int {
        var index = index
        while line(index).overflowCount > 0 { index += 1 }
        return index
    }

    // MARK: Between beginChange and endChange of the lines

    /// Puts an entry that the table does not hold into the first line with a free slot.
    func insert(_ word: KeyWord, _ value: UInt32, _ hash: UInt64) {
        var index = home(hash)
        while line(index).isFull {
            line(index).recordOverflow(hash)
            index += 1
        }
        line(index).insert(word, value)
    }

    /// Removes an entry that the table holds, and pulls overflowed entries back into the gaps.
    ///
    /// Afterward the table is as if the entry had never been set. It leaves no marker that look-ups must step over.
    func remove(_ word: KeyWord, _ hash: UInt64) {
        var gap = home(hash)
        while true {
            let line = line(gap)
            let slot = line.slot(of: word)
            if line.key(slot) == word {
                line.remove(slot)
                break
            }
            line.removeOverflow()
            gap += 1
        }
        while line(gap).overflowCount > 0 { gap = pullBack(into: gap) }
    }

    /// Moves the nearest entry that overflowed past the line with a gap into it, and returns the line that the entry came from.
    private func pullBack(into gap: Int) -> Int {
        var index = gap
        while true {
            index += 1
            let line = line(index)
            for slot in 0..<Line.slots where line.key(slot) != .none {
                let word = line.key(slot)
                guard home(mixer.hash(word)) <= gap else { continue }
                let value = line.value(slot)
                line.remove(slot)
                for skipped in gap..<index { self.line(skipped).removeOverflow() }
                self.line(gap).insert(word, value)
                return index
            }
            assert(line.overflowCount > 0, "an entry that overflowed past a line lies after it")
        }
    }
}
