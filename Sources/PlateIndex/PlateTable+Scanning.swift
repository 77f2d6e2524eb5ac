package import Plates

extension PlateTable {
    /// Calls `body` with every entry whose key matches, in no particular order, until it returns false; without a pattern, with every entry.
    ///
    /// The table is visited one shard at a time, in the order of hashes: at most 1,750 entries are copied at one moment, and
    /// `body` is called for them outside any lock, while the writer goes on. A key that stays in the table throughout is
    /// seen exactly once, whatever happens to its shard; one set or removed meanwhile may be seen or not.
    package func scan(matching pattern: PlatePattern? = nil, _ body: (PlateKey, UInt32) -> Bool) {
        let sieve = pattern?.sieve
        withUnsafeTemporaryAllocation(of: Entry.self, capacity: Shard.slotsMax + Line.slots) { entries in
            var start: UInt64 = 0
            repeat {
                let (count, first, following) = read(start) { shard in
                    let depth = shard.depth
                    let width: UInt64 = depth == 0 ? 0 : 1 << UInt64(UInt64.bitWidth - depth)
                    let first = start & (0 &- width)
                    let following = first &+ width
                    let next = ShardState(following, entrance).shard
                    return (shard.copyEntries(through: sieve, to: entries, before: next), first, following)
                }
                for entry in entries[..<count] where start == first || mixer.hash(entry.word) >= start {
                    let key = entry.word.key
                    guard pattern?.matches(key) ?? true else { continue }
                    guard body(key, entry.value) else { return }
                }
                start = following
            } while start != 0
        }
    }
}

extension Shard {
    fileprivate static let slotsMax = blocksMax * Block.lines * Line.slots

    /// Copies all entries that a sieve lets through, and returns their number; the shard that follows begins to come near.
    fileprivate func copyEntries(through sieve: PatternSieve?, to entries: UnsafeMutableBufferPointer<Entry>, before next: Shard) -> Int {
        var target = EntryTarget(start: entries.baseAddress.unsafelyUnwrapped)
        if let sieve {
            sieve.openings.withUnsafeBufferPointer { openings in
                forEachLine(before: next) { line in line.copyEntries(through: openings, to: &target) }
            }
        } else {
            forEachLine(before: next) { line in for slot in 0..<Line.slots { target.append(line, slot) } }
        }
        return target.count
    }

    @inline(__always)
    private func forEachLine(before next: Shard, _ body: (Line) -> Void) {
        let lines = min(Int(lines), Self.blocksMax * Block.lines)
        let blocks = (lines + Block.lines - 1) >> Block.linesLog2
        for number in 0..<blocks {
            let block = block(number)
            // Blocks lie apart, so the processor would find out anew in each that lines are read in order.
            let ahead = number + Self.blocksAhead
            let later = ahead < blocks ? self.block(ahead) : next.anyBlock(ahead - blocks)
            for place in 0..<min(Block.lines, lines - number << Block.linesLog2) {
                if let later { Line(later + place * Line.bytes).prefetchEarly() }
                body(Line(block + place * Line.bytes))
            }
        }
    }

    private static let blocksAhead = 2
}

extension Line {
    /// The five are tested together: one branch for the line, which is nearly always the same.
    @inline(__always)
    fileprivate func copyEntries(through openings: UnsafeBufferPointer<PatternSieve.Opening>, to target: inout EntryTarget) {
        let (first, second, third, fourth, fifth) = (
            key(0).charactersPacked, key(1).charactersPacked, key(2).charactersPacked, key(3).charactersPacked, key(4).charactersPacked
        )
        var isAnyPassed = false
        for opening in openings {
            isAnyPassed =
                isAnyPassed | opening.isPassed(by: first) | opening.isPassed(by: second) | opening.isPassed(by: third)
                | opening.isPassed(by: fourth) | opening.isPassed(by: fifth)
        }
        guard isAnyPassed else { return }
        for slot in 0..<Self.slots {
            let characters = key(slot).charactersPacked
            if openings.contains(where: { $0.isPassed(by: characters) }) { target.append(self, slot) }
        }
    }
}

extension PatternSieve.Opening {
    @inline(__always)
    fileprivate func isPassed(by characters: UInt64) -> Bool { characters &* factor &- start <= width }
}

extension Bool {
    /// Either, without a branch between them.
    @inline(__always)
    fileprivate static func | (lhs: Bool, rhs: Bool) -> Bool { (lhs ? 1 : 0 as UInt8) | (rhs ? 1 : 0) != 0 }
}

/// Where entries are copied to, one after another.
private struct EntryTarget {
    let start: UnsafeMutablePointer<Entry>
    private(set) var count = 0

    /// Adds an entry, if the slot has one.
    @inline(__always)
    mutating func append(_ line: Line, _ slot: Int) {
        let word = line.key(slot)
        (start + count).initialize(to: Entry(word: word, value: line.value(slot)))
        count &+= word == .none ? 0 : 1
    }
}

/// One key and its value.
struct Entry: BitwiseCopyable {
    let word: KeyWord
    let value: UInt32
}
