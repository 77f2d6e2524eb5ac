package import Plates
import Synchronization

/// Reading without a lock: a seqlock for each shard (Boehm: "Can seqlocks get along with programming language memory models?",
/// 2012), in memory that stays readable whatever the writer does.
extension PlateTable {
    /// How often a reader looks again before it waits for the writer's lock: the writer is rarely in a shard for more than some ns.
    private static let attemptsMax = 100

    /// The value of a key. In a large index it costs one cache miss; it never waits but for a shard that is being rebuilt.
    package subscript(key: PlateKey) -> UInt32? { value(of: Probe(key, self)) }

    /// Written out rather than built from `read`, and without a call on the usual way: in a large index a look-up takes as long
    /// as the share that it fills of the processor's window, some 1.5 ns an instruction.
    @inline(__always)
    func value(of probe: Probe) -> UInt32? {
        let slot = probe.home.slot(of: probe.word)
        if probe.home.key(slot) == probe.word {
            let value = probe.home.value(slot)
            if probe.state.stillHolds { return value }
        } else if !probe.home.wasPassed(by: probe.hash), probe.state.stillHolds {
            return nil
        }
        return valueAnywhere(probe.word, probe.hash)
    }

    /// Looks beyond the home line too, and again where the writer was at work.
    @inline(never)
    private func valueAnywhere(_ word: KeyWord, _ hash: UInt64) -> UInt32? {
        read(hash) { shard in shard.find(word, hash).map { line, slot in line.value(slot) } }
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

/// A look-up that knows where to look first.
struct Probe {
    let word: KeyWord
    let hash: UInt64
    let state: ShardState
    let home: Line

    @inline(__always)
    init(_ key: PlateKey, _ index: borrowing PlateTable) {
        word = KeyWord(key)
        hash = index.mixer.hash(word)
        state = ShardState(hash, index.entrance)
        home = state.shard.line(Shard.home(hash, of: state.shard.lines))
    }
}

/// A shard as a reader came upon it.
struct ShardState {
    let shard: Shard
    private let version: UInt32
    private let entry: UnsafeMutablePointer<Atomic<UInt>>

    @inline(__always)
    init(_ hash: UInt64, _ entrance: borrowing Entrance) {
        entry = Directory(published: entrance.directory.load(ordering: .acquiring)).entry(hash)
        shard = Shard(UnsafeMutableRawPointer(bitPattern: entry.pointee.load(ordering: .acquiring)).unsafelyUnwrapped)
        version = shard.version.pointee.load(ordering: .acquiring)
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
