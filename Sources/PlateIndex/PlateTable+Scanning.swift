package import Plates

extension PlateTable {
    /// Calls `body` with every entry, in no particular order, until it returns false.
    ///
    /// The table is visited one shard at a time, in the order of hashes: at most 1,960 entries are copied at one moment, and
    /// `body` is called for them outside any lock, while the writer goes on. A key that stays in the table throughout is
    /// seen exactly once, whatever happens to its shard; one set or removed meanwhile may be seen or not.
    package func scan(_ body: (PlateKey, UInt32) -> Bool) {
        withUnsafeTemporaryAllocation(of: Entry.self, capacity: Shard.slotsMax + Line.slots) { entries in
            var start: UInt64 = 0
            repeat {
                let (count, depth) = read(start) { shard in shard.copyEntries(to: entries) }
                let width: UInt64 = depth == 0 ? 0 : 1 << UInt64(UInt64.bitWidth - depth)
                let first = start & (0 &- width)
                for entry in entries[..<count] where start == first || mixer.hash(entry.word) >= start {
                    guard body(entry.word.key, entry.value) else { return }
                }
                start = first &+ width
            } while start != 0
        }
    }
}

extension Shard {
    fileprivate static let slotsMax = blocksMax * Block.lines * Line.slots

    /// Copies all entries, and returns their number and the shard's depth.
    fileprivate func copyEntries(to entries: UnsafeMutableBufferPointer<Entry>) -> (count: Int, depth: Int) {
        let target = entries.baseAddress.unsafelyUnwrapped
        var count = 0
        for place in 0..<min(Int(lines), Self.blocksMax * Block.lines) {
            let line = line(place)
            for slot in 0..<Line.slots {
                let word = line.key(slot)
                (target + count).initialize(to: Entry(word: word, value: line.value(slot)))
                count &+= word == .none ? 0 : 1
            }
        }
        return (count, depth)
    }
}

/// One key and its value.
struct Entry: BitwiseCopyable {
    let word: KeyWord
    let value: UInt32
}
