package import Plates

extension PlateTable {
    /// Calls `body` with every issuer's entry of the same characters, the key's own included, in no particular order.
    ///
    /// They lie in one probe sequence, so this costs little more than one look-up. All are seen at one moment; `body` is
    /// called after it, outside any lock.
    package func forEachIssuer(of key: PlateKey, _ body: (PlateKey, UInt32) -> Void) {
        let word = KeyWord(key)
        let hash = mixer.hash(word)
        if !forEachIssuerAtHome(of: Probe(word, hash, entrance), body) { forEachIssuerAnywhere(word, hash, body) }
    }

    /// Written out for what is usual: no entry, or one, and all in the home line. Else returns false, and calls nothing.
    @inline(__always)
    func forEachIssuerAtHome(of probe: Probe, _ body: (PlateKey, UInt32) -> Void) -> Bool {
        let home = probe.home
        guard !home.wasPassed(by: probe.hash) else { return false }
        let slot = home.slot(of: probe.word.lastOfCharacters)
        let found = home.key(slot)
        if !found.hasCharacters(of: probe.word) { return probe.stillHolds(entrance) }
        guard slot == 0 || !home.key(slot - 1).hasCharacters(of: probe.word) else { return false }
        let value = home.value(slot)
        guard probe.stillHolds(entrance) else { return false }
        body(found.key, value)
        return true
    }

    /// Looks for several issuers, beyond the home line too, and again where the writer was at work.
    @inline(never)
    func forEachIssuerAnywhere(_ word: KeyWord, _ hash: UInt64, _ body: (PlateKey, UInt32) -> Void) {
        if !forEachEntry(of: word, hash, countMax: Entry.countMax, body) {
            _ = forEachEntry(of: word, hash, countMax: Entry.countLimit, body)
        }
    }

    /// Does so where there are at most so many; else returns false, and calls nothing.
    private func forEachEntry(of word: KeyWord, _ hash: UInt64, countMax: Int, _ body: (PlateKey, UInt32) -> Void) -> Bool {
        withUnsafeTemporaryAllocation(of: Entry.self, capacity: countMax) { entries in
            guard let count = read({ way in way.collect(word, hash, into: entries) }) else { return false }
            for entry in entries[..<count] { body(entry.word.key, entry.value) }
            return true
        }
    }
}

extension Entry {
    /// As many as fit into the kilobyte that is taken from the stack.
    fileprivate static let countMax = 1024 / MemoryLayout<Entry>.stride
    /// More than an issuer's number can tell apart.
    fileprivate static let countLimit = 1 << 12
}

extension Way {
    /// Copies every entry with a word's characters, and returns their number, or nil where they are too many.
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
