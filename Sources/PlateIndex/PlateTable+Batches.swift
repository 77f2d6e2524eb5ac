package import Plates
import Synchronization

/// Many look-ups at once.
///
/// A processor's window ends some hundred instructions ahead, soon after the next look-up, so single look-ups wait for one or
/// two cache misses at a time. Here the lines begin to come near that a whole batch will need.
extension PlateTable {
    /// The values of keys, in their order. In a large index each costs half of a single look-up.
    package func values(for keys: [PlateKey]) -> [UInt32?] {
        [UInt32?](unsafeUninitializedCapacity: keys.count) { values, count in
            let values = values
            keys.withUnsafeBufferPointer { keys in lookUp(keys, ValueBatch(table: self, values: values)) }
            count = keys.count
        }
    }

    /// Calls `body` with the place of each key and every issuer's entry of its characters, as `forEachIssuer` does, in no particular order.
    package func forEachIssuer(of keys: [PlateKey], _ body: (Int, PlateKey, UInt32) -> Void) {
        keys.withUnsafeBufferPointer { keys in
            withoutActuallyEscaping(body) { body in lookUp(keys, IssuerBatch(table: self, body: body)) }
        }
    }

    /// Calls `body` with every entry whose characters are one step from the key's, whoever the issuer, and with that step.
    ///
    /// The key's own characters are left out. About 500 look-ups for seven characters, in batches.
    package func forEachSimilar(to key: PlateKey, _ body: (PlateKey, UInt32, Difference) -> Void) {
        withUnsafeTemporaryAllocation(of: PlateKey.self, capacity: Self.similarMax) { keys in
            withUnsafeTemporaryAllocation(of: Difference.self, capacity: Self.similarMax) { differences in
                var count = 0
                func lookUp() {
                    withoutActuallyEscaping(body) { body in
                        let batch = IssuerBatch(table: self) { place, key, value in body(key, value, differences[place]) }
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

    /// How many similar plates are looked up in one go: all of a plate of seven characters.
    private static let similarMax = 512

    /// Looks keys up in two steps, the second some keys behind the first: the home line begins to come near, and then it is looked at. The few that
    /// home does not decide wait for their next lines together.
    @inline(__always)
    private func lookUp(_ keys: UnsafeBufferPointer<PlateKey>, _ batch: some Batch) {
        withUnsafeTemporaryAllocation(of: HashedWord.self, capacity: Steps.ring) { approaching in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: Steps.undecidedMax) { undecided in
                var undecidedCount = 0
                func lookUpUndecided() {
                    for place in undecided[..<undecidedCount] {
                        let word = KeyWord(keys[place])
                        batch.lookUpAnywhere(word, mixer.hash(word), place)
                    }
                    undecidedCount = 0
                }
                for turn in 0..<keys.count + Steps.look {
                    if turn < keys.count {
                        let word = KeyWord(keys[turn])
                        let hash = mixer.hash(word)
                        prefetchHome(of: hash)
                        approaching.initializeElement(at: turn % Steps.ring, to: HashedWord(word: word, hash: hash))
                    }
                    guard turn >= Steps.look else { continue }
                    let place = turn - Steps.look
                    let next = approaching[place % Steps.ring]
                    let probe = Probe(next.word, next.hash, entrance)
                    if batch.lookUpAtHome(probe, place) { continue }
                    (probe.home + 1).prefetch()
                    undecided.initializeElement(at: undecidedCount, to: place)
                    undecidedCount += 1
                    if undecidedCount == Steps.undecidedMax { lookUpUndecided() }
                }
                lookUpUndecided()
            }
        }
    }

    @inline(__always)
    private func prefetchHome(of hash: UInt64) {
        entrance.lines[Spread(word: entrance.spread.load(ordering: .relaxed)).home(hash, entrance.levels)].prefetch()
    }
}

private struct HashedWord: BitwiseCopyable {
    let word: KeyWord
    let hash: UInt64
}

/// How many keys the steps of many look-ups lie apart: enough for the misses to overlap, few enough for lines to stay in the nearest cache.
private enum Steps {
    static let look = 24
    /// A power of two above the last step.
    static let ring = 32
    static let undecidedMax = 8
}

/// What is looked up in batches, and done with what is found.
private protocol Batch {
    /// Does it where the home line decides; else returns false, and does nothing.
    func lookUpAtHome(_ probe: Probe, _ place: Int) -> Bool

    func lookUpAnywhere(_ word: KeyWord, _ hash: UInt64, _ place: Int)
}

private struct ValueBatch: Batch {
    let table: PlateTable
    let values: UnsafeMutableBufferPointer<UInt32?>

    @inline(__always)
    func lookUpAtHome(_ probe: Probe, _ place: Int) -> Bool {
        guard let value = table.valueAtHome(of: probe) else { return false }
        values.initializeElement(at: place, to: value)
        return true
    }

    func lookUpAnywhere(_ word: KeyWord, _ hash: UInt64, _ place: Int) {
        values.initializeElement(at: place, to: table.valueAnywhere(word, hash))
    }
}

private struct IssuerBatch: Batch {
    let table: PlateTable
    let body: (Int, PlateKey, UInt32) -> Void

    @inline(__always)
    func lookUpAtHome(_ probe: Probe, _ place: Int) -> Bool {
        table.forEachIssuerAtHome(of: probe) { key, value in body(place, key, value) }
    }

    func lookUpAnywhere(_ word: KeyWord, _ hash: UInt64, _ place: Int) {
        table.forEachIssuerAnywhere(word, hash) { key, value in body(place, key, value) }
    }
}
