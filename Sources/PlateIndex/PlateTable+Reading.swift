package import Plates
import Synchronization

/// Reading without a lock: a seqlock for each region of lines (Boehm: "Can seqlocks get along with programming language memory models?",
/// 2012), in memory that stays readable whatever the writer does.
extension PlateTable {
    /// How often a reader looks again before it waits for the writer's lock: the writer is rarely in a region for more than some ns.
    private static let attemptsMax = 100

    /// The value of a key. In a large index it costs one cache miss; it never waits but for lines that move.
    package subscript(key: PlateKey) -> UInt32? {
        let word = KeyWord(key)
        let hash = mixer.hash(word)
        let probe = Probe(word, hash, entrance)
        // One entry in eight is there.
        (probe.home + 1).prefetch()
        return valueAtHome(of: probe) ?? valueAnywhere(word, hash)
    }

    /// The value, or that there is none, where the home line decides it: nil where it does not, or where the writer was at work.
    ///
    /// Written out rather than built from `read`, and without a call on the usual way: in a large index a look-up takes as long
    /// as the share that it fills of the processor's window, some 1.5 ns an instruction.
    @inline(__always)
    func valueAtHome(of probe: Probe) -> UInt32?? {
        let slot = probe.home.slot(of: probe.word)
        if probe.home.key(slot) == probe.word {
            let value = probe.home.value(slot)
            if probe.stillHolds(entrance) { return .some(value) }
        } else if !probe.home.wasPassed(by: probe.hash), probe.stillHolds(entrance) {
            return .some(nil)
        }
        return nil
    }

    /// Looks beyond the home line too, and again where the writer was at work.
    @inline(never)
    func valueAnywhere(_ word: KeyWord, _ hash: UInt64) -> UInt32? {
        read { way in
            way.forEachLine(of: hash) { line in
                let slot = line.slot(of: word)
                return line.key(slot) == word ? line.value(slot) : nil
            }
        }
    }

    /// What is found in one state of the table, and not in parts of two.
    @inline(__always)
    func read<Found>(_ find: (inout Way) -> Found) -> Found {
        for _ in 0..<Self.attemptsMax {
            var way = Way(entrance)
            let found = find(&way)
            if way.stillHolds(entrance) { return found }
        }
        var found: Found?
        readLocked {
            var way = Way(entrance)
            found = find(&way)
        }
        return found.unsafelyUnwrapped
    }
}

/// A look-up that looks at the home line alone.
struct Probe {
    let word: KeyWord
    let hash: UInt64
    let home: Line
    private let spread: Spread
    private let version: UInt32
    private let versionNow: UnsafeMutablePointer<Atomic<UInt32>>

    @inline(__always)
    init(_ word: KeyWord, _ hash: UInt64, _ entrance: borrowing Entrance) {
        self.word = word
        self.hash = hash
        spread = Spread(word: entrance.spread.load(ordering: .acquiring))
        let place = spread.home(hash, entrance.levels)
        versionNow = entrance.versions.version(ofRegion: Versions.region(ofLine: place))
        version = versionNow.pointee.load(ordering: .acquiring)
        home = entrance.lines[place]
    }

    /// Whether the writer left the line alone until now: if not, what was read since is worth nothing.
    ///
    /// Hashes must be spread as they were, too: what a line had may have moved before its version was read.
    @inline(__always)
    func stillHolds(_ entrance: borrowing Entrance) -> Bool {
        atomicMemoryFence(ordering: .acquiring)
        return versionNow.pointee.load(ordering: .relaxed) == version & ~1 && entrance.spread.load(ordering: .relaxed) == spread.word
    }
}

/// The way of a reader along lines, and what tells it whether the writer was at work on it.
struct Way {
    let spread: Spread
    let levels: Levels
    private let lines: Lines
    private let readable: Int
    private let versions: Versions
    /// The regions come to so far: those from the first to before this.
    private var firstRegion = 0
    private var nextRegion = 0
    /// The sum of their versions, which only ever go up.
    private var sum: UInt32 = 0
    private var isBusy = false

    @inline(__always)
    init(_ entrance: borrowing Entrance) {
        spread = Spread(word: entrance.spread.load(ordering: .acquiring))
        levels = entrance.levels
        lines = entrance.lines
        readable = entrance.readable.load(ordering: .acquiring)
        versions = entrance.versions
    }

    /// The line at a place, each right behind the last; nil where there is none, which only a reader beside the writer comes to.
    @inline(__always)
    mutating func line(_ place: Int) -> Line? {
        guard place < readable else {
            isBusy = true
            return nil
        }
        let region = Versions.region(ofLine: place)
        if region >= nextRegion {
            if nextRegion == 0 { firstRegion = region }
            nextRegion = region &+ 1
            let version = versions.version(ofRegion: region).pointee.load(ordering: .acquiring)
            isBusy = isBusy || version & 1 != 0
            sum &+= version
        }
        return lines[place]
    }

    /// Looks at the lines that entries of a hash may be in, until one gives something.
    @inline(__always)
    mutating func forEachLine<Found>(of hash: UInt64, _ find: (Line) -> Found?) -> Found? {
        var place = spread.home(hash, levels)
        while let line = line(place) {
            if let found = find(line) { return found }
            guard line.wasPassed(by: hash) else { return nil }
            place += 1
        }
        return nil
    }

    /// Whether the writer left all these lines alone until now, and hashes are spread as they were.
    @inline(__always)
    func stillHolds(_ entrance: borrowing Entrance) -> Bool {
        atomicMemoryFence(ordering: .acquiring)
        var now: UInt32 = 0
        for region in firstRegion..<nextRegion { now &+= versions.version(ofRegion: region).pointee.load(ordering: .relaxed) }
        return !isBusy && now == sum && entrance.spread.load(ordering: .relaxed) == spread.word
    }
}
