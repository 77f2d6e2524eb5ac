/// The heads of all shards, which readers see, and beside each what only the writer needs to know of it.
struct Shards {
    private var heads: Slabs
    private var notes: Slabs
    private var spare: [Int] = []

    /// The writer's notes on a shard.
    struct Note: BitwiseCopyable {
        /// How many entries it holds.
        var count: Int32 = 0
        var blockCount: Int32 = 0
    }

    init() {
        // Heads stay readable for ever, even those out of use: their memory is never let go.
        heads = Slabs(stride: Shard.bytes, unit: 2, keepsAll: true)
        notes = Slabs(stride: Self.noteBytes, unit: 4, keepsAll: true)
    }

    var bytes: Int { heads.bytes + notes.bytes }

    subscript(number: Int) -> Shard { Shard(heads[number]) }

    /// A shard without blocks, under change.
    mutating func add() -> Shard {
        if let number = spare.popLast() { return self[number] }
        let number = heads.count
        let head = heads.append()
        Shard.initialize(head, number: number)
        notes.append().storeBytes(of: Note(), as: Note.self)
        return Shard(head)
    }

    /// Puts a shard aside that holds nothing and that no directory leads to; it stays under change until it is used again.
    mutating func remove(_ shard: Shard) {
        assert(note(shard).count == 0 && note(shard).blockCount == 0)
        spare.append(shard.number)
    }

    func note(_ shard: Shard) -> Note { notes[shard.number].load(as: Note.self) }

    func setCount(of shard: Shard, _ count: Int) {
        notes[shard.number].storeBytes(of: Int32(count), as: Int32.self)
    }

    func changeCount(of shard: Shard, by change: Int) { setCount(of: shard, Int(note(shard).count) + change) }

    /// Notes one more block of a shard.
    func addBlock(_ number: Int, to shard: Shard) {
        var note = note(shard)
        setBlockNumber(shard, Int(note.blockCount), to: number)
        note.blockCount += 1
        notes[shard.number].storeBytes(of: note, as: Note.self)
    }

    /// Forgets the last block of a shard, and returns its number.
    func removeLastBlock(of shard: Shard) -> Int {
        var note = note(shard)
        note.blockCount -= 1
        notes[shard.number].storeBytes(of: note, as: Note.self)
        return Int(notes[shard.number].load(fromByteOffset: Self.numberOffset(Int(note.blockCount)), as: UInt32.self))
    }

    func setBlockNumber(_ shard: Shard, _ place: Int, to number: Int) {
        notes[shard.number].storeBytes(of: UInt32(number), toByteOffset: Self.numberOffset(place), as: UInt32.self)
    }

    func deallocate() {
        heads.deallocate()
        notes.deallocate()
    }

    private static let noteBytes = MemoryLayout<Note>.stride + Shard.blocksMax * MemoryLayout<UInt32>.stride

    private static func numberOffset(_ place: Int) -> Int {
        MemoryLayout<Note>.stride + place * MemoryLayout<UInt32>.stride
    }
}
