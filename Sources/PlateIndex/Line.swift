import CLinux
import Synchronization

/// One bucket of the table, and one cache line: five keys, their five values, and an overflow filter.
///
/// The keys come first (40 bytes), then the values (20), then the overflow filter (4). Nearly every look-up touches one cache
/// line, and 60 of its 64 bytes hold entries. Keys ascend, with free slots (key zero) first, so four comparisons without a
/// branch find a key's slot; a branch would be mispredicted.
///
/// An entry overflows to the next line if this one is full. The filter's low half counts the entries that overflowed past
/// this line; its high half is a 16-bit Bloom filter of their hashes. A look-up stops if its bit is clear, even at a full line.
/// A line that entries overflowed past is always full.
///
/// Every word is atomic, because readers read while the writer writes. Afterward the region's version tells them whether they
/// read a consistent state. An empty line is all zeros.
struct Line {
    static let slots = 5
    static let bytes = 64
    private static let valuesOffset = 40

    let keys: UnsafeMutablePointer<Atomic<UInt64>>
    /// Five values, and the overflow filter as the sixth.
    private let values: UnsafeMutablePointer<Atomic<UInt32>>

    @inline(__always)
    init(_ address: UnsafeMutableRawPointer) {
        keys = address.assumingMemoryBound(to: Atomic<UInt64>.self)
        values = (address + Self.valuesOffset).assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    /// Turns memory that is all zeros into empty lines.
    static func bind(_ address: UnsafeMutableRawPointer, count: Int) {
        for line in 0..<count {
            (address + line * bytes).bindMemory(to: Atomic<UInt64>.self, capacity: slots)
            (address + line * bytes + valuesOffset).bindMemory(to: Atomic<UInt32>.self, capacity: slots + 1)
        }
    }

    /// The line `count` lines after this one.
    @inline(__always)
    static func + (line: Line, count: Int) -> Line { Line(UnsafeMutableRawPointer(line.keys) + count &* bytes) }

    /// Starts loading the line into the processor's nearest cache.
    @inline(__always)
    func prefetch() { thaw_prefetch(keys) }

    @inline(__always)
    func prefetchEarly() { thaw_prefetch_early(keys) }

    @inline(__always)
    func key(_ slot: Int) -> KeyWord { KeyWord(bits: keys[slot].load(ordering: .relaxed)) }

    @inline(__always)
    func value(_ slot: Int) -> UInt32 { values[slot].load(ordering: .relaxed) }

    @inline(__always)
    private var overflowFilter: UInt32 { values[Self.slots].load(ordering: .relaxed) }

    /// The last slot whose key is at most `word`, or the first slot. If the line holds the word, it is in this slot.
    @inline(__always)
    func slot(of word: KeyWord) -> Int {
        (key(1) <= word ? 1 : 0) &+ (key(2) <= word ? 1 : 0) &+ (key(3) <= word ? 1 : 0) &+ (key(4) <= word ? 1 : 0)
    }

    @inline(__always)
    var isFull: Bool { key(0) != .none }

    /// The number of free slots.
    var free: Int { (0..<Self.slots).count { key($0) == .none } }

    /// Whether an entry with this hash may have overflowed past this line. False is always right.
    @inline(__always)
    func mayHaveOverflowed(_ hash: UInt64) -> Bool { overflowFilter & Self.filterBit(hash) != 0 }

    /// The filter's bit for a hash. It uses bits of the hash that do not choose the line.
    @inline(__always)
    private static func filterBit(_ hash: UInt64) -> UInt32 { 0x1_0000 &<< UInt32(truncatingIfNeeded: hash & 15) }
}

/// Changes, which only the writer makes, between `beginChange` and `endChange` of the region.
extension Line {
    private static let overflowCountMask: UInt32 = 0xFFFF

    /// Adds a key that the line does not hold. The line must not be full.
    func insert(_ word: KeyWord, _ value: UInt32) {
        assert(!isFull)
        let last = slot(of: word)
        for slot in 0..<last { set(slot, key(slot + 1), self.value(slot + 1)) }
        set(last, word, value)
    }

    func remove(_ slot: Int) {
        for slot in stride(from: slot, to: 0, by: -1) { set(slot, key(slot - 1), value(slot - 1)) }
        set(0, .none, 0)
    }

    func setValue(_ value: UInt32, in slot: Int) { values[slot].store(value, ordering: .relaxed) }

    private func set(_ slot: Int, _ word: KeyWord, _ value: UInt32) {
        keys[slot].store(word.bits, ordering: .relaxed)
        values[slot].store(value, ordering: .relaxed)
    }

    /// Removes all entries. None may have overflowed past this line.
    func clear() { for slot in 0..<Self.slots { set(slot, .none, 0) } }

    /// The number of entries that overflowed past this line.
    var overflowCount: Int { Int(overflowFilter & Self.overflowCountMask) }

    func recordOverflow(_ hash: UInt64) {
        precondition(isFull && overflowCount < Int(Self.overflowCountMask))
        values[Self.slots].store((overflowFilter + 1) | Self.filterBit(hash), ordering: .relaxed)
    }

    /// Clears the filter's bits only with the last overflowed entry, because entries may share a bit.
    func removeOverflow() {
        assert(overflowCount > 0)
        values[Self.slots].store(overflowCount == 1 ? 0 : overflowFilter - 1, ordering: .relaxed)
    }

    /// Makes the system allocate the page of an empty line now, because readers would wait for it during a change.
    func touch() { values[Self.slots].store(overflowFilter, ordering: .relaxed) }
}
