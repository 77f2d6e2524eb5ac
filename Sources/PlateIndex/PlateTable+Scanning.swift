package import Plates

/// The part of the table that a scan visits: the entries whose hashes lie in one range.
///
/// Several threads can each scan a part.
package struct ScanPart: Sendable {
    package let hashes: ClosedRange<UInt64>

    package static let whole = ScanPart(hashes: .min ... .max)

    private static let log2Max = 5
    /// A part this large takes about 25 µs, which is worth starting a thread for.
    private static let entriesMin = 8_192

    /// Equal parts of a table with `count` entries: at most 32, so that other threads can take over from one that is slow.
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
    /// Calls `body` with every entry of a part whose key fits the pattern and the keypad digits, in no particular order, until it
    /// returns false. Without both, every key fits.
    ///
    /// It visits 256 lines at a time, in the order of hashes. It copies their entries, about a thousand, in one consistent state, and calls
    /// `body` without a lock, while the writer continues. It visits a key that stays in the table exactly once, wherever the key moves. It
    /// may or may not visit a key that is set or removed meanwhile.
    package func scan(
        matching pattern: PlatePattern? = nil, keypad: KeypadDigits? = nil, in part: ScanPart = .whole,
        _ body: (PlateKey, UInt32) -> Bool
    ) {
        let preFilter = keypad.map { PreFilter.keypad($0.preFilter) } ?? pattern.map { PreFilter.pattern($0.preFilter) }
        var capacity = Probe.linesVisited * Line.slots + Line.slots
        var start: UInt64? = part.hashes.lowerBound
        while start != nil {
            withUnsafeTemporaryAllocation(of: Entry.self, capacity: capacity) { entries in
                while let first = start {
                    let (count, visited) = read { probe in
                        probe.copyEntries(of: first...part.hashes.upperBound, through: preFilter, to: entries)
                    }
                    guard let count else {
                        capacity *= 2
                        return
                    }
                    for entry in entries[..<count] where visited.contains(mixer.hash(entry.word)) {
                        let key = entry.word.key
                        guard keypad?.matches(key) ?? true, pattern?.matches(key) ?? true else { continue }
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

/// The test that selects the entries that a scan copies out of the lines.
private enum PreFilter {
    case pattern(PatternPreFilter)
    case keypad(KeypadPreFilter)
}

extension SplitState {
    /// The lowest hashes of a range, as many as have their homes in `lines` lines.
    fileprivate func slice(of hashes: ClosedRange<UInt64>, lines: Int, _ levels: Levels) -> ClosedRange<UInt64> {
        let first = hashes.lowerBound >> 32
        let isAbove = first >= splitPoint
        let allLines = levels[level + (isAbove ? 1 : 0)]
        let behind = Self.firstHash(ofHome: Self.home(first, ofLines: allLines) + lines, ofLines: allLines)
        let end = min(behind, isAbove ? Self.noSplit : splitPoint)
        return hashes.lowerBound...min(hashes.upperBound, end << 32 &- 1)
    }
}

extension Probe {
    fileprivate static let linesVisited = 256
    private static let linesAhead = 64

    /// Copies the entries of the lowest hashes of a range that pass the pre-filter, and returns which hashes it visited completely.
    ///
    /// It may also copy entries with other hashes from the same lines. The count is nil if the entries do not fit.
    fileprivate mutating func copyEntries(
        of hashes: ClosedRange<UInt64>, through preFilter: PreFilter?, to entries: UnsafeMutableBufferPointer<Entry>
    ) -> (count: Int?, visited: ClosedRange<UInt64>) {
        let visited = split.slice(of: hashes, lines: Self.linesVisited, levels)
        var target = EntryTarget(entries)
        switch preFilter {
        case .pattern(let preFilter):
            preFilter.shifts.withUnsafeBufferPointer { shifts in
                preFilter.positionTests.withUnsafeBufferPointer { positionTests in
                    let tests = PreFilterTests(shifts: shifts, positionTests: positionTests)
                    forEachLine(of: visited, while: { target.hasRoom }, { line in line.copyEntries(through: tests, to: &target) })
                }
            }
        case .keypad(let preFilter):
            preFilter.bits.withUnsafeBufferPointer { bits in
                let test = KeypadTest(bits: bits)
                forEachLine(of: visited, while: { target.hasRoom }, { line in line.copyEntries(through: test, to: &target) })
            }
        case nil:
            forEachLine(of: visited, while: { target.hasRoom }, { line in for slot in 0..<Line.slots { target.append(line, slot) } })
        }
        return (target.hasRoom ? target.count : nil, visited)
    }

    /// Calls `body` with each line that may hold entries of a range of hashes.
    @inline(__always)
    private mutating func forEachLine(of hashes: ClosedRange<UInt64>, while hasRoom: () -> Bool, _ body: (Line) -> Void) {
        let lastHome = split.home(hashes.upperBound, levels)
        var index = split.home(hashes.lowerBound, levels)
        while hasRoom(), let line = line(index) {
            (line + Self.linesAhead).prefetchEarly()
            body(line)
            if index >= lastHome, line.overflowCount == 0 { return }
            index += 1
        }
    }
}

extension Line {
    /// Tests all five keys together, with one branch a line, which nearly always goes the same way.
    @inline(__always)
    fileprivate func copyEntries(through tests: PreFilterTests, to target: inout EntryTarget) {
        var (first, second, third, fourth, fifth) = (
            key(0).charactersPacked, key(1).charactersPacked, key(2).charactersPacked, key(3).charactersPacked, key(4).charactersPacked
        )
        for shift in tests.shifts {
            first = shift.applied(to: first)
            second = shift.applied(to: second)
            third = shift.applied(to: third)
            fourth = shift.applied(to: fourth)
            fifth = shift.applied(to: fifth)
        }
        // How many tests each key fails: at most all of them, so the AND of the five counts equals `all` only if every key
        // fails every test.
        var failed: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
        for test in tests.positionTests {
            failed.0 &+= test.fails(first)
            failed.1 &+= test.fails(second)
            failed.2 &+= test.fails(third)
            failed.3 &+= test.fails(fourth)
            failed.4 &+= test.fails(fifth)
        }
        let all = UInt64(tests.positionTests.count)
        guard failed.0 & failed.1 & failed.2 & failed.3 & failed.4 != all else { return }
        target.append(self, 0, where: failed.0 != all)
        target.append(self, 1, where: failed.1 != all)
        target.append(self, 2, where: failed.2 != all)
        target.append(self, 3, where: failed.3 != all)
        target.append(self, 4, where: failed.4 != all)
    }

    /// Does the same with keypad digits.
    @inline(__always)
    fileprivate func copyEntries(through test: KeypadTest, to target: inout EntryTarget) {
        let passes = (test.passes(key(0)), test.passes(key(1)), test.passes(key(2)), test.passes(key(3)), test.passes(key(4)))
        guard passes.0 | passes.1 | passes.2 | passes.3 | passes.4 != 0 else { return }
        target.append(self, 0, where: passes.0 != 0)
        target.append(self, 1, where: passes.1 != 0)
        target.append(self, 2, where: passes.2 != 0)
        target.append(self, 3, where: passes.3 != 0)
        target.append(self, 4, where: passes.4 != 0)
    }
}

/// A keypad pre-filter as the loop reads it.
private struct KeypadTest {
    let bits: UnsafeBufferPointer<UInt64>
    let reciprocal = KeypadPreFilter.reciprocal
    let shift = KeypadPreFilter.shift

    /// 1 if the key's first characters fit, else 0. No key but 0, a free slot, begins with a blank.
    @inline(__always)
    func passes(_ word: KeyWord) -> UInt64 {
        let beginning = word.charactersPacked.multipliedFullWidth(by: reciprocal).high &>> shift
        return bits[Int(truncatingIfNeeded: beginning &>> 6)] &>> (beginning & 63) & 1
    }
}

/// A pattern's tests as the loops read them.
private struct PreFilterTests {
    let shifts: UnsafeBufferPointer<PatternPreFilter.Shift>
    let positionTests: UnsafeBufferPointer<PatternPreFilter.PositionTest>
}

extension PatternPreFilter.Shift {
    @inline(__always)
    fileprivate func applied(to characters: UInt64) -> UInt64 {
        let quotient = characters &* inverse
        return quotient <= quotientMax ? quotient : characters
    }
}

extension PatternPreFilter.PositionTest {
    @inline(__always)
    fileprivate func fails(_ characters: UInt64) -> UInt64 { characters &* factor &- start > width ? 1 : 0 }
}

/// A buffer that collects copies of entries.
private struct EntryTarget {
    private let start: UnsafeMutablePointer<Entry>
    private let countMax: Int
    private(set) var count = 0

    init(_ entries: UnsafeMutableBufferPointer<Entry>) {
        start = entries.baseAddress.unsafelyUnwrapped
        countMax = entries.count - Line.slots
    }

    /// Whether another whole line fits.
    @inline(__always)
    var hasRoom: Bool { count <= countMax }

    /// Appends the slot's entry if there is one and it is wanted. It has no branch, which would be mispredicted.
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
