package import Plates
import Synchronization

/// Many look-ups at once.
///
/// A processor looks a few hundred instructions ahead, hardly past the next look-up, so single look-ups wait for one or two
/// cache misses at a time. A batch prefetches the lines that it will need, so their cache misses overlap.
extension PlateTable {
    /// The values of the keys, in the keys' order. In a large index each costs half as much as a single look-up.
    package func values(for keys: [PlateKey]) -> [UInt32?] {
        [UInt32?](unsafeUninitializedCapacity: keys.count) { values, count in
            let values = values
            keys.withUnsafeBufferPointer { keys in lookUp(keys, ValueBatch(table: self, values: values)) }
            count = keys.count
        }
    }

    /// Calls `body` with the index of each key and each entry with the same characters, from any issuer, in no particular order.
    package func forEachIssuer(of keys: [PlateKey], _ body: (Int, PlateKey, UInt32) -> Void) {
        keys.withUnsafeBufferPointer { keys in
            withoutActuallyEscaping(body) { body in lookUp(keys, IssuerBatch(table: self, body: body)) }
        }
    }

    /// Calls `body` with every entry whose characters are one step from the key's, under any issuer, and with that step.
    ///
    /// It leaves out the key's own characters. It does about 500 look-ups for seven characters, in batches.
    package func forEachSimilar(to key: PlateKey, _ body: (PlateKey, UInt32, PlateDifference) -> Void) {
        withUnsafeTemporaryAllocation(of: PlateKey.self, capacity: Self.similarMax) { keys in
            withUnsafeTemporaryAllocation(of: PlateDifference.self, capacity: Self.similarMax) { differences in
                var count = 0
                func lookUp() {
                    withoutActuallyEscaping(body) { body in
                        let batch = IssuerBatch(table: self) { index, key, value in body(key, value, differences[index]) }
                        self.lookUp(UnsafeBufferPointer(rebasing: keys[..<count]), batch)
                    }
                    count = 0
                }
                key.forEachSimilar { similar, difference in
                    keys.initializeElement(at: count, to: similar)
                    differences.initializeElement(at: count, to: difference)
                    count += 1
                    if count == Self.similarMax { lookUp() }
                }
                lookUp()
            }
        }
    }

    /// The similar plates in one batch: enough for all of a seven-character plate.
    private static let similarMax = 512

    /// Looks keys up in two stages: prefetches a key's home line, and reads it `Pipeline.delay` keys later.
    ///
    /// It collects the few keys that their home line does not decide, and probes further for them together.
    @inline(__always)
    private func lookUp(_ keys: UnsafeBufferPointer<PlateKey>, _ batch: some Batch) {
        withUnsafeTemporaryAllocation(of: HashedWord.self, capacity: Pipeline.ring) { approaching in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: Pipeline.undecidedMax) { undecided in
                var undecidedCount = 0
                func lookUpUndecided() {
                    for index in undecided[..<undecidedCount] {
                        let word = KeyWord(keys[index])
                        batch.lookUpByProbing(word, mixer.hash(word), index)
                    }
                    undecidedCount = 0
                }
                for turn in 0..<keys.count + Pipeline.delay {
                    if turn < keys.count {
                        let word = KeyWord(keys[turn])
                        let hash = mixer.hash(word)
                        prefetchHome(of: hash)
                        approaching.initializeElement(at: turn % Pipeline.ring, to: HashedWord(word: word, hash: hash))
                    }
                    guard turn >= Pipeline.delay else { continue }
                    let index = turn - Pipeline.delay
                    let next = approaching[index % Pipeline.ring]
                    let probe = HomeProbe(next.word, next.hash, snapshot)
                    if batch.lookUpAtHome(probe, index) { continue }
                    (probe.home + 1).prefetch()
                    undecided.initializeElement(at: undecidedCount, to: index)
                    undecidedCount += 1
                    if undecidedCount == Pipeline.undecidedMax { lookUpUndecided() }
                }
                lookUpUndecided()
            }
        }
    }

    @inline(__always)
    private func prefetchHome(of hash: UInt64) {
        snapshot.lines[SplitState(word: snapshot.split.load(ordering: .relaxed)).home(hash, snapshot.levels)].prefetch()
    }
}

private struct HashedWord: BitwiseCopyable {
    let word: KeyWord
    let hash: UInt64
}

/// How far ahead a batch prefetches, in keys: far enough for cache misses to overlap, near enough for lines to stay in the L1 cache.
private enum Pipeline {
    static let delay = 24
    /// A power of two above `delay`.
    static let ring = 32
    static let undecidedMax = 8
}

/// A batch's handling of the entries that it finds.
private protocol Batch {
    /// Handles the key if its home line decides the answer; otherwise returns false and does nothing.
    func lookUpAtHome(_ probe: HomeProbe, _ index: Int) -> Bool

    func lookUpByProbing(_ word: KeyWord, _ hash: UInt64, _ index: Int)
}

private struct ValueBatch: Batch {
    let table: PlateTable
    let values: UnsafeMutableBufferPointer<UInt32?>

    @inline(__always)
    func lookUpAtHome(_ probe: HomeProbe, _ index: Int) -> Bool {
        guard let value = table.valueAtHome(of: probe) else { return false }
        values.initializeElement(at: index, to: value)
        return true
    }

    func lookUpByProbing(_ word: KeyWord, _ hash: UInt64, _ index: Int) {
        values.initializeElement(at: index, to: table.valueByProbing(word, hash))
    }
}

private struct IssuerBatch: Batch {
    let table: PlateTable
    let body: (Int, PlateKey, UInt32) -> Void

    @inline(__always)
    func lookUpAtHome(_ probe: HomeProbe, _ index: Int) -> Bool {
        table.forEachIssuerAtHome(of: probe) { key, value in body(index, key, value) }
    }

    func lookUpByProbing(_ word: KeyWord, _ hash: UInt64, _ index: Int) {
        table.forEachIssuerByProbing(word, hash) { key, value in body(index, key, value) }
    }
}
