package import Plates
import Synchronization

/// A table in memory from a plate's key to a number: one writer, many readers on any thread.
///
/// A reader takes no lock and writes nothing. It sees each entry before or after a change and never half of it: it looks, and
/// looks again where the writer was at work in the same lines meanwhile. All issuers of the same characters lie in one
/// probe sequence. Memory follows the number of entries both ways, at 16 to 21 bytes each from 2,000 entries up (key and
/// value are 12), to nine hundred million entries at the most. `docs/internals/plate-index.md` tells the shape, the costs and what else was tried.
package final class PlateTable: Sendable {
    let mixer: KeyMixer
    let entrance: Entrance
    private let table: Mutex<Table>

    /// An empty index with room for so many entries; it grows past them by itself, and shrinks below them as soon as entries are removed.
    ///
    /// The seed decides which plates collide, so it must be secret where others choose the plates; one fixed value makes tests
    /// repeatable.
    package init(minimumCapacity: Int = 0, seed: UInt64 = .random(in: .min ... .max)) {
        mixer = KeyMixer(seed: seed)
        let table = Table(mixer: mixer, minimumCapacity: minimumCapacity)
        entrance = Entrance(table)
        self.table = Mutex(table)
    }

    /// How many entries there are; to a reader, as of a moment ago.
    package var count: Int { entrance.count.load(ordering: .relaxed) }

    /// The memory that the index takes, in bytes, what is at hand for growth included.
    package var memoryBytes: Int { entrance.bytes.load(ordering: .relaxed) }

    /// Stores a value, and returns the one that it replaces. About 0.8 µs at ten million entries.
    ///
    /// Callers may be on any thread; those that come together wait for one another.
    @discardableResult
    package func set(_ value: UInt32, for key: PlateKey) -> UInt32? {
        table.withLock { table in
            defer { entrance.note(table) }
            return table.set(value, for: KeyWord(key), entrance)
        }
    }

    /// Removes an entry, and returns its value. It costs what `set` costs.
    @discardableResult
    package func remove(_ key: PlateKey) -> UInt32? {
        table.withLock { table in
            defer { entrance.note(table) }
            return table.remove(KeyWord(key), entrance)
        }
    }

    /// What a reader falls back on that found the writer at work where it looked too many times in a row.
    func readLocked(_ probe: () -> Void) {
        table.withLock { _ in probe() }
    }
}

/// What readers start from.
struct Entrance: ~Copyable, Sendable {
    let lines: Lines
    let levels: Levels
    let versions: Versions
    /// The current `Spread`.
    let spread: Atomic<UInt64>
    /// How many lines may be read.
    let readable = Atomic<Int>(0)
    let count = Atomic<Int>(0)
    let bytes = Atomic<Int>(0)

    init(_ table: borrowing Table) {
        lines = table.memory.lines
        levels = table.levels
        versions = table.versions
        spread = Atomic(table.spread.word)
        note(table)
    }

    func note(_ table: borrowing Table) {
        readable.store(table.memory.readable, ordering: .releasing)
        count.store(table.count, ordering: .relaxed)
        bytes.store(table.bytes, ordering: .relaxed)
    }
}
