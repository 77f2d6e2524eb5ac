import Synchronization

/// The writer's side of an index: everything that changes it.
///
/// A set or a removal changes one line, or a few neighbours, and moves the entries of some more lines where the table grows or shrinks by it.
struct Table: ~Copyable {
    let mixer: KeyMixer
    let levels: Levels
    let versions: Versions
    var memory = LineMemory()
    var spread: Spread
    private(set) var count = 0
    /// From this line on, memory was not used since it was made.
    var unusedFrom = 0
    /// What moves, while it does.
    var moving: [HashedEntry] = []

    /// An empty table with room for so many entries.
    init(mixer: KeyMixer, minimumCapacity: Int) {
        self.mixer = mixer
        levels = Levels()
        versions = Versions()
        var level = 0
        while level < Levels.count - 1, Self.capacity(ofLines: levels[level]) < minimumCapacity { level += 1 }
        spread = Spread(level: level)
        memory.grow(to: levels[level] + Self.behind)
        unusedFrom = levels[level]
    }

    deinit {
        memory.deallocate()
        versions.deallocate()
        levels.deallocate()
    }

    /// Lines behind the last home, for what goes past it; more are made when they are needed.
    static var behind: Int { 8 }

    /// The memory of everything in the table.
    var bytes: Int { (memory.count - unusedLines) * Line.bytes + versions.bytes + levels.bytes }

    /// The lines between those that hashes below the frontier are spread over and those above.
    private var unusedLines: Int {
        let first = max(unusedFrom, Spread.home(spread.frontier, ofLines: levels[spread.level]))
        return max(0, min(memory.count, spread.frontier == Spread.none ? memory.count : home(atFrontier: spread)) - first)
    }

    private func home(atFrontier spread: Spread) -> Int { Spread.home(spread.frontier, ofLines: levels[spread.level + 1]) }

    func home(_ hash: UInt64) -> Int { spread.home(hash, levels) }

    func line(_ place: Int) -> Line { memory.lines[place] }

    /// Stores a value, and returns the one it replaces.
    mutating func set(_ value: UInt32, for word: KeyWord, _ entrance: borrowing Entrance) -> UInt32? {
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
        grow(entrance)
        return nil
    }

    /// Removes an entry, and returns its value.
    mutating func remove(_ word: KeyWord, _ entrance: borrowing Entrance) -> UInt32? {
        let hash = mixer.hash(word)
        guard let (line, slot) = find(word, hash) else { return nil }
        let value = line.value(slot)
        let home = home(hash)
        let changed = home...end(from: home)
        versions.beginChange(of: changed)
        remove(word, hash)
        versions.endChange(of: changed)
        count -= 1
        shrink(entrance)
        return value
    }
}

/// An entry, and where it belongs.
struct HashedEntry: BitwiseCopyable {
    let hash: UInt64
    let word: KeyWord
    let value: UInt32
}
