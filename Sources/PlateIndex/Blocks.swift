/// The blocks that the shards' lines lie in, always packed without a gap.
///
/// Giving one back moves the last block into its place, so memory follows the entries both ways and never fragments, whatever
/// order shards grow and shrink in. That costs 2 KiB of copying, and is why each block knows its owner.
struct Blocks {
    private var slabs: Slabs
    private var owners: Slabs
    /// How many blocks were ever in use: those a late reader may still be looking at.
    private var initialized = 0

    /// Whose block it is: the shard's number, and the block's place in that shard.
    struct Owner: BitwiseCopyable {
        let shard: UInt32
        let place: UInt32
    }

    init() {
        slabs = Slabs(stride: Block.bytes, unit: 1)
        owners = Slabs(stride: MemoryLayout<Owner>.stride, unit: 32)
    }

    var bytes: Int { slabs.bytes + owners.bytes }

    subscript(number: Int) -> UnsafeMutableRawPointer { slabs[number] }

    /// Adds a block of empty lines, and returns its number.
    mutating func append() -> Int {
        let block = slabs.append()
        _ = owners.append()
        if slabs.count > initialized {
            for line in 0..<Block.lines { Line.initialize(block + line * Line.bytes) }
            initialized = slabs.count
        } else {
            for line in 0..<Block.lines { Line(block + line * Line.bytes).clear() }
        }
        return slabs.count - 1
    }

    mutating func setOwner(of number: Int, _ owner: Owner) {
        owners[number].storeBytes(of: owner, as: Owner.self)
    }

    /// The owner of the block that has to move when this one is given back: the last, unless this is the last.
    func owner(ofBlockToMoveInto number: Int) -> Owner? {
        let last = slabs.count - 1
        return number == last ? nil : owners[last].load(as: Owner.self)
    }

    /// Moves the last block into the place of one that is given back, and returns the address where it lies now.
    mutating func moveLast(into number: Int) -> UnsafeMutableRawPointer {
        let last = slabs.count - 1
        let (source, target) = (slabs[last], slabs[number])
        for line in 0..<Block.lines { Line(source + line * Line.bytes).copy(to: Line(target + line * Line.bytes)) }
        owners[number].copyMemory(from: owners[last], byteCount: MemoryLayout<Owner>.size)
        removeLast()
        return target
    }

    mutating func removeLast() {
        slabs.removeLast()
        owners.removeLast()
    }

    func deallocate() {
        slabs.deallocate()
        owners.deallocate()
    }
}
