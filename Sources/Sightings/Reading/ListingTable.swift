import CLinux
import PlateIndex
import Plates
import Synchronization

/// One table of listings: an index from the plate to a slot, and the listing at that slot.
///
/// One writer, many readers. A slot may hold another plate's listing by the time a reader gets there, so a reader always compares the key.
final class ListingTable: Sendable {
    private let index = PlateTable()
    private let shelves: [Shelf]
    private let order = Mutex(LastDayOrder())
    /// Free slots and the next new one; only the writer uses it.
    private let freeSlots = Mutex(NumberPool())

    private static let shelfCount = 256

    private final class Shelf: Sendable {
        let listings = Mutex<[Listing?]>([])
    }

    init() {
        shelves = (0..<Self.shelfCount).map { _ in Shelf() }
    }

    var count: Int { index.count }

    var indexBytes: Int { index.memoryBytes }

    /// The listings, their slots and their order; the sightings belong to the records.
    var listingBytes: Int { (Self.listingBytes + 2 * MemoryLayout<Int>.stride) * count }

    private static let listingBytes = 128

    // MARK: Readers

    subscript(key: PlateKey) -> Listing? {
        index[key].flatMap { listing(at: $0, key) }
    }

    func holds(_ key: PlateKey) -> Bool { index[key] != nil }

    /// Prefetches for look-ups of these keys, one step for all keys at a time: the index, the listings, their sightings. Each would be a
    /// wait for memory.
    func prefetch(_ keys: [PlateKey]) {
        var slots: [(UInt32, PlateKey)] = []
        slots.reserveCapacity(keys.count)
        index.forEachIssuer(of: keys) { _, key, slot in slots.append((slot, key)) }
        for (slot, _) in slots { prefetchListing(at: slot) }
        for (slot, key) in slots { listing(at: slot, key)?.prefetchSightings() }
    }

    private func prefetchListing(at slot: UInt32) {
        let (shelf, position) = Self.split(slot)
        shelves[shelf].listings.withLock { listings in
            guard position < listings.count, let listing = listings[position] else { return }
            thaw_prefetch(Unmanaged.passUnretained(listing).toOpaque())
        }
    }

    func forEachIssuer(of key: PlateKey, _ body: (Listing) -> Void) {
        index.forEachIssuer(of: key) { found, slot in
            if let listing = listing(at: slot, found) { body(listing) }
        }
    }

    func forEachSimilar(to key: PlateKey, _ body: (Listing, PlateDifference) -> Void) {
        index.forEachSimilar(to: key) { found, slot, difference in
            if let listing = listing(at: slot, found) { body(listing, difference) }
        }
    }

    /// The table's parts, which may be scanned at the same time.
    var parts: [ScanPart] { ScanPart.parts(ofEntries: index.count) }

    /// Calls `body` with a part's listings that match the given criteria, in bounded slices.
    func scan(
        matching pattern: PlatePattern? = nil, keypad: KeypadDigits? = nil, in part: ScanPart = .whole, _ body: (Listing) -> Void
    ) {
        index.scan(matching: pattern, keypad: keypad, in: part) { key, slot in
            if let listing = listing(at: slot, key) { body(listing) }
            return true
        }
    }

    /// Up to `limit` keys, newest last day first, that come after a position.
    func keys(after position: LastDayOrder.Position?, limit: Int) -> [LastDayOrder.Position] {
        order.withLock { $0.positions(after: position, limit: limit) }
    }

    private func listing(at slot: UInt32, _ key: PlateKey) -> Listing? {
        let (shelf, position) = Self.split(slot)
        let listing = shelves[shelf].listings.withLock { position < $0.count ? $0[position] : nil }
        return listing?.plate.key == key ? listing : nil
    }

    private static func split(_ slot: UInt32) -> (shelf: Int, position: Int) {
        (Int(slot) % shelfCount, Int(slot) / shelfCount)
    }

    // MARK: The writer

    /// Fills an empty table, each plate once; cheaper than one by one.
    func fill(_ listings: [[Listing]]) {
        let count = listings.reduce(0) { $0 + $1.count }
        index.reserve(count)
        for (offset, listing) in listings.lazy.joined().enumerated() {
            let slot = UInt32(offset + 1)
            let (shelf, position) = Self.split(slot)
            shelves[shelf].listings.withLock { shelved in
                while shelved.count < position { shelved.append(nil) }
                shelved.append(listing)
            }
            index.set(slot, for: listing.plate.key)
        }
        freeSlots.withLock { $0 = NumberPool(next: UInt32(count + 1)) }
        order.withLock { $0 = LastDayOrder(listings.lazy.joined().map { .init(day: $0.lastDay, key: $0.plate.key) }) }
    }

    func set(_ listing: Listing) {
        let key = listing.plate.key
        let known = index[key]
        let slot = known ?? freeSlots.withLock { $0.take() }
        let (shelf, position) = Self.split(slot)
        let former: Listing? = shelves[shelf].listings.withLock { listings in
            while listings.count <= position { listings.append(nil) }
            defer { listings[position] = listing }
            return listings[position]
        }
        if known == nil { index.set(slot, for: key) }
        order.withLock { order in
            if let former, known != nil { order.remove(.init(day: former.lastDay, key: key)) }
            order.insert(.init(day: listing.lastDay, key: key))
        }
    }

    func remove(_ key: PlateKey) {
        guard let slot = index.remove(key) else { return }
        let (shelf, position) = Self.split(slot)
        let former: Listing? = shelves[shelf].listings.withLock { listings in
            defer { listings[position] = nil }
            return listings[position]
        }
        if let former {
            order.withLock { $0.remove(.init(day: former.lastDay, key: key)) }
        }
        freeSlots.withLock { $0.giveBack(slot) }
    }
}
