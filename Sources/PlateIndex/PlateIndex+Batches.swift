package import Plates
import Synchronization

/// Many look-ups at once.
///
/// A processor's window of some hundred instructions ends soon after the next look-up, so it hardly ever has more than two cache
/// misses under way. A short loop that does nothing but touch the lines that come next has twenty.
extension PlateIndex {
    /// How many look-ups are under way together: enough for the misses to overlap, few enough for the lines to stay in the nearest cache.
    private static let batchSize = 32

    /// The values of keys, in their order. In a large index each costs a fraction of a single look-up.
    package func values(for keys: [PlateKey]) -> [UInt32?] {
        [UInt32?](unsafeUninitializedCapacity: keys.count) { values, count in
            var start = 0
            while start < keys.count {
                let end = min(start + Self.batchSize, keys.count)
                warm(keys[start..<end])
                for key in keys[start..<end] {
                    values.initializeElement(at: count, to: self[key])
                    count += 1
                }
                start = end
            }
        }
    }

    /// Brings up to 32 keys' lines into the processor's cache; it changes nothing but the time that looking them up takes next.
    package func warm(_ keys: ArraySlice<PlateKey>) {
        withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Atomic<UInt64>>.self, capacity: Self.batchSize) { lines in
            var count = 0
            let directory = Directory(published: entrance.directory.load(ordering: .acquiring))
            for key in keys.prefix(Self.batchSize) {
                lines.initializeElement(at: count, to: directory.homeLine(mixer.hash(key.word)))
                count += 1
            }
            for line in lines[..<count] { _ = line.pointee.load(ordering: .relaxed) }
        }
    }

    /// Calls `body` with every entry whose characters are one step from the key's, whoever the issuer, and with that step.
    ///
    /// The key's own characters are left out. About 500 look-ups for seven characters, in batches.
    package func forEachSimilar(to key: PlateKey, _ body: (PlateKey, UInt32, Difference) -> Void) {
        withUnsafeTemporaryAllocation(of: Candidate.self, capacity: Self.batchSize) { candidates in
            var count = 0
            key.forEachSimilar { similar, difference in
                let hash = mixer.hash(similar.word)
                candidates.initializeElement(at: count, to: Candidate(word: similar.word, hash: hash, difference: difference))
                count += 1
                if count == Self.batchSize {
                    lookUp(candidates[..<count], body)
                    count = 0
                }
            }
            lookUp(candidates[..<count], body)
        }
    }

    private func lookUp(
        _ candidates: Slice<UnsafeMutableBufferPointer<Candidate>>, _ body: (PlateKey, UInt32, Difference) -> Void
    ) {
        let directory = Directory(published: entrance.directory.load(ordering: .acquiring))
        withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Atomic<UInt64>>.self, capacity: Self.batchSize) { lines in
            for (place, candidate) in candidates.enumerated() {
                lines.initializeElement(at: place, to: directory.homeLine(candidate.hash))
            }
            for line in lines[..<candidates.count] { _ = line.pointee.load(ordering: .relaxed) }
        }
        for candidate in candidates {
            forEachIssuer(of: candidate.word, candidate.hash) { body($0, $1, candidate.difference) }
        }
    }
}

private struct Candidate {
    let word: UInt64
    let hash: UInt64
    let difference: Difference
}

extension Directory {
    /// Where the home line of a hash begins. Good for touching only: nothing says whether the writer was at work there.
    @inline(__always)
    fileprivate func homeLine(_ hash: UInt64) -> UnsafeMutablePointer<Atomic<UInt64>> {
        let shard = shard(hash)
        return shard.line(Shard.home(hash, of: shard.lines)).keys
    }
}
