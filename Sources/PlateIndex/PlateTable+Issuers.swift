package import Plates

extension PlateTable {
    /// Calls `body` with every issuer's entry of the same characters, the key's own included, in no particular order.
    ///
    /// They lie in one probe sequence, so this costs little more than one look-up. It reads all of them in one state of the
    /// table, and then calls `body` without a lock.
    package func forEachIssuer(of key: PlateKey, _ body: (PlateKey, UInt32) -> Void) {
        let word = KeyWord(key)
        let hash = mixer.hash(word)
        if !forEachIssuerAtHome(of: HomeProbe(word, hash, snapshot), body) { forEachIssuerByProbing(word, hash, body) }
    }

    /// Handles the usual case: at most one entry, in the home line. Otherwise it returns false and does not call `body`.
    @inline(__always)
    func forEachIssuerAtHome(of probe: HomeProbe, _ body: (PlateKey, UInt32) -> Void) -> Bool {
        let home = probe.home
        guard !home.mayHaveOverflowed(probe.hash) else { return false }
        let slot = home.slot(of: probe.word.lastOfCharacters)
        let found = home.key(slot)
        if !found.hasCharacters(of: probe.word) { return probe.isUnchanged(in: snapshot) }
        guard slot == 0 || !home.key(slot - 1).hasCharacters(of: probe.word) else { return false }
        let value = home.value(slot)
        guard probe.isUnchanged(in: snapshot) else { return false }
        body(found.key, value)
        return true
    }

    /// Finds any number of issuers, also beyond the home line, and retries if the writer changed a line meanwhile.
    @inline(never)
    func forEachIssuerByProbing(_ word: KeyWord, _ hash: UInt64, _ body: (PlateKey, UInt32) -> Void) {
        if !forEachEntry(of: word, hash, countMax: Entry.countMax, body) {
            _ = forEachEntry(of: word, hash, countMax: Entry.countLimit, body)
        }
    }

    /// Calls `body` if there are at most `countMax` entries; otherwise returns false.
    private func forEachEntry(of word: KeyWord, _ hash: UInt64, countMax: Int, _ body: (PlateKey, UInt32) -> Void) -> Bool {
        withUnsafeTemporaryAllocation(of: Entry.self, capacity: countMax) { entries in
            guard let count = read({ probe in probe.collect(word, hash, into: entries) }) else { return false }
            for entry in entries[..<count] { body(entry.word.key, entry.value) }
            return true
        }
    }
}

extension Entry {
    /// The entries that fit in one kilobyte on the stack.
    fileprivate static let countMax = 1024 / MemoryLayout<Entry>.stride
    /// At least the number of possible issuers.
    fileprivate static let countLimit = 1 << 12
}

extension Probe {
    /// Copies every entry with the word's characters and returns their number, or nil if they do not fit.
    fileprivate mutating func collect(_ word: KeyWord, _ hash: UInt64, into entries: UnsafeMutableBufferPointer<Entry>) -> Int? {
        var count = 0
        let isTooLong: Void? = forEachLine(of: hash) { line in
            var slot = line.slot(of: word.lastOfCharacters)
            while slot >= 0, line.key(slot).hasCharacters(of: word) {
                guard count < entries.count else { return () }
                entries.initializeElement(at: count, to: Entry(word: line.key(slot), value: line.value(slot)))
                count += 1
                slot -= 1
            }
            return nil
        }
        return isTooLong == nil ? count : nil
    }
}
