import Synchronization

/// One cache line of the table: five keys, their five values, and what passed by.
///
/// Keys come first (40 bytes), then values (20), then the passage (4), so that nearly every look-up touches one cache
/// line, and 60 of 64 bytes hold entries. An empty slot's key is zero. The passage says how many entries went past this line
/// because it was full (low half), and which hashes they have, folded to 16 bits (high half): a look-up that finds its bit
/// clear stops, full line or not. A line that entries went past is always full.
///
/// Every word is an atomic: readers look while the writer writes, and only afterwards learn from the shard's version
/// whether what they saw was whole.
struct Line {
    static let slots = 5
    static let bytes = 64
    private static let valuesOffset = 40

    let keys: UnsafeMutablePointer<Atomic<UInt64>>
    /// Five values, and the passage as the sixth.
    let values: UnsafeMutablePointer<Atomic<UInt32>>

    @inline(__always)
    init(_ address: UnsafeMutableRawPointer) {
        keys = address.assumingMemoryBound(to: Atomic<UInt64>.self)
        values = (address + Self.valuesOffset).assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    /// Makes an empty line of raw memory, or of a line that no reader is led to.
    static func initialize(_ address: UnsafeMutableRawPointer) {
        let keys = address.bindMemory(to: Atomic<UInt64>.self, capacity: slots)
        for slot in 0..<slots { (keys + slot).initialize(to: Atomic(0)) }
        let values = (address + valuesOffset).bindMemory(to: Atomic<UInt32>.self, capacity: slots + 1)
        for slot in 0...slots { (values + slot).initialize(to: Atomic(0)) }
    }

    @inline(__always)
    func key(_ slot: Int) -> UInt64 { keys[slot].load(ordering: .relaxed) }

    @inline(__always)
    func value(_ slot: Int) -> UInt32 { values[slot].load(ordering: .relaxed) }

    @inline(__always)
    var passage: UInt32 { values[Self.slots].load(ordering: .relaxed) }

    /// The slot that holds a word, or one past the last. Compares all five without a branch: which one it is cannot be predicted.
    @inline(__always)
    func slot(of word: UInt64) -> Int {
        var slot = Self.slots
        if key(0) == word { slot = 0 }
        if key(1) == word { slot = 1 }
        if key(2) == word { slot = 2 }
        if key(3) == word { slot = 3 }
        if key(4) == word { slot = 4 }
        return slot
    }

    /// Whether an entry of that hash may have gone past: never wrong when it says no.
    @inline(__always)
    func wasPassed(by hash: UInt64) -> Bool { passage & Self.passageBit(hash) != 0 }

    /// The bit of the passage that stands for a hash: none of the bits that choose shard or line.
    @inline(__always)
    static func passageBit(_ hash: UInt64) -> UInt32 { 0x1_0000 << UInt32(truncatingIfNeeded: hash >> 32 & 15) }
}

/// What only the writer does, inside a change of the shard.
extension Line {
    private static let passedMask: UInt32 = 0xFFFF

    func clear() {
        for slot in 0..<Self.slots { keys[slot].store(0, ordering: .relaxed) }
        for slot in 0...Self.slots { values[slot].store(0, ordering: .relaxed) }
    }

    func put(_ word: UInt64, _ value: UInt32, in slot: Int) {
        values[slot].store(value, ordering: .relaxed)
        keys[slot].store(word, ordering: .relaxed)
    }

    func empty(_ slot: Int) { keys[slot].store(0, ordering: .relaxed) }

    func setValue(_ value: UInt32, in slot: Int) { values[slot].store(value, ordering: .relaxed) }

    /// How many entries went past this line.
    var passed: Int { Int(passage & Self.passedMask) }

    func notePassing(_ hash: UInt64) {
        values[Self.slots].store((passage + 1) | Self.passageBit(hash), ordering: .relaxed)
    }

    /// The bits go with the last entry that set them: one alone cannot be taken out, since others may share it.
    func noteReturn() {
        let passage = passage
        assert(passage & Self.passedMask > 0)
        values[Self.slots].store(passage & Self.passedMask == 1 ? 0 : passage - 1, ordering: .relaxed)
    }

    func copy(to other: Line) {
        for slot in 0..<Self.slots { other.keys[slot].store(key(slot), ordering: .relaxed) }
        for slot in 0...Self.slots { other.values[slot].store(value(slot), ordering: .relaxed) }
    }
}
