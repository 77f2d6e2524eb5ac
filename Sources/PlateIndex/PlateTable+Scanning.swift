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
    /// The table is visited 256 lines at a time, in the order of hashes: some thousand entries are copied at one moment, and
    /// `body` is called for them outside any lock, while the writer goes on. A key that stays in the table throughout is
    /// seen exactly once, wherever it moves; one set or removed meanwhile may be seen or not.
    package func scan(matching pattern: PlatePattern? = nil, in part: ScanPart = .whole, _ body: (PlateKey, UInt32) -> Bool) {
        let sieve = pattern?.sieve
        var capacity = Way.linesVisited * Line.slots + Line.slots
        var start: UInt64? = part.hashes.lowerBound
        while start != nil {
            withUnsafeTemporaryAllocation(of: Entry.self, capacity: capacity) { entries in
                while let first = start {
                    let (count, visited) = read { way in way.copyEntries(of: first...part.hashes.upperBound, through: sieve, to: entries) }
                    guard let count else {
                        capacity *= 2
                        return
                    }
                    for entry in entries[..<count] where visited.contains(mixer.hash(entry.word)) {
                        let key = entry.word.key
                        guard pattern?.matches(key) ?? true else { continue }
                        guard body(key, entry.value) else {
                            start = nil
                            return
                        }
                    }
                    start = visited.upperBound < part.hashes.upperBound ? visited.upperBound + 1 : nil
                }
            }
        }
    }
}

extension Spread {
    /// The first of some hashes: those whose homes are so many lines.
    fileprivate func slice(of hashes: ClosedRange<UInt64>, lines: Int, _ levels: Levels) -> ClosedRange<UInt64> {
        let first = hashes.lowerBound >> 32
        let isAbove = first >= frontier
        let allLines = levels[level + (isAbove ? 1 : 0)]
        let behind = Self.firstHash(ofHome: Self.home(first, ofLines: allLines) + lines, ofLines: allLines)
        let end = min(behind, isAbove ? Self.none : frontier)
        return hashes.lowerBound...min(hashes.upperBound, end << 32 &- 1)
    }
}

extension Way {
    fileprivate static let linesVisited = 256
    private static let linesAhead = 64

    /// Copies the entries of the first of some hashes that a sieve lets through, and some more from the lines that they lie in; says of which hashes all
    /// were seen. The count is nil where they are too many.
    fileprivate mutating func copyEntries(
        of hashes: ClosedRange<UInt64>, through sieve: PatternSieve?, to entries: UnsafeMutableBufferPointer<Entry>
    ) -> (count: Int?, visited: ClosedRange<UInt64>) {
        let visited = spread.slice(of: hashes, lines: Self.linesVisited, levels)
        var target = EntryTarget(entries)
        if let sieve {
            sieve.moves.withUnsafeBufferPointer { moves in
                sieve.openings.withUnsafeBufferPointer { openings in
                    let test = SieveTest(moves: moves, openings: openings)
                    forEachLine(of: visited, while: { target.hasRoom }, { line in line.copyEntries(through: test, to: &target) })
                }
            }
        } else {
            forEachLine(of: visited, while: { target.hasRoom }, { line in for slot in 0..<Line.slots { target.append(line, slot) } })
        }
        return (target.hasRoom ? target.count : nil, visited)
    }

    /// The lines that entries of some hashes may be in.
    @inline(__always)
    private mutating func forEachLine(of hashes: ClosedRange<UInt64>, while hasRoom: () -> Bool, _ body: (Line) -> Void) {
        let lastHome = spread.home(hashes.upperBound, levels)
        var place = spread.home(hashes.lowerBound, levels)
        while hasRoom(), let line = line(place) {
            (line + Self.linesAhead).prefetchEarly()
            body(line)
            if place >= lastHome, line.passed == 0 { return }
            place += 1
        }
    }
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
    private let start: UnsafeMutablePointer<Entry>
    private let countMax: Int
    private(set) var count = 0

    init(_ entries: UnsafeMutableBufferPointer<Entry>) {
        start = entries.baseAddress.unsafelyUnwrapped
        countMax = entries.count - Line.slots
    }

    /// Whether the entries of one more line fit.
    @inline(__always)
    var hasRoom: Bool { count <= countMax }

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
