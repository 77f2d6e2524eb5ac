import Synchronization

/// Growing and shrinking by linear hashing: the split point moves one line at a time.
///
/// The table keeps 23 to 25 of 32 slots full. The gap between the two keeps entries that come and go from moving the split
/// point back and forth each time. While the table grows, each new entry moves the entries of two lines, about eight.
extension HashTable {
    /// The most entries for a number of lines: 25 of 32 slots. With 28 the table would take a tenth less memory, and look-ups a
    /// quarter longer, because more entries overflow.
    static func capacity(ofLines lines: Int) -> Int { lines * Line.slots * 25 / 32 }

    private static func minimumCount(ofLines lines: Int) -> Int { lines * Line.slots * 23 / 32 }

    /// The number of home lines, on both sides of the split point.
    private var lines: Int {
        let (below, splitPoint) = (levels[split.level], Int(split.splitPoint))
        guard split.splitPoint < SplitState.noSplit else { return below }
        return (below * splitPoint + levels[split.level + 1] * (Int(SplitState.noSplit) - splitPoint)) >> 32
    }

    /// Gives an empty table nearly as many lines as this many entries need; it grows by the rest while they are set.
    mutating func reserve(_ entries: Int, _ snapshot: borrowing Snapshot) {
        guard count == 0 else { return }
        var level = split.level
        while level + 1 < Levels.count, Self.capacity(ofLines: levels[level + 1]) <= entries { level += 1 }
        guard level > split.level else { return }
        memory.grow(to: levels[level] + Self.overflowLines)
        firstUnusedLine = max(firstUnusedLine, levels[level] + Self.overflowLines)
        publish(split.moved(toSplitPoint: SplitState.noSplit, level: level), snapshot)
    }

    /// Moves the split point down until the entries have enough lines.
    mutating func grow(_ snapshot: borrowing Snapshot) {
        while count > Self.capacity(ofLines: lines) {
            if split.splitPoint == 0 {
                firstUnusedLine = max(firstUnusedLine, levels[split.level + 1] + Self.overflowLines)
                publish(split.moved(toSplitPoint: SplitState.noSplit, level: split.level + 1), snapshot)
            }
            precondition(split.level + 1 < Levels.count, "a plate table holds at most nine hundred million entries")
            memory.grow(to: levels[split.level + 1] + Self.overflowLines)
            let below = levels[split.level]
            let last = SplitState.home(split.splitPoint - 1, ofLines: below)
            let first = SplitState.firstHash(ofHome: last, ofLines: below)
            move(first..<split.splitPoint, splitPoint: first, snapshot)
        }
    }

    /// Moves the split point up until the table has no more lines than the entries need.
    mutating func shrink(_ snapshot: borrowing Snapshot) {
        while count < Self.minimumCount(ofLines: lines) {
            if split.splitPoint == SplitState.noSplit {
                guard split.level > 0 else { return }
                publish(split.moved(toSplitPoint: 0, level: split.level - 1), snapshot)
                let used = lastOverflowLine(from: levels[split.level + 1] - 1) + 1
                memory.shrink(to: used + Self.overflowLines)
            }
            let below = levels[split.level]
            let next = SplitState.home(split.splitPoint, ofLines: below) + 1
            let splitPoint = min(SplitState.firstHash(ofHome: next, ofLines: below), SplitState.noSplit)
            firstUnusedLine = memory.count
            move(split.splitPoint..<splitPoint, splitPoint: splitPoint, snapshot)
        }
    }

    /// Moves the split point across a range of hashes, by their top 32 bits, and moves their entries to their new home lines.
    private mutating func move(_ hashes: Range<UInt64>, splitPoint: UInt64, _ snapshot: borrowing Snapshot) {
        let next = split.moved(toSplitPoint: splitPoint, level: split.level)
        let old = home(hashes.lowerBound << 32)...collect(hashes)
        guard !moving.isEmpty else { return publish(next, snapshot) }
        let homes = moving.map { next.home($0.hash, levels) }
        let (first, last) = (homes.min() ?? 0, homes.max() ?? 0)
        let new = first...lastFree(from: last, for: moving.count)
        for index in new { line(index).touch() }
        for lines in [old, new] { versions.beginChange(of: lines) }
        if old.count == 1, moving.count == Line.slots - line(old.lowerBound).free {
            // The usual case: no entry overflowed past this line or into it.
            line(old.lowerBound).clear()
        } else {
            for entry in moving { remove(entry.word, entry.hash) }
        }
        publish(next, snapshot)
        for entry in moving { insert(entry.word, entry.value, entry.hash) }
        for lines in [old, new] { versions.endChange(of: lines) }
    }

    /// Fills `moving` with the entries of a range of hashes, and returns the last line that may hold one of them.
    private mutating func collect(_ hashes: Range<UInt64>) -> Int {
        moving.removeAll(keepingCapacity: true)
        let lastHome = home((hashes.upperBound - 1) << 32)
        var index = home(hashes.lowerBound << 32)
        while true {
            let line = line(index)
            for slot in 0..<Line.slots where line.key(slot) != .none {
                let hash = mixer.hash(line.key(slot))
                if hashes.contains(hash >> 32) { moving.append(HashedEntry(hash: hash, word: line.key(slot), value: line.value(slot))) }
            }
            if index >= lastHome, line.overflowCount == 0 { return index }
            index += 1
        }
    }

    private mutating func publish(_ next: SplitState, _ snapshot: borrowing Snapshot) {
        split = next
        snapshot.split.store(next.word, ordering: .releasing)
    }
}
