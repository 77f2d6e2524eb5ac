package import Plates
package import Vocabulary

/// A search; every part that is set must hold.
package struct SearchQuery: Hashable, Sendable {
    package var pattern: PlatePattern?
    /// Finds confirmed listings only, for every viewer.
    package var keypad: KeypadDigits?
    package var color: Color?
    package var body: Body?
    package var make: Make?
    package var sign: Sign?
    package var area: AreaID?
    package var status: Status?

    package init(
        pattern: PlatePattern? = nil, keypad: KeypadDigits? = nil, color: Color? = nil, body: Body? = nil, make: Make? = nil,
        sign: Sign? = nil, area: AreaID? = nil, status: Status? = nil
    ) {
        self.pattern = pattern
        self.keypad = keypad
        self.color = color
        self.body = body
        self.make = make
        self.sign = sign
        self.area = area
        self.status = status
    }
}

extension Listings {
    /// The end of a page: a day and a plate's key. It is sealed before it leaves the daemon.
    package struct PagePosition: Hashable, Sendable {
        let position: LastDayOrder.Position

        /// 12 bytes.
        package var bytes: [UInt8] {
            position.day.number.bigEndianBytes + position.key.packed.bigEndianBytes
        }

        package init?(bytes: [UInt8]) {
            guard bytes.count == 12, let key = PlateKey(packed: bytes[4...].reduce(0) { $0 << 8 | Int64($1) }) else { return nil }
            let day = Int32(truncatingIfNeeded: bytes[..<4].reduce(0) { $0 << 8 | Int64($1) })
            position = .init(day: Day(number: day), key: key)
        }

        init(_ position: LastDayOrder.Position) {
            self.position = position
        }
    }

    /// A page, newest last day first, and the start of the next one; nil after the last.
    package struct Page: Sendable {
        package var listings: [VisibleListing] = []
        package var next: PagePosition?
    }

    /// All listings that the caller may see. Costs the page only.
    package func page(as viewer: Viewer, after last: PagePosition?, limit: Int, at now: Instant) -> Page {
        whileNothingMoves(for: viewer) { readPage(as: viewer, after: last, limit: limit, at: now) }
    }

    private func readPage(as viewer: Viewer, after last: PagePosition?, limit: Int, at now: Instant) -> Page {
        let tables = tables(for: viewer)
        var page = Page()
        var position = last?.position
        while page.listings.count < limit {
            let merged = tables.flatMap { $0.keys(after: position, limit: limit) }.sorted()
            // Each table gave its next `limit`, so the first `limit` of all are correct.
            for next in merged.prefix(limit) {
                if page.listings.count == limit {
                    page.next = position.map(PagePosition.init)
                    return page
                }
                let isRepeated = position == next
                position = next
                guard !isRepeated, let listing = listed(next.key, in: tables, viewer, now) else { continue }
                page.listings.append(listing)
            }
            guard merged.count >= limit else { return page }
        }
        if let position, tables.contains(where: { !$0.keys(after: position, limit: 1).isEmpty }) {
            page.next = PagePosition(position)
        }
        return page
    }

    /// Searches everything that the caller may see. Costs a pass over its tables for each page, a few nanoseconds a plate on all
    /// processors.
    package func search(_ query: SearchQuery, as viewer: Viewer, after last: PagePosition?, limit: Int, at now: Instant) async -> Page {
        let tables = tables(for: viewer).filter { query.keypad == nil || $0 === confirmed }
        let parts = tables.flatMap { table in table.parts.map { (table, $0) } }
        let best = await whileNothingMoves(for: viewer) {
            let found = await ParallelWork.map(eachOf: parts.count) { number in
                let (table, part) = parts[number]
                var candidates = Candidates(after: last?.position, limit: limit)
                table.scan(matching: query.pattern, keypad: query.keypad, in: part) { listing in
                    candidates.add(listing) {
                        listing.clearedOn == nil && self.shows(listing, to: viewer, at: now) && self.matches(listing, query, viewer, now)
                    }
                }
                return candidates.best
            }
            return Candidates.best(of: found.joined(), limit: limit)
        }
        var page = Page()
        page.listings = best.prefix(limit).map { $0.listing.visible(to: viewer, at: now, rules, areas) }
        if best.count > limit { page.next = PagePosition(best[limit - 1].position) }
        return page
    }

    /// Candidates for a page from one part of a table.
    private struct Candidates {
        typealias Candidate = (position: LastDayOrder.Position, listing: Listing)

        private let last: LastDayOrder.Position?
        private let limit: Int
        private var kept: [Candidate] = []

        init(after last: LastDayOrder.Position?, limit: Int) {
            self.last = last
            self.limit = limit
        }

        /// The page and one more, in order.
        var best: [Candidate] { Self.best(of: kept, limit: limit) }

        static func best(of candidates: some Sequence<Candidate>, limit: Int) -> [Candidate] {
            Array(candidates.sorted { $0.position < $1.position }.prefix(limit + 1))
        }

        /// Adds a listing that matches and comes after the previous page.
        mutating func add(_ listing: Listing, where fits: () -> Bool) {
            let position = LastDayOrder.Position(day: listing.lastDay, key: listing.plate.key)
            if let last, position <= last { return }
            // Drops listings that cannot be on the page.
            if kept.count > 2 * limit { kept = best }
            if fits() { kept.append((position, listing)) }
        }
    }

    private func listed(_ key: PlateKey, in tables: [ListingTable], _ viewer: Viewer, _ now: Instant) -> VisibleListing? {
        for table in tables {
            if let listing = table[key], listing.clearedOn == nil, shows(listing, to: viewer, at: now) {
                return listing.visible(to: viewer, at: now, rules, areas)
            }
        }
        return nil
    }

    private func matches(_ listing: Listing, _ query: SearchQuery, _ viewer: Viewer, _ now: Instant) -> Bool {
        if let status = query.status, listing.status != status { return false }
        if let sign = query.sign, !listing.signs.contains(sign) { return false }
        if let area = query.area {
            // A filter must not reveal hidden data.
            let seen = listing.sightings.contains {
                areas.id($0.area) == area && listing.isShown($0, to: viewer) && rules.aged($0.period, at: now) != nil
            }
            guard seen else { return false }
        }
        guard query.color != nil || query.body != nil || query.make != nil else { return true }
        return listing.vehicles.contains { vehicle in
            (query.color == nil || vehicle.color == query.color) && (query.body == nil || vehicle.body == query.body)
                && (query.make == nil || vehicle.make == query.make)
        }
    }
}
