package import Plates
import Synchronization

/// Reading without a lock: a seqlock for each region of lines (Boehm: "Can seqlocks get along with programming language memory models?",
/// 2012). The memory always stays readable, even while the writer changes it.
extension PlateTable {
    /// How often a reader tries before it takes the writer's lock. The writer rarely stays in a region for more than some nanoseconds.
    private static let attemptsMax = 100

    /// The value of a key. In a large index it costs one cache miss. It waits only while entries move between lines.
    package subscript(key: PlateKey) -> UInt32? {
        let word = KeyWord(key)
        let hash = mixer.hash(word)
        let probe = HomeProbe(word, hash, snapshot)
        // One entry in eight lies there.
        (probe.home + 1).prefetch()
        return valueAtHome(of: probe) ?? valueByProbing(word, hash)
    }

    /// The value, or `.some(nil)` if the key is absent; nil if the home line does not decide it or the writer changed it.
    ///
    /// It does not use `read` and makes no call, because instructions count: in a large index each costs a look-up some 1.5 ns.
    @inline(__always)
    func valueAtHome(of probe: HomeProbe) -> UInt32?? {
        let slot = probe.home.slot(of: probe.word)
        if probe.home.key(slot) == probe.word {
            let value = probe.home.value(slot)
            if probe.isUnchanged(in: snapshot) { return .some(value) }
        } else if !probe.home.mayHaveOverflowed(probe.hash), probe.isUnchanged(in: snapshot) {
            return .some(nil)
        }
        return nil
    }

    /// Looks beyond the home line too, and retries if the writer changed a line meanwhile.
    @inline(never)
    func valueByProbing(_ word: KeyWord, _ hash: UInt64) -> UInt32? {
        read { probe in
            probe.forEachLine(of: hash) { line in
                let slot = line.slot(of: word)
                return line.key(slot) == word ? line.value(slot) : nil
            }
        }
    }

    /// The result of `find` in one consistent state of the table; it may call `find` several times.
    @inline(__always)
    func read<Found>(_ find: (inout Probe) -> Found) -> Found {
        for _ in 0..<Self.attemptsMax {
            var probe = Probe(snapshot)
            let found = find(&probe)
            if probe.isUnchanged(in: snapshot) { return found }
        }
        var found: Found?
        readLocked {
            var probe = Probe(snapshot)
            found = find(&probe)
        }
        return found.unsafelyUnwrapped
    }
}

/// A look-up in the home line only.
struct HomeProbe {
    let word: KeyWord
    let hash: UInt64
    let home: Line
    private let split: SplitState
    private let version: UInt32
    private let versionNow: UnsafeMutablePointer<Atomic<UInt32>>

    @inline(__always)
    init(_ word: KeyWord, _ hash: UInt64, _ snapshot: borrowing Snapshot) {
        self.word = word
        self.hash = hash
        split = SplitState(word: snapshot.split.load(ordering: .acquiring))
        let index = split.home(hash, snapshot.levels)
        versionNow = snapshot.versions.version(ofRegion: Versions.region(ofLine: index))
        version = versionNow.pointee.load(ordering: .acquiring)
        home = snapshot.lines[index]
    }

    /// Whether the line has not changed since the probe began. If it has, discard everything that was read from it.
    ///
    /// The split point must be unchanged too: entries may have left the line before its version was read.
    @inline(__always)
    func isUnchanged(in snapshot: borrowing Snapshot) -> Bool {
        atomicMemoryFence(ordering: .acquiring)
        return versionNow.pointee.load(ordering: .relaxed) == version & ~1 && snapshot.split.load(ordering: .relaxed) == split.word
    }
}

/// A reader's walk along lines, with the versions that show whether the writer changed any of them.
struct Probe {
    let split: SplitState
    let levels: Levels
    private let lines: Lines
    private let readable: Int
    private let versions: Versions
    /// The regions visited so far run from `firstRegion` up to, but not including, `nextRegion`.
    private var firstRegion = 0
    private var nextRegion = 0
    /// The sum of their versions. Versions only increase.
    private var sum: UInt32 = 0
    private var sawWriter = false

    @inline(__always)
    init(_ snapshot: borrowing Snapshot) {
        split = SplitState(word: snapshot.split.load(ordering: .acquiring))
        levels = snapshot.levels
        lines = snapshot.lines
        readable = snapshot.readable.load(ordering: .acquiring)
        versions = snapshot.versions
    }

    /// The line at an index, which must follow the last one asked for; nil after the end, which a reader reaches only during a change.
    @inline(__always)
    mutating func line(_ index: Int) -> Line? {
        guard index < readable else {
            sawWriter = true
            return nil
        }
        let region = Versions.region(ofLine: index)
        if region >= nextRegion {
            if nextRegion == 0 { firstRegion = region }
            nextRegion = region &+ 1
            let version = versions.version(ofRegion: region).pointee.load(ordering: .acquiring)
            sawWriter = sawWriter || version & 1 != 0
            sum &+= version
        }
        return lines[index]
    }

    /// Calls `find` with each line that may hold entries of a hash, until it returns a result.
    @inline(__always)
    mutating func forEachLine<Found>(of hash: UInt64, _ find: (Line) -> Found?) -> Found? {
        var index = split.home(hash, levels)
        while let line = line(index) {
            if let found = find(line) { return found }
            guard line.mayHaveOverflowed(hash) else { return nil }
            index += 1
        }
        return nil
    }

    /// Whether none of these lines, nor the split point, has changed since the probe began.
    @inline(__always)
    func isUnchanged(in snapshot: borrowing Snapshot) -> Bool {
        atomicMemoryFence(ordering: .acquiring)
        var now: UInt32 = 0
        for region in firstRegion..<nextRegion { now &+= versions.version(ofRegion: region).pointee.load(ordering: .relaxed) }
        return !sawWriter && now == sum && snapshot.split.load(ordering: .relaxed) == split.word
    }
}
