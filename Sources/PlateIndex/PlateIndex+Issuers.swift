package import Plates

extension PlateIndex {
    /// Calls `body` with every issuer's entry of the same characters, the key's own included, in no particular order.
    ///
    /// They lie in one probe sequence, so this costs little more than one look-up. All are seen at one moment; `body` is
    /// called after it, outside any lock.
    package func forEachIssuer(of key: PlateKey, _ body: (PlateKey, UInt32) -> Void) {
        forEachIssuer(of: key.word, mixer.hash(key.word), body)
    }

    func forEachIssuer(of word: UInt64, _ hash: UInt64, _ body: (PlateKey, UInt32) -> Void) {
        if !forEachMatch(of: word, hash, countMax: Match.countMax, body) {
            _ = forEachMatch(of: word, hash, countMax: Match.countLimit, body)
        }
    }

    /// Does so where there are at most so many; else returns false, and calls nothing.
    private func forEachMatch(of word: UInt64, _ hash: UInt64, countMax: Int, _ body: (PlateKey, UInt32) -> Void) -> Bool {
        withUnsafeTemporaryAllocation(of: Match.self, capacity: countMax) { matches in
            var count = 0
            read(hash) { shard in count = shard.collect(word, hash, into: matches) }
            guard count <= countMax else { return false }
            for match in matches[..<count] { body(PlateKey(word: word, issuer: match.issuer), match.value) }
            return true
        }
    }
}

/// One issuer's entry of known characters.
private struct Match: BitwiseCopyable {
    let issuer: UInt16
    let value: UInt32

    /// More than there are issuers, in a kilobyte: as much as is taken from the stack.
    static let countMax = 128
    /// More than an issuer's number can tell apart.
    static let countLimit = 1 << 12
}

extension Shard {
    /// Copies every entry with a word's characters, and returns their number, or one more than fit where they do not.
    fileprivate func collect(_ word: UInt64, _ hash: UInt64, into matches: UnsafeMutableBufferPointer<Match>) -> Int {
        let lines = Int(lines)
        var place = Self.home(hash, of: UInt32(lines))
        var count = 0
        for _ in 0..<lines {
            let line = line(place)
            for slot in 0..<Line.slots {
                let other = line.key(slot)
                guard (other ^ word) << KeyMixer.issuerBits == 0, other != 0 else { continue }
                guard count < matches.count else { return count + 1 }
                matches.initializeElement(
                    at: count, to: Match(issuer: UInt16(other >> PlateKey.charactersBits), value: line.value(slot)))
                count += 1
            }
            if !line.wasPassed(by: hash) { break }
            place = place + 1 == lines ? 0 : place + 1
        }
        return count
    }
}

extension PlateKey {
    fileprivate static let charactersBits: UInt64 = 52

    /// The key in a slot: well-formed, since only keys are ever set.
    fileprivate init(word: UInt64, issuer: UInt16) {
        self.init(stored: word & (1 << Self.charactersBits - 1) | UInt64(issuer) << Self.charactersBits)
    }

    /// The key of a word that was taken from a slot. Unpacking one that is known to be well-formed must not cost a check.
    @inline(__always)
    init(stored word: UInt64) { self = unsafeBitCast(Int64(bitPattern: word), to: PlateKey.self) }
}
