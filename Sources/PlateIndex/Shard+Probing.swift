/// Probing: a hash's home line first, then one line after another, around the shard's end, until a line says that nothing
/// of that hash went past it.
extension Shard {
    /// The line and slot that hold a word.
    func find(_ word: UInt64, _ hash: UInt64) -> (line: Line, slot: Int)? {
        let lines = Int(lines)
        var place = Self.home(hash, of: UInt32(lines))
        for _ in 0..<lines {
            let line = line(place)
            let slot = line.slot(of: word)
            if slot < Line.slots { return (line, slot) }
            if !line.wasPassed(by: hash) { return nil }
            place = place + 1 == lines ? 0 : place + 1
        }
        return nil
    }

    /// Puts an entry into the first line with an empty slot, which there must be.
    func place(_ word: UInt64, _ value: UInt32, _ hash: UInt64) {
        let lines = Int(lines)
        var place = Self.home(hash, of: UInt32(lines))
        for _ in 0..<lines {
            let line = line(place)
            let slot = line.slot(of: 0)
            if slot < Line.slots { return line.put(word, value, in: slot) }
            line.notePassing(hash)
            place = place + 1 == lines ? 0 : place + 1
        }
        preconditionFailure("a shard is never filled")
    }

    /// Takes out an entry that is there, and pulls back into each gap an entry that had to go past it.
    ///
    /// So the shard is as if the entry had never been set: no mark of it is left for look-ups to step over.
    func remove(_ word: UInt64, _ hash: UInt64, _ mixer: KeyMixer) {
        let lines = Int(lines)
        var gap = Self.home(hash, of: UInt32(lines))
        while true {
            let line = line(gap)
            let slot = line.slot(of: word)
            if slot < Line.slots {
                line.empty(slot)
                break
            }
            line.noteReturn()
            gap = gap + 1 == lines ? 0 : gap + 1
        }
        while line(gap).passed > 0 { gap = pullBack(into: gap, mixer) }
    }

    /// Moves the nearest entry that went past a line with a gap into it, and returns the line where it was.
    private func pullBack(into gap: Int, _ mixer: KeyMixer) -> Int {
        let lines = Int(lines)
        for distance in 1..<lines {
            let place = (gap + distance) % lines
            let line = line(place)
            for slot in 0..<Line.slots {
                let word = line.key(slot)
                guard word != 0 else { continue }
                let way = place - Self.home(mixer.hash(word), of: UInt32(lines))
                guard (way < 0 ? way + lines : way) >= distance else { continue }
                let target = self.line(gap)
                target.put(word, line.value(slot), in: target.slot(of: 0))
                line.empty(slot)
                for step in 0..<distance { self.line((gap + step) % lines).noteReturn() }
                return place
            }
        }
        preconditionFailure("an entry that went past a line lies behind it")
    }
}
