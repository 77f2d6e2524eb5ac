import Synchronization

/// The writer's side of an index: everything that changes it.
///
/// A set or a removal changes one line, or a few neighbours. Now and then it also rebuilds one shard, a block larger or
/// smaller, or splits one into two, or joins two: at most 1,750 entries at a time, in place, some 50 µs.
struct Table: ~Copyable {
    let mixer: KeyMixer
    var shards: Shards
    var blocks: Blocks
    var directory: Directory
    /// One directory of each size that was ever needed, by its bits.
    var directories: [Int: Directory]
    var directoryBytes: Int
    /// How many shards have each depth.
    var depths = [Int](repeating: 0, count: Directory.bitsMax + 1)
    /// A shard for ever under change: where directories lead that were replaced.
    let dead: Shard
    private(set) var count = 0

    /// An empty table with room for so many entries.
    init(mixer: KeyMixer, minimumCapacity: Int) {
        self.mixer = mixer
        shards = Shards()
        blocks = Blocks()
        let depth = Self.depth(forCapacity: minimumCapacity)
        let blockCount = Self.blockCount(forCapacity: minimumCapacity, depth: depth)
        dead = shards.add()
        directory = Directory(bits: max(depth, Directory.bitsMin), filledWith: dead)
        directories = [directory.bits: directory]
        directoryBytes = directory.bytes
        for prefix in 0..<1 << depth {
            let shard = shards.add()
            addBlocks(to: shard, until: blockCount)
            shard.setDepth(depth)
            shard.setLines(blockCount * Block.lines)
            shard.endChange()
            directory.set(shard, for: depth == 0 ? 0 : UInt64(prefix) << UInt64(UInt64.bitWidth - depth), depth: depth)
        }
        depths[depth] = 1 << depth
        dead.setBlock(0, to: blocks[0])
        dead.setLines(1)
    }

    deinit {
        for directory in directories.values { directory.deallocate() }
        shards.deallocate()
        blocks.deallocate()
    }

    /// The memory of everything in the table.
    var bytes: Int { shards.bytes + blocks.bytes + directoryBytes }

    /// Stores a value, and returns the one it replaces.
    mutating func set(_ value: UInt32, for word: KeyWord, _ entrance: borrowing Entrance) -> UInt32? {
        let hash = mixer.hash(word)
        var shard = directory.shard(hash)
        if let (line, slot) = shard.find(word, hash) {
            defer { line.setValue(value, in: slot) }
            return line.value(slot)
        }
        shard = makeRoom(in: shard, hash, entrance)
        shard.beginChange()
        shard.insert(word, value, hash)
        shard.endChange()
        shards.changeCount(of: shard, by: 1)
        count += 1
        return nil
    }

    /// Removes an entry, and returns its value.
    mutating func remove(_ word: KeyWord, _ entrance: borrowing Entrance) -> UInt32? {
        let hash = mixer.hash(word)
        let shard = directory.shard(hash)
        guard let (line, slot) = shard.find(word, hash) else { return nil }
        let value = line.value(slot)
        shard.beginChange()
        shard.remove(word, hash, mixer)
        shard.endChange()
        shards.changeCount(of: shard, by: -1)
        count -= 1
        giveBackRoom(of: shard, hash, entrance)
        return value
    }

    /// So many top bits that a shard holds about 1,500 entries.
    private static func depth(forCapacity capacity: Int) -> Int {
        var depth = 0
        while capacity >> depth > Shard.entriesPerBlock * (Shard.blocksMax - 2), depth < Directory.bitsMax { depth += 1 }
        return depth
    }

    /// The blocks that such a shard needs with three standard deviations to spare, which leave one shard in a thousand to grow.
    private static func blockCount(forCapacity capacity: Int, depth: Int) -> Int {
        let mean = Double(capacity) / Double(1 << depth)
        let enough = Int(mean + 3 * mean.squareRoot())
        return min(max(1, (enough + Shard.entriesPerBlock - 1) / Shard.entriesPerBlock), Shard.blocksMax)
    }
}
