import Synchronization

/// How the table follows the number of its entries: block by block, shard by shard.
///
/// A shard grows by one block when it is full. With more than 14 it is split, by the next bit of the hash; two that
/// would fit well into one are joined. A shard gives blocks back as soon as a fifth of one more than those would be empty:
/// enough that entries coming and going at the border rebuild a shard once in 25 times at most.
extension Table {
    /// How many entries fewer than fit a shard holds before it gives a block back.
    private static let slack = Shard.entriesPerBlock / 5
    /// The most entries that two shards are joined with; well below what is split.
    private static let joinedMax = Shard.entriesPerBlock * (Shard.blocksMax - 2)

    private struct HashedEntry: BitwiseCopyable {
        let hash: UInt64
        let word: KeyWord
        let value: UInt32
    }

    /// Sees to it that one more entry fits the shard of a hash, and returns that shard.
    mutating func makeRoom(in shard: Shard, _ hash: UInt64, _ entrance: borrowing Entrance) -> Shard {
        var shard = shard
        while true {
            let note = shards.note(shard)
            guard note.count >= Int(note.blockCount) * Shard.entriesPerBlock else { return shard }
            if note.blockCount < Shard.blocksMax {
                resize(shard, to: Int(note.blockCount) + 1)
            } else {
                split(shard, hash, entrance)
                shard = directory.shard(hash)
            }
        }
    }

    /// Joins a shard with its other half, or takes blocks from it, where it has become too empty.
    mutating func giveBackRoom(of shard: Shard, _ hash: UInt64, _ entrance: borrowing Entrance) {
        let note = shards.note(shard)
        guard note.blockCount > 1, note.count <= Int(note.blockCount - 1) * Shard.entriesPerBlock - Self.slack else { return }
        let depth = shard.depth
        if depth > 0 {
            let other = directory.shard(hash ^ Self.bit(below: depth - 1))
            if other.depth == depth, note.count + shards.note(other).count <= Self.joinedMax {
                return join(shard, other, hash, entrance)
            }
        }
        resize(shard, to: Self.blockCount(for: Int(note.count)))
    }

    private mutating func resize(_ shard: Shard, to blockCount: Int) {
        let entries = entries(of: shard)
        addBlocks(to: shard, until: blockCount)
        let spare = removeBlocks(of: shard, from: blockCount)
        shard.beginChange()
        fill(shard, blockCount, entries[...])
        shard.endChange()
        release(spare)
    }

    /// Moves the entries whose hash has the next bit set to a new shard.
    private mutating func split(_ shard: Shard, _ hash: UInt64, _ entrance: borrowing Entrance) {
        let depth = shard.depth
        if depth == directory.bits { resizeDirectory(bits: depth + 1, entrance) }
        let bit = Self.bit(below: depth)
        var entries = entries(of: shard)
        let middle = entries.partition { $0.hash & bit != 0 }
        let lowBlocks = Self.blockCount(for: middle)
        let highBlocks = Self.blockCount(for: entries.count - middle)

        let new = shards.add()
        // Before the change, since a new piece of memory may take long to come; neither is seen before lines are set.
        var spare = removeBlocks(of: shard, from: lowBlocks)
        addBlocks(to: new, until: highBlocks, using: &spare)
        shard.beginChange()
        for half in [shard, new] { half.setDepth(depth + 1) }
        fill(shard, lowBlocks, entries[..<middle])
        fill(new, highBlocks, entries[middle...])
        directory.set(new, for: hash | bit, depth: depth + 1)
        new.endChange()
        shard.endChange()
        depths[depth] -= 1
        depths[depth + 1] += 2
        release(spare)
    }

    /// Moves all entries of another shard to this one, where both differ in their last bit alone.
    private mutating func join(_ shard: Shard, _ other: Shard, _ hash: UInt64, _ entrance: borrowing Entrance) {
        let depth = shard.depth
        let entries = entries(of: shard) + entries(of: other)
        let blockCount = Self.blockCount(for: entries.count)
        shard.beginChange()
        other.beginChange()
        var spare = removeBlocks(of: other, from: 0) + removeBlocks(of: shard, from: blockCount)
        addBlocks(to: shard, until: blockCount, using: &spare)
        shard.setDepth(depth - 1)
        fill(shard, blockCount, entries[...])
        directory.set(shard, for: hash, depth: depth - 1)
        shard.endChange()
        shards.setCount(of: other, 0)
        shards.remove(other)
        depths[depth] -= 2
        depths[depth - 1] += 1
        release(spare)
        if depths[directory.bits] == 0, directory.bits > Directory.bitsMin {
            resizeDirectory(bits: directory.bits - 1, entrance)
        }
    }

