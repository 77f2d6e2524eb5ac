package import Plates
import Synchronization

/// Many look-ups at once.
///
/// A processor's window ends some hundred instructions ahead, soon after the next look-up, so single look-ups wait for one or
/// two cache misses at a time. A short loop that does nothing but touch the lines that come next waits for twenty.
extension PlateTable {
    /// How many look-ups are under way together: enough for the misses to overlap, few enough for their lines to stay in the nearest cache.
    private static let batchSize = 32

    /// The values of keys, in their order. In a large index each costs about half of a single look-up.
    package func values(for keys: [PlateKey]) -> [UInt32?] {
        [UInt32?](unsafeUninitializedCapacity: keys.count) { values, count in
            inBatches(of: keys.count) {
                keys[$0]
            } lookUp: { place, probe in
                values.initializeElement(at: place, to: value(of: probe))
            }
            count = keys.count
        }
    }

    /// Touches the lines where each key's entry most likely is, a batch of them at a time, and looks nothing up.
    package func prefetch(_ keys: [PlateKey]) {
        inBatches(of: keys.count) {
            keys[$0]
        } lookUp: { _, _ in
        }
    }

    /// Calls `body` with the place of each key and every issuer's entry of its characters, as `forEachIssuer` does, one key after another.
    package func forEachIssuer(of keys: [PlateKey], _ body: (Int, PlateKey, UInt32) -> Void) {
        inBatches(of: keys.count) {
            keys[$0]
        } lookUp: { place, probe in
            forEachIssuer(of: probe) { key, value in body(place, key, value) }
        }
    }

    /// Calls `body` with every entry whose characters are one step from the key's, whoever the issuer, and with that step.
    ///
    /// The key's own characters are left out. About 500 look-ups for seven characters, in batches.
    package func forEachSimilar(to key: PlateKey, _ body: (PlateKey, UInt32, Difference) -> Void) {
        withUnsafeTemporaryAllocation(of: Candidate.self, capacity: Self.batchSize) { candidates in
            var count = 0
            func lookUp() {
                inBatches(of: count) {
                    candidates[$0].key
                } lookUp: { place, probe in
                    forEachIssuer(of: probe) { key, value in body(key, value, candidates[place].difference) }
                }
                count = 0
            }
            key.forEachSimilar { similar, difference in
                candidates.initializeElement(at: count, to: Candidate(key: similar, difference: difference))
                count += 1
                if count == Self.batchSize { lookUp() }
            }
            lookUp()
        }
    }

    /// Looks keys up in their order, a batch at a time, after touching the lines where each batch's most likely are.
    @inline(__always)
    private func inBatches(of count: Int, key: (Int) -> PlateKey, lookUp: (Int, Probe) -> Void) {
        withUnsafeTemporaryAllocation(of: Probe.self, capacity: Self.batchSize) { probes in
            for start in stride(from: 0, to: count, by: Self.batchSize) {
                let size = min(Self.batchSize, count - start)
                for place in 0..<size { probes.initializeElement(at: place, to: Probe(key(start + place), self)) }
                for place in 0..<size { probes[place].home.touch() }
                for place in 0..<size { lookUp(start + place, probes[place]) }
            }
        }
    }
}

private struct Candidate {
    let key: PlateKey
    let difference: Difference
}
