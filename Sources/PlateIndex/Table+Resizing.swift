import Synchronization

/// How the table follows the number of its entries, a line at a time.
///
/// It is kept between 23 and 25 of 32 slots full, so entries that come and go at either border move the frontier back and forth once in as many as lie
/// between. Each entry set moves the entries of two lines on the way to an eighth more of them, some eight.
extension Table {
    /// So many entries are the most for so many lines: 25 of 32 slots. At 28 the table takes a tenth less memory, and look-ups a quarter longer, since
    /// more leave their line.
    static func capacity(ofLines lines: Int) -> Int { lines * Line.slots * 25 / 32 }

    private static func least(ofLines lines: Int) -> Int { lines * Line.slots * 23 / 32 }

    /// The lines that the hashes are spread over, those above the frontier and those below.
    private var lines: Int {
        let (below, frontier) = (levels[spread.level], Int(spread.frontier))
        guard spread.frontier < Spread.none else { return below }
        return (below * frontier + levels[spread.level + 1] * (Int(Spread.none) - frontier)) >> 32
    }

    /// Lets the frontier go down as far as the entries need.
    mutating func grow(_ entrance: borrowing Entrance) {
        while count > Self.capacity(ofLines: lines) {
            if spread.frontier == 0 {
                unusedFrom = max(unusedFrom, levels[spread.level + 1] + Self.behind)
                publish(spread.moved(toFrontier: Spread.none, level: spread.level + 1), entrance)
            }
            precondition(spread.level + 1 < Levels.count, "a table has room for nine hundred million entries")
            memory.grow(to: levels[spread.level + 1] + Self.behind)
            let below = levels[spread.level]
            let last = Spread.home(spread.frontier - 1, ofLines: below)
            let first = Spread.firstHash(ofHome: last, ofLines: below)
            move(first..<spread.frontier, frontier: first, entrance)
        }
    }

    /// Lets the frontier go up as far as the entries leave room.
    mutating func shrink(_ entrance: borrowing Entrance) {
        while count < Self.least(ofLines: lines) {
            if spread.frontier == Spread.none {
                guard spread.level > 0 else { return }
                publish(spread.moved(toFrontier: 0, level: spread.level - 1), entrance)
                let used = end(from: levels[spread.level + 1] - 1) + 1
                memory.shrink(to: used + Self.behind)
            }
            let below = levels[spread.level]
            let next = Spread.home(spread.frontier, ofLines: below) + 1
            let frontier = min(Spread.firstHash(ofHome: next, ofLines: below), Spread.none)
            unusedFrom = memory.count
            move(spread.frontier..<frontier, frontier: frontier, entrance)
        }
    }

    /// Moves the frontier over some hashes, by their top 32 bits, and their entries to the lines that are their homes then.
    private mutating func move(_ hashes: Range<UInt64>, frontier: UInt64, _ entrance: borrowing Entrance) {
        let next = spread.moved(toFrontier: frontier, level: spread.level)
        let old = home(hashes.lowerBound << 32)...collect(hashes)
        guard !moving.isEmpty else { return publish(next, entrance) }
        let homes = moving.map { next.home($0.hash, levels) }
        let (first, last) = (homes.min() ?? 0, homes.max() ?? 0)
        let new = first...lastFree(from: last, for: moving.count)
        for place in new { line(place).touch() }
        for lines in [old, new] { versions.beginChange(of: lines) }
        if old.count == 1, moving.count == Line.slots - line(old.lowerBound).free {
            // As nearly all do: nobody went past the line, and nobody came from before.
            line(old.lowerBound).clear()
        } else {
            for entry in moving { remove(entry.word, entry.hash) }
        }
        publish(next, entrance)
        for entry in moving { insert(entry.word, entry.value, entry.hash) }
        for lines in [old, new] { versions.endChange(of: lines) }
    }

    /// Makes `moving` the entries of some hashes, and returns the last line that one of them may lie in.
    private mutating func collect(_ hashes: Range<UInt64>) -> Int {
        moving.removeAll(keepingCapacity: true)
        let lastHome = home((hashes.upperBound - 1) << 32)
        var place = home(hashes.lowerBound << 32)
        while true {
            let line = line(place)
            for slot in 0..<Line.slots where line.key(slot) != .none {
                let hash = mixer.hash(line.key(slot))
                if hashes.contains(hash >> 32) { moving.append(HashedEntry(hash: hash, word: line.key(slot), value: line.value(slot))) }
            }
            if place >= lastHome, line.passed == 0 { return place }
            place += 1
        }
    }

    private mutating func publish(_ next: Spread, _ entrance: borrowing Entrance) {
        spread = next
        entrance.spread.store(next.word, ordering: .releasing)
    }
}
