package import Plates
import Synchronization

/// A hash table in memory from plate keys to numbers, by linear hashing (Litwin, 1980): one writer, any number of readers on any thread.
///
/// A reader takes no lock and writes nothing. It sees each entry before or after a change, never half of it: if the writer
/// changed the same lines meanwhile, it reads again. All issuers of the same characters lie in one probe sequence. Memory
/// grows and shrinks with the entries, at 16 to 21 bytes each from 2,000 entries up (key and value are 12 bytes). The limit is
/// nine hundred million entries. `docs/internals/plate-index.md` describes the layout, the costs and the alternatives.
package final class PlateTable: Sendable {
    let mixer: KeyMixer
    let snapshot: Snapshot
    private let table: Mutex<HashTable>

    /// An empty index with room for `minimumCapacity` entries. It grows past them by itself, and shrinks below them once
    /// entries are removed.
    ///
    /// The seed decides which plates collide, so keep it secret if others choose the plates. A fixed seed makes tests repeatable.
    package init(minimumCapacity: Int = 0, seed: UInt64 = .random(in: .min ... .max)) {
        mixer = KeyMixer(seed: seed)
        let table = HashTable(mixer: mixer, minimumCapacity: minimumCapacity)
        snapshot = Snapshot(table)
        self.table = Mutex(table)
    }

    /// The number of entries. A reader may see a slightly older count.
    package var count: Int { snapshot.count.load(ordering: .relaxed) }

    /// The memory that the index uses, in bytes, reserves for growth included.
    package var memoryBytes: Int { snapshot.bytes.load(ordering: .relaxed) }

    /// Stores a value and returns the one that it replaces. It takes about 0.8 µs with ten million entries.
    ///
    /// Any thread may call it; concurrent writers wait for one another.
    @discardableResult
    package func set(_ value: UInt32, for key: PlateKey) -> UInt32? {
        table.withLock { table in
            defer { snapshot.update(from: table) }
            return table.set(value, for: KeyWord(key), snapshot)
        }
    }

    /// Makes room for this many entries in an empty table, so that few of them move while they are set.
    package func reserve(_ entries: Int) {
        table.withLock { table in
            defer { snapshot.update(from: table) }
            table.reserve(entries, snapshot)
        }
    }

    /// Removes an entry and returns its value. It takes as long as `set`.
    @discardableResult
    package func remove(_ key: PlateKey) -> UInt32? {
        table.withLock { table in
            defer { snapshot.update(from: table) }
            return table.remove(KeyWord(key), snapshot)
        }
    }

    /// Reads under the writer's lock, for a reader that met the writer too many times in a row.
    func readLocked(_ read: () -> Void) {
        table.withLock { _ in read() }
    }
}

/// The table's state as the writer publishes it for readers.
struct Snapshot: ~Copyable, Sendable {
    let lines: Lines
    let levels: Levels
    let versions: Versions
    /// The current `SplitState`.
    let split: Atomic<UInt64>
    /// The number of lines that readers may read.
    let readable = Atomic<Int>(0)
    let count = Atomic<Int>(0)
    let bytes = Atomic<Int>(0)

    init(_ table: borrowing HashTable) {
        lines = table.memory.lines
        levels = table.levels
        versions = table.versions
        split = Atomic(table.split.word)
        update(from: table)
    }

    func update(from table: borrowing HashTable) {
        readable.store(table.memory.readable, ordering: .releasing)
        count.store(table.count, ordering: .relaxed)
        bytes.store(table.bytes, ordering: .relaxed)
    }
}
