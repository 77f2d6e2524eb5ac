import Synchronization

/// Leads from the top bits of a hash to the shard that holds it: an array of shard heads' addresses, one for each pattern of `bits` bits.
///
/// A shard of fewer bits stands in several entries. The array's address is a multiple of 64, so that the published word
/// carries the shift as well, and a reader gets both in one load. Arrays that were replaced stay readable: one of each
/// size is kept, 16 bytes a shard in all.
struct Directory {
    static let bitsMin = 1
    /// As many bits as there are above those that choose a line and a passage bit.
    static let bitsMax = 28
    private static let shiftMask: UInt = 63

    let address: UnsafeMutablePointer<Atomic<UInt>>
    let shift: UInt

    init(bits: Int, filledWith shard: Shard) {
        let count = 1 << bits
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(64, count * MemoryLayout<UInt>.stride), alignment: 64)
        address = memory.bindMemory(to: Atomic<UInt>.self, capacity: count)
        for entry in 0..<count { (address + entry).initialize(to: Atomic(UInt(bitPattern: shard.address))) }
        shift = UInt(UInt64.bitWidth - bits)
    }

    /// The directory that a published word means.
    @inline(__always)
    init(published word: UInt) {
        address = UnsafeMutablePointer(bitPattern: word & ~Self.shiftMask).unsafelyUnwrapped
        shift = word & Self.shiftMask
    }

    var published: UInt { UInt(bitPattern: address) | shift }

    var bits: Int { UInt64.bitWidth - Int(shift) }

    var bytes: Int { MemoryLayout<UInt>.stride << bits }

    /// The entry of a hash.
    @inline(__always)
    func entry(_ hash: UInt64) -> UnsafeMutablePointer<Atomic<UInt>> {
        address + Int(truncatingIfNeeded: hash &>> UInt64(shift))
    }

    /// The shard of a hash.
    @inline(__always)
    func shard(_ hash: UInt64) -> Shard {
        Shard(UnsafeMutableRawPointer(bitPattern: entry(hash).pointee.load(ordering: .acquiring)).unsafelyUnwrapped)
    }

    /// Leads every hash whose top `depth` bits are those of `hash` to a shard.
    func set(_ shard: Shard, for hash: UInt64, depth: Int) {
        let first = depth == 0 ? 0 : Int(hash >> UInt64(UInt64.bitWidth - depth)) << (bits - depth)
        for entry in first..<first + 1 << (bits - depth) {
            address[entry].store(UInt(bitPattern: shard.address), ordering: .releasing)
        }
    }

    func deallocate() { UnsafeMutableRawPointer(address).deallocate() }
}
