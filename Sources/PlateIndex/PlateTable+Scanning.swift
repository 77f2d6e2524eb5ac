package import Plates

/// Which entries a scan visits: those whose hashes lie in one stretch of all.
///
/// Several that make up the whole may be scanned on as many threads.
package struct ScanPart: Sendable {
    package let hashes: ClosedRange<UInt64>

    package static let whole = ScanPart(hashes: .min ... .max)

    private static let log2Max = 5
    /// From some 25 µs on, a part is worth a thread's start.
    private static let entriesMin = 8_192

    /// Equal parts of a table with so many entries, at most 32: a thread that is held up leaves the rest to the others.
    package static func parts(ofEntries count: Int) -> [ScanPart] {
        let log2 = (0...log2Max).last { count >> $0 >= entriesMin } ?? 0
        let width = UInt64.max >> UInt64(log2)
        return (0..<UInt64(1) << UInt64(log2)).map { number in
            let first = number * (width &+ 1)
            return ScanPart(hashes: first...first + width)
        }
    }
}

extension PlateTable {
    /// Calls `body` with every entry of a part whose key matches, in no particular order, until it returns false; without a pattern, with every entry.
    ///
    /// The table is visited one shard at a time, in the order of hashes: at most 1,750 entries are copied at one moment, and
    /// `body` is called for them outside any lock, while the writer goes on. A key that stays in the table throughout is
    /// seen exactly once, whatever happens to its shard; one set or removed meanwhile may be seen or not.
    package func scan(matching pattern: PlatePattern? = nil, in part: ScanPart = .whole, _ body: (PlateKey, UInt32) -> Bool) {
        let sieve = pattern?.sieve
        withUnsafeTemporaryAllocation(of: Entry.self, capacity: Shard.slotsMax + Line.slots) { entries in
            var start = part.hashes.lowerBound
            while true {
                let (count, shardHashes) = read(start) { shard in
                    let hashes = shard.hashes(with: start)
                    let next = ShardState(hashes.upperBound &+ 1, entrance).shard
                    return (shard.copyEntries(through: sieve, to: entries, before: next), hashes)
                }
                let visited = start...min(shardHashes.upperBound, part.hashes.upperBound)
                for entry in entries[..<count] where visited == shardHashes || visited.contains(mixer.hash(entry.word)) {
                    let key = entry.word.key
                    guard pattern?.matches(key) ?? true else { continue }
                    guard body(key, entry.value) else { return }
                }
                guard visited.upperBound < part.hashes.upperBound else { return }
                start = visited.upperBound + 1
            }
        }
    }
}

extension Shard {
    fileprivate static let slotsMax = blocksMax * Block.lines * Line.slots

    /// The hashes that lead to the shard, where one of them does.
    fileprivate func hashes(with hash: UInt64) -> ClosedRange<UInt64> {
        let depth = UInt64(depth)
        let width = depth == 0 ? UInt64.max : UInt64.max >> depth
        return hash & ~width...hash | width
    }

    /// Copies all entries that a sieve lets through, and returns their number; the shard that follows begins to come near.
    fileprivate func copyEntries(through sieve: PatternSieve?, to entries: UnsafeMutableBufferPointer<Entry>, before next: Shard) -> Int {
        var target = EntryTarget(start: entries.baseAddress.unsafelyUnwrapped)
        if let sieve {
            sieve.moves.withUnsafeBufferPointer { moves in
                sieve.openings.withUnsafeBufferPointer { openings in
                    let test = SieveTest(moves: moves, openings: openings)
                    forEachLine(before: next) { line in line.copyEntries(through: test, to: &target) }
                }
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
    fileprivate func copyEntries(through test: SieveTest, to target: inout EntryTarget) {
        var (first, second, third, fourth, fifth) = (
            key(0).charactersPacked, key(1).charactersPacked, key(2).charactersPacked, key(3).charactersPacked, key(4).charactersPacked
        )
        for move in test.moves {
            first = move.applied(to: first)
            second = move.applied(to: second)
            third = move.applied(to: third)
            fourth = move.applied(to: fourth)
            fifth = move.applied(to: fifth)
        }
        // How many openings each did not pass: never more than all, so that together they have all its bits only where each is as many.
        var stopped: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
        for opening in test.openings {
            stopped.0 &+= opening.stops(first)
            stopped.1 &+= opening.stops(second)
            stopped.2 &+= opening.stops(third)
            stopped.3 &+= opening.stops(fourth)
            stopped.4 &+= opening.stops(fifth)
        }
        let all = UInt64(test.openings.count)
        guard stopped.0 & stopped.1 & stopped.2 & stopped.3 & stopped.4 != all else { return }
        target.append(self, 0, where: stopped.0 != all)
        target.append(self, 1, where: stopped.1 != all)
        target.append(self, 2, where: stopped.2 != all)
        target.append(self, 3, where: stopped.3 != all)
        target.append(self, 4, where: stopped.4 != all)
    }
}

/// A sieve as the loops read it.
private struct SieveTest {
    let moves: UnsafeBufferPointer<PatternSieve.Move>
    let openings: UnsafeBufferPointer<PatternSieve.Opening>
}

extension PatternSieve.Move {
    @inline(__always)
    fileprivate func applied(to characters: UInt64) -> UInt64 {
        let quotient = characters &* inverse
        return quotient <= quotientMax ? quotient : characters
    }
}

extension PatternSieve.Opening {
    @inline(__always)
    fileprivate func stops(_ characters: UInt64) -> UInt64 { characters &* factor &- start > width ? 1 : 0 }
}

/// Where entries are copied to, one after another.
private struct EntryTarget {
    let start: UnsafeMutablePointer<Entry>
    private(set) var count = 0

    /// Adds an entry, if the slot has one that is wanted; without a branch, which would be mispredicted.
    @inline(__always)
    mutating func append(_ line: Line, _ slot: Int, where isWanted: Bool = true) {
        let word = line.key(slot)
        (start + count).initialize(to: Entry(word: word, value: line.value(slot)))
        count &+= (isWanted ? 1 : 0) & (word == .none ? 0 : 1)
    }
}

/// One key and its value.
struct Entry: BitwiseCopyable {
    let word: KeyWord
    let value: UInt32
}
