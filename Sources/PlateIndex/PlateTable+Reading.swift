package import Plates
import Synchronization

/// Reading without a lock: a seqlock for each shard (Boehm: "Can seqlocks get along with programming language memory models?",
/// 2012), in memory that stays readable whatever the writer does.
extension PlateTable {
    /// How often a reader looks again before it waits for the writer's lock: the writer is rarely in a shard for more than some ns.
    private static let attemptsMax = 100

    /// The value of a key. In a large index it costs one cache miss; it never waits but for a shard that is being rebuilt.
    package subscript(key: PlateKey) -> UInt32? { value(of: Probe(key, self)) }

    @inline(__always)
    private func value(of probe: Probe) -> UInt32? {
        if let value = value(of: probe, in: probe.home) { return value }
        return valueAnywhere(probe.word, probe.hash)
    }

    /// The value, or that there is none, where a line decides it that every line before does not: nil where it does not either, or where the
    /// writer was at work.
    ///
    /// Written out rather than built from `read`, and without a call on the usual way: in a large index a look-up takes as long
    /// as the share that it fills of the processor's window, some 1.5 ns an instruction.
    @inline(__always)
    func value(of probe: Probe, in line: Line) -> UInt32?? {
        let slot = line.slot(of: probe.word)
        if line.key(slot) == probe.word {
            let value = line.value(slot)
            if probe.state.stillHolds { return .some(value) }
        } else if !line.wasPassed(by: probe.hash), probe.state.stillHolds {
            return .some(nil)
        }
        return nil
    }

    /// Looks beyond the home line too, and again where the writer was at work.
    @inline(never)
    private func valueAnywhere(_ word: KeyWord, _ hash: UInt64) -> UInt32? { valueAnywhere(of: Probe(word, hash, self)) }

    @inline(__always)
    func valueAnywhere(of probe: Probe) -> UInt32? {
        if let value = value(of: probe, in: probe.home) { return value }
        // Where it went past home, it is nearly always in the next line. Where home had it, but the writer was at work, that line must not be asked:
        // it would say that there is none.
        if probe.home.key(probe.home.slot(of: probe.word)) != probe.word, probe.home.wasPassed(by: probe.hash),
            let value = value(of: probe, in: probe.nextLine)
        {
            return value
        }
        return read(probe.hash) { shard in shard.find(probe.word, probe.hash).map { line, slot in line.value(slot) } }
    }

    /// What a probe of a hash's shard finds in one state of it, and not in parts of two.
    @inline(__always)
    func read<Found>(_ hash: UInt64, _ probe: (Shard) -> Found) -> Found {
        for _ in 0..<Self.attemptsMax {
            let state = ShardState(hash, entrance)
            let found = probe(state.shard)
            if state.stillHolds { return found }
        }
        var found: Found?
        readLocked(hash) { shard in found = probe(shard) }
        return found.unsafelyUnwrapped
    }
}

/// A look-up that knows which way its shard is.
struct Approach {
    let word: KeyWord
    let hash: UInt64
    fileprivate let entry: UnsafeMutablePointer<Atomic<UInt>>

    @inline(__always)
    init(_ key: PlateKey, _ index: borrowing PlateTable) {
        word = KeyWord(key)
        hash = index.mixer.hash(word)
        entry = index.entrance.entry(hash)
    }

    /// Begins to bring the head of the shard near.
    @inline(__always)
    func prefetchShard() { ShardState.shard(at: entry).prefetch() }
}

/// A look-up that knows where to look first.
struct Probe {
    let word: KeyWord
    let hash: UInt64
    let state: ShardState
    let home: Line

    @inline(__always)
    init(_ key: PlateKey, _ index: borrowing PlateTable) { self.init(Approach(key, index)) }

    @inline(__always)
    init(_ approach: Approach) { self.init(approach.word, approach.hash, ShardState(at: approach.entry)) }

    @inline(__always)
    init(_ word: KeyWord, _ hash: UInt64, _ index: borrowing PlateTable) { self.init(word, hash, ShardState(hash, index.entrance)) }

    @inline(__always)
    private init(_ word: KeyWord, _ hash: UInt64, _ state: ShardState) {
        self.word = word
        self.hash = hash
        self.state = state
        home = state.shard.line(Shard.home(hash, of: state.shard.lines))
    }

    /// The line behind home.
    @inline(__always)
    var nextLine: Line {
        let lines = state.shard.lines
        return state.shard.line(Shard.next(Shard.home(hash, of: lines), of: Int(lines)))
    }
}

/// A shard as a reader came upon it.
struct ShardState {
    let shard: Shard
    private let version: UInt32
    private let entry: UnsafeMutablePointer<Atomic<UInt>>

    @inline(__always)
    init(_ hash: UInt64, _ entrance: borrowing Entrance) { self.init(at: entrance.entry(hash)) }

    /// The shard that an entry of the directory leads to.
    @inline(__always)
    init(at entry: UnsafeMutablePointer<Atomic<UInt>>) {
        self.entry = entry
        shard = Self.shard(at: entry)
        version = shard.version.pointee.load(ordering: .acquiring)
    }

    @inline(__always)
    static func shard(at entry: UnsafeMutablePointer<Atomic<UInt>>) -> Shard {
        Shard(UnsafeMutableRawPointer(bitPattern: entry.pointee.load(ordering: .acquiring)).unsafelyUnwrapped)
    }

    /// Whether the writer left the shard alone until now: if not, what was read since is worth nothing.
    ///
    /// The directory must lead there still: a shard that was split or joined meanwhile may serve other hashes by now.
    @inline(__always)
    var stillHolds: Bool {
        atomicMemoryFence(ordering: .acquiring)
        return shard.version.pointee.load(ordering: .relaxed) == version & ~1
            && entry.pointee.load(ordering: .relaxed) == UInt(bitPattern: shard.address)
    }
}