    /// Publishes a directory of twice the size or half, and then leads the readers of the old one back to the start.
    private mutating func resizeDirectory(bits: Int, _ entrance: borrowing Entrance) {
        precondition(bits <= Directory.bitsMax, "no shard holds so many keys of equal characters")
        let old = directory
        let new = directories[bits] ?? addDirectory(bits: bits)
        for entry in 0..<1 << bits {
            let source = bits > old.bits ? entry >> 1 : entry << 1
            new.address[entry].store(old.address[source].load(ordering: .relaxed), ordering: .releasing)
        }
        directory = new
        entrance.directory.store(new.published, ordering: .releasing)
        for entry in 0..<1 << old.bits { old.address[entry].store(UInt(bitPattern: dead.address), ordering: .releasing) }
    }

    private mutating func addDirectory(bits: Int) -> Directory {
        let directory = Directory(bits: bits, filledWith: dead)
        directories[bits] = directory
        directoryBytes += directory.bytes
        return directory
    }

    private func entries(of shard: Shard) -> [HashedEntry] {
        var entries: [HashedEntry] = []
        entries.reserveCapacity(Int(shards.note(shard).count))
        for place in 0..<Int(shard.lines) {
            let line = shard.line(place)
            for slot in 0..<Line.slots {
                let word = line.key(slot)
                if word != .none { entries.append(HashedEntry(hash: mixer.hash(word), word: word, value: line.value(slot))) }
            }
        }
        return entries
    }

    /// Spreads a shard's entries over its blocks anew.
    private mutating func fill(_ shard: Shard, _ blockCount: Int, _ entries: ArraySlice<HashedEntry>) {
        shard.setLines(blockCount * Block.lines)
        for place in 0..<blockCount * Block.lines { shard.line(place).clear() }
        for entry in entries { shard.insert(entry.word, entry.value, entry.hash) }
        shards.setCount(of: shard, entries.count)
    }

    private static func blockCount(for count: Int) -> Int {
        max(1, (count + Shard.entriesPerBlock - 1) / Shard.entriesPerBlock)
    }

    /// The bit of a hash that tells two shards of one more bit than `depth` apart.
    private static func bit(below depth: Int) -> UInt64 { 1 << UInt64(UInt64.bitWidth - 1 - depth) }
}

/// Blocks of shards.
extension Table {
    /// Gives a shard more blocks, which it does not use before its lines are set.
    mutating func addBlocks(to shard: Shard, until blockCount: Int) {
        var none: [Int] = []
        addBlocks(to: shard, until: blockCount, using: &none)
    }

    private mutating func addBlocks(to shard: Shard, until blockCount: Int, using spare: inout [Int]) {
        for place in Int(shards.note(shard).blockCount)..<max(blockCount, Int(shards.note(shard).blockCount)) {
            let number = spare.popLast() ?? blocks.append()
            blocks.setOwner(of: number, Blocks.Owner(shard: UInt32(shard.number), place: UInt32(place)))
            shard.setBlock(place, to: blocks[number])
            shards.addBlock(number, to: shard)
        }
    }

    /// Takes a shard's blocks from a place on, and returns their numbers. Its head goes on leading there until its lines are set.
    private mutating func removeBlocks(of shard: Shard, from place: Int) -> [Int] {
        var numbers: [Int] = []
        while shards.note(shard).blockCount > place { numbers.append(shards.removeLastBlock(of: shard)) }
        return numbers
    }

    /// Gives blocks back that no shard has any more.
    private mutating func release(_ numbers: [Int]) {
        for number in numbers.sorted(by: >) {
            guard let owner = blocks.owner(ofBlockToMoveInto: number) else {
                blocks.removeLast()
                continue
            }
            let shard = shards[Int(owner.shard)]
            shard.beginChange()
            shard.setBlock(Int(owner.place), to: blocks.moveLast(into: number))
            shards.setBlockNumber(shard, Int(owner.place), to: number)
            shard.endChange()
        }
    }
}
