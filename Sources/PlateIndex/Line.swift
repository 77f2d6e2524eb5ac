import CLinux
import Synchronization

/// One cache line of the table: five keys, their five values, and what passed by.
///
/// Keys come first (40 bytes), then values (20), then the passage (4), so that nearly every look-up touches one cache
/// line, and 60 of 64 bytes hold entries. The keys are in ascending order, free slots (key zero) first: so where a key must be
/// is a count of four comparisons, without a branch, which would be mispredicted. The passage says how many entries
/// went past this line because it was full (low half), and which hashes they have, folded to 16 bits (high half): a look-up
/// that finds its bit clear stops, full line or not. A line that entries went past is always full.
///
/// Every word is an atomic: readers look while the writer writes, and only afterwards learn from the region's version
/// whether what they saw was whole. An empty line is all zeros.
struct Line {
    static let slots = 5
    static let bytes = 64
    private static let valuesOffset = 40

    let keys: UnsafeMutablePointer<Atomic<UInt64>>
    /// Five values, and the passage as the sixth.
    private let values: UnsafeMutablePointer<Atomic<UInt32>>

    @inline(__always)
    init(_ address: UnsafeMutableRawPointer) {
        keys = address.assumingMemoryBound(to: Atomic<UInt64>.self)
        values = (address + Self.valuesOffset).assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    /// Makes empty lines of memory that is all zeros.
    static func bind(_ address: UnsafeMutableRawPointer, count: Int) {
        for line in 0..<count {
            (address + line * bytes).bindMemory(to: Atomic<UInt64>.self, capacity: slots)
            (address + line * bytes + valuesOffset).bindMemory(to: Atomic<UInt32>.self, capacity: slots + 1)
        }
    }

    /// The line so many places behind.
    @inline(__always)
    static func + (line: Line, places: Int) -> Line { Line(UnsafeMutableRawPointer(line.keys) + places &* bytes) }

    /// Begins to bring the line into the processor's cache.
    @inline(__always)
    func prefetch() { thaw_prefetch(keys) }

    @inline(__always)
    func prefetchEarly() { thaw_prefetch_early(keys) }

    @inline(__always)
    func key(_ slot: Int) -> KeyWord { KeyWord(bits: keys[slot].load(ordering: .relaxed)) }

    @inline(__always)
    func value(_ slot: Int) -> UInt32 { values[slot].load(ordering: .relaxed) }

    @inline(__always)
    private var passage: UInt32 { values[Self.slots].load(ordering: .relaxed) }

    /// The last slot whose key is not above a word, or the first slot: the one that holds the word, if any does.
    @inline(__always)
    func slot(of word: KeyWord) -> Int {
        (key(1) <= word ? 1 : 0) &+ (key(2) <= word ? 1 : 0) &+ (key(3) <= word ? 1 : 0) &+ (key(4) <= word ? 1 : 0)
    }

    @inline(__always)
    var isFull: Bool { key(0) != .none }

    /// How many slots are free.
    var free: Int { (0..<Self.slots).count { key($0) == .none } }

    /// Whether an entry of that hash may have gone past: never wrong when it says no.
    @inline(__always)
    func wasPassed(by hash: UInt64) -> Bool { passage & Self.passageBit(hash) != 0 }

    /// The bit of the passage that stands for a hash, by bits of it that do not choose the line.
    @inline(__always)
    private static func passageBit(_ hash: UInt64) -> UInt32 { 0x1_0000 &<< UInt32(truncatingIfNeeded: hash & 15) }
}

/// What only the writer does, inside a change of the region.
extension Line {
    private static let passedMask: UInt32 = 0xFFFF

    /// Adds a key that is not there to a line that is not full.
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

    /// Takes all entries out of a line that none went past.
    func clear() { for slot in 0..<Self.slots { set(slot, .none, 0) } }

    /// How many entries went past this line.
    var passed: Int { Int(passage & Self.passedMask) }

    func notePassing(_ hash: UInt64) {
        precondition(isFull && passed < Int(Self.passedMask))
        values[Self.slots].store((passage + 1) | Self.passageBit(hash), ordering: .relaxed)
    }

    /// The bits go with the last entry that set any: one alone cannot be taken out, since others may share it.
    func noteReturn() {
        assert(passed > 0)
        values[Self.slots].store(passed == 1 ? 0 : passage - 1, ordering: .relaxed)
    }

    /// Has the system make the page that an empty line lies in, before a change for which readers would wait.
    func touch() { values[Self.slots].store(passage, ordering: .relaxed) }
}
