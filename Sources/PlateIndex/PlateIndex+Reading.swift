package import Plates
import Synchronization

extension PlateIndex {
    /// How often a reader looks again before it waits for the writer's lock: the writer is rarely in a shard for more than a few ns.
    private static let attemptsMax = 100

    /// The value of a key. One cache miss in a large index, wherever it runs.
    package subscript(key: PlateKey) -> UInt32? {
        let word = key.word
        let hash = mixer.hash(word)
        var value: UInt32?
        if attempt(hash, { shard in value = Self.value(of: word, hash, in: shard) }) { return value }
        return valueUnderChange(word, hash)
    }

    @inline(never)
    private func valueUnderChange(_ word: UInt64, _ hash: UInt64) -> UInt32? {
        var value: UInt32?
        read(hash) { shard in value = Self.value(of: word, hash, in: shard) }
        return value
    }

    @inline(__always)
    private static func value(of word: UInt64, _ hash: UInt64, in shard: Shard) -> UInt32? {
        let lines = shard.lines
        let home = Shard.home(hash, of: lines)
        let line = shard.line(home)
        let slot = line.slot(of: word)
        if slot < Line.slots { return line.value(slot) }
        return line.wasPassed(by: hash) ? valueBeyond(home, word, hash, in: shard, lines) : nil
    }

    /// Looks behind the home line: one look-up in eight, and one miss in thirty.
    @inline(never)
    private static func valueBeyond(_ home: Int, _ word: UInt64, _ hash: UInt64, in shard: Shard, _ lines: UInt32) -> UInt32? {
        let lines = Int(lines)
        var place = home
        for _ in 1..<max(2, lines) {
            place = place + 1 >= lines ? 0 : place + 1
            let line = shard.line(place)
            let slot = line.slot(of: word)
            if slot < Line.slots { return line.value(slot) }
            if !line.wasPassed(by: hash) { return nil }
        }
        return nil
    }

    /// Runs a probe of a hash's shard until it saw one state of it, and not parts of two.
    @inline(__always)
    func read(_ hash: UInt64, _ probe: (Shard) -> Void) {
        for _ in 0..<Self.attemptsMax where attempt(hash, probe) { return }
        readLocked(hash, probe)
    }

    /// Runs a probe of a hash's shard; false where the writer changed the shard meanwhile, and what the probe saw is worth nothing.
    ///
    /// A seqlock (Boehm: "Can seqlocks get along with programming language memory models?", 2012). That the directory
    /// still leads to the shard is checked as well: a shard that was split or joined may serve other hashes by now.
    @inline(__always)
    private func attempt(_ hash: UInt64, _ probe: (Shard) -> Void) -> Bool {
        let directory = Directory(published: entrance.directory.load(ordering: .acquiring))
        let entry = directory.entry(hash)
        let head = entry.pointee.load(ordering: .acquiring)
        let shard = Shard(UnsafeMutableRawPointer(bitPattern: head).unsafelyUnwrapped)
        let version = shard.version.pointee.load(ordering: .acquiring)
        probe(shard)
        atomicMemoryFence(ordering: .acquiring)
        return shard.version.pointee.load(ordering: .relaxed) == version & ~1 && entry.pointee.load(ordering: .relaxed) == head
    }
}
