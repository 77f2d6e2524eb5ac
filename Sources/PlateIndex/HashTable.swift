import Synchronization

/// The writer's side of the index: everything that changes it.
///
/// Setting or removing an entry changes one line or a few neighbors. If the table then grows or shrinks, the entries of a few
/// more lines move.
struct HashTable: ~Copyable {
    let mixer: KeyMixer
    let levels: Levels
    let versions: Versions
    var memory = LineMemory()
    var split: SplitState
    private(set) var count = 0
    /// From this line on, the memory has not been touched since the system gave it.
    var firstUnusedLine = 0
    /// The entries that a split or merge is moving; kept to reuse its memory.
    var moving: [HashedEntry] = []

    /// An empty table with room for `minimumCapacity` entries.
    init(mixer: KeyMixer, minimumCapacity: Int) {
        self.mixer = mixer
        levels = Levels()
        versions = Versions()
        var level = 0
        while level < Levels.count - 1, Self.capacity(ofLines: levels[level]) < minimumCapacity { level += 1 }
        split = SplitState(level: level)
        memory.grow(to: levels[level] + Self.overflowLines)
        firstUnusedLine = levels[level]
    }

    deinit {
        memory.deallocate()
        versions.deallocate()
        levels.deallocate()
    }

    /// Lines after the last home line, for its overflow. The table adds more if it needs them.
    static var overflowLines: Int { 8 }

    /// The memory that the table uses, in bytes.
    var bytes: Int { (memory.count - unusedLines) * Line.bytes + versions.bytes + levels.bytes }

    /// The unused lines between the homes of the hashes below the split point and those above it.
    private var unusedLines: Int {
        let first = max(firstUnusedLine, SplitState.home(split.splitPoint, ofLines: levels[split.level]))
        return max(0, min(memory.count, split.splitPoint == SplitState.noSplit ? memory.count : home(atSplitPoint: split)) - first)
    }

    private func home(atSplitPoint split: SplitState) -> Int { SplitState.home(split.splitPoint, ofLines: levels[split.level + 1]) }

    func home(_ hash: UInt64) -> Int { split.home(hash, levels) }

    func line(_ index: Int) -> Line { memory.lines[index] }

    /// Stores a value and returns the one that it replaces.
    mutating func set(_ value: UInt32, for word: KeyWord, _ snapshot: borrowing Snapshot) -> UInt32? {
        let hash = mixer.hash(word)
        if let (line, slot) = find(word, hash) {
            defer { line.setValue(value, in: slot) }
            return line.value(slot)
        }
        let home = home(hash)
        let changed = home...firstFree(from: home)
        versions.beginChange(of: changed)
        insert(word, value, hash)
        versions.endChange(of: changed)
        count += 1
        grow(snapshot)
        return nil
    }

    /// Removes an entry and returns its value.
    mutating func remove(_ word: KeyWord, _ snapshot: borrowing Snapshot) -> UInt32? {
        let hash = mixer.hash(word)
        guard let (line, slot) = find(word, hash) else { return nil }
        let value = line.value(slot)
        let home = home(hash)
        let changed = home...lastOverflowLine(from: home)
        versions.beginChange(of: changed)
        remove(word, hash)
        versions.endChange(of: changed)
        count -= 1
        shrink(snapshot)
        return value
    }
}

/// An entry with its hash, which decides its home line.
struct HashedEntry: BitwiseCopyable {
    let hash: UInt64
    let word: KeyWord
    let value: UInt32
}
