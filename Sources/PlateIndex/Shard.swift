import CLinux
import Synchronization

/// The head of one shard: all that a reader needs to find a line of it, in two cache lines.
///
/// A shard holds the keys whose hashes share their top `depth` bits, in up to 14 blocks of 32 lines. Its head never moves
/// and is never freed, and no block address in it is ever cleared, so a reader may follow what it finds there at any
/// moment; `version` tells it afterwards whether to believe what it read. Layout: version, lines, depth, number
/// (4 bytes each), block addresses (8 each).
///
/// `@unchecked Sendable`: it is an address, and all that lies there is atomic.
struct Shard: @unchecked Sendable {
    static let bytes = 128
    static let blocksMax = 14
    /// How many entries a block is made for: 25 of 32 slots. At 28 shards save a tenth of their memory, and look-ups take a quarter longer, since more leave their line.
    static let entriesPerBlock = Block.lines * Line.slots * 25 / 32
    private static let blocksOffset = 16

    let address: UnsafeMutableRawPointer

    @inline(__always)
    init(_ address: UnsafeMutableRawPointer) { self.address = address }

    @inline(__always)
    private var words: UnsafeMutablePointer<Atomic<UInt32>> { address.assumingMemoryBound(to: Atomic<UInt32>.self) }

    @inline(__always)
    var version: UnsafeMutablePointer<Atomic<UInt32>> { words }

    /// Begins to bring the head near.
    @inline(__always)
    func prefetch() {
        thaw_prefetch(address)
        thaw_prefetch(address + Line.bytes)
    }

    /// How many lines the shard's hashes are spread over.
    @inline(__always)
    var lines: UInt32 { words[1].load(ordering: .acquiring) }

    /// How many top bits of the hash the shard's keys have in common.
    var depth: Int { Int(words[2].load(ordering: .relaxed)) }

    /// The writer's name for the shard.
    var number: Int { Int(words[3].load(ordering: .relaxed)) }

    @inline(__always)
    private var blocks: UnsafeMutablePointer<Atomic<UInt>> {
        (address + Self.blocksOffset).assumingMemoryBound(to: Atomic<UInt>.self)
    }

    @inline(__always)
    func block(_ place: Int) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(bitPattern: blocks[place].load(ordering: .acquiring)).unsafelyUnwrapped
    }

    /// A block that is there or was there once, or nil.
    func anyBlock(_ place: Int) -> UnsafeMutableRawPointer? {
        UnsafeMutableRawPointer(bitPattern: blocks[place].load(ordering: .acquiring))
    }

    /// The line where a hash's probe sequence starts, of so many lines.
    @inline(__always)
    static func home(_ hash: UInt64, of lines: UInt32) -> Int {
        Int(truncatingIfNeeded: ((hash & 0xFFFF_FFFF) &* UInt64(lines)) &>> 32)
    }

    @inline(__always)
    func line(_ place: Int) -> Line {
        Line(block(place &>> Block.linesLog2) + (place & (Block.lines - 1)) &* Line.bytes)
    }
}

/// What only the writer does.
extension Shard {
    /// Makes the head of a shard without blocks, under change until `endChange`.
    static func initialize(_ address: UnsafeMutableRawPointer, number: Int) {
        let words = address.bindMemory(to: Atomic<UInt32>.self, capacity: 4)
        (words + 0).initialize(to: Atomic(1))
        (words + 1).initialize(to: Atomic(0))
        (words + 2).initialize(to: Atomic(0))
        (words + 3).initialize(to: Atomic(UInt32(number)))
        let blocks = (address + blocksOffset).bindMemory(to: Atomic<UInt>.self, capacity: blocksMax)
        for place in 0..<blocksMax { (blocks + place).initialize(to: Atomic(0)) }
    }

    func setLines(_ lines: Int) { words[1].store(UInt32(lines), ordering: .releasing) }

    func setDepth(_ depth: Int) { words[2].store(UInt32(depth), ordering: .relaxed) }

    func setBlock(_ place: Int, to address: UnsafeMutableRawPointer) {
        blocks[place].store(UInt(bitPattern: address), ordering: .releasing)
    }

    /// Makes the version odd: whatever readers see from now on, they will not believe.
    func beginChange() {
        let version = version.pointee.load(ordering: .relaxed)
        assert(version & 1 == 0)
        self.version.pointee.store(version &+ 1, ordering: .relaxed)
        atomicMemoryFence(ordering: .releasing)
    }

    func endChange() {
        let version = version.pointee.load(ordering: .relaxed)
        assert(version & 1 == 1)
        self.version.pointee.store(version &+ 1, ordering: .releasing)
    }
}

/// The unit in which shards take memory: 2 KiB, of which every shard of a large index has 7 to 14.
enum Block {
    static let linesLog2 = 5
    static let lines = 1 << linesLog2
    static let bytes = lines * Line.bytes
}
