import PlateIndex
package import Plates
import Synchronization
import Vocabulary

/// The readers' side of the registry: the public table and the members' table. Memory only; no call waits for the disk or the ledger.
///
/// A look-up probes only the tables that its caller may see, so a hidden plate is the same miss as a missing one.
package final class Listings: Sendable {
    package let rules: Rules
    package let areas: Areas
    /// Confirmed plates.
    let confirmed: ListingTable
    /// Suspected plates, and recently cleared ones.
    let membersOnly: ListingTable
    /// Suspected plates, if `visibility.suspected` hides them from members.
    let moderatorsOnly: ListingTable
    let statsCache = StatsCache()
    /// How many listings have moved from one table to another.
    private let moves = Atomic<UInt64>(0)
    /// The tables that each viewer may probe, by viewer, from the least.
    private let visibleTables: [[ListingTable]]

    package init(rules: Rules, areas: Areas) {
        self.rules = rules
        self.areas = areas
        confirmed = ListingTable()
        membersOnly = ListingTable()
        moderatorsOnly = ListingTable()
        let (confirmed, membersOnly, moderatorsOnly) = (confirmed, membersOnly, moderatorsOnly)
        visibleTables = Viewer.allCases.map { viewer in
            (viewer >= rules.lowestViewer(of: .confirmed) ? [confirmed] : []) + (viewer >= .member ? [membersOnly] : [])
                + (viewer >= .moderator ? [moderatorsOnly] : [])
        }
    }

    /// The answer about one plate.
    package struct Answer: Sendable {
        /// Exact matches; empty means not listed.
        package var listings: [VisibleListing] = []
        /// Exact matches that were recently cleared, for members.
        package var cleared: [(plate: Plate, on: Day)] = []
        /// Near misses, best first. Not matches.
        package var similar: [(listing: VisibleListing, difference: PlateDifference)] = []

        /// Adds the answer for another reading of the same text.
        package mutating func add(_ other: Answer) {
            listings += other.listings.filter { new in !listings.contains { $0.plate.key == new.plate.key } }
            cleared += other.cleared.filter { new in !cleared.contains { $0.plate.key == new.plate.key } }
            var seen = Set(listings.map(\.plate.key))
            similar = (similar + other.similar).enumerated().sorted {
                ($0.element.difference, $0.offset) < ($1.element.difference, $1.offset)
            }
            .map(\.element).filter { seen.insert($0.listing.plate.key).inserted }
            // Twins are always shown; the rest are limited as for one plate.
            let twins = similar.prefix { $0.difference == .issuer }.count
            similar = Array(similar.prefix(twins + Listings.similarMax))
        }
    }

    package static let similarMax = SimilarRank.shownMax

    /// Looks a plate up; with an unknown issuer (`ZZ`) it matches every issuer.
    ///
    /// Costs one probe sequence a table, and about 500 more with `similar`.
    package func lookUp(_ key: PlateKey, similar: Bool, as viewer: Viewer, at now: Instant) -> Answer {
        whileNothingMoves(for: viewer) { probe(key, similar: similar, as: viewer, at: now) }
    }

    private func probe(_ key: PlateKey, similar: Bool, as viewer: Viewer, at now: Instant) -> Answer {
        var answer = Answer()
        var twins: [VisibleListing] = []
        for table in tables(for: viewer) {
            table.forEachIssuer(of: key) { listing in
                guard shows(listing, to: viewer, at: now) else { return }
                let isMatch = key.issuer == .unknown || listing.plate.key == key
                if let cleared = listing.clearedOn {
                    if isMatch { answer.cleared.append((listing.plate, cleared)) }
                } else {
                    let visible = listing.visible(to: viewer, at: now, rules, areas)
                    // A plate that is moving between tables may be in both.
                    if isMatch, !answer.listings.contains(where: { $0.plate.key == visible.plate.key }) {
                        answer.listings.append(visible)
                    } else if !isMatch, !twins.contains(where: { $0.plate.key == visible.plate.key }) {
                        twins.append(visible)
                    }
                }
            }
        }
        // Nearly always there is none or one.
        if answer.listings.count > 1 { answer.listings.sort(by: Self.precedes) }
        if !twins.isEmpty { answer.similar = twins.sorted(by: Self.precedes).map { ($0, .issuer) } }
        if similar {
            answer.similar += nearMisses(of: key, as: viewer, at: now)
        }
        return answer
    }

    private func nearMisses(
        of key: PlateKey, as viewer: Viewer, at now: Instant
    ) -> [(listing: VisibleListing, difference: PlateDifference)] {
        var found: [(listing: VisibleListing, difference: PlateDifference)] = []
        for table in tables(for: viewer) {
            table.forEachSimilar(to: key) { listing, difference in
                guard listing.clearedOn == nil, shows(listing, to: viewer, at: now),
                    !found.contains(where: { $0.listing.plate.key == listing.plate.key })
                else { return }
                found.append((listing.visible(to: viewer, at: now, rules, areas), difference))
            }
        }
        found.sort { left, right in
            let leftRank = SimilarRank(left.difference, of: left.listing.plate.key, askedFor: key)
            let rightRank = SimilarRank(right.difference, of: right.listing.plate.key, askedFor: key)
            return leftRank != rightRank ? leftRank < rightRank : Self.precedes(left.listing, right.listing)
        }
        return Array(found.prefix(Self.similarMax))
    }

    /// The surest first, then by plate.
    private static func precedes(_ left: VisibleListing, _ right: VisibleListing) -> Bool {
        left.status != right.status ? left.status > right.status : left.plate.key < right.plate.key
    }

    /// The tables that a viewer may probe.
    func tables(for viewer: Viewer) -> [ListingTable] { visibleTables[viewer.rawValue] }

    /// Prefetches memory for look-ups of these keys, so that each waits less.
    package func prefetch(_ keys: [PlateKey], as viewer: Viewer) {
        for table in tables(for: viewer) { table.prefetch(keys) }
    }

    /// Runs `look` on a viewer's tables, and again if a listing moved meanwhile: it may have been missed in both tables.
    func whileNothingMoves<Found>(for viewer: Viewer, _ look: () -> Found) -> Found {
        guard tables(for: viewer).count > 1 else { return look() }
        for _ in 1..<Self.looksMax {
            let before = moves.load(ordering: .acquiring)
            let found = look()
            if moves.load(ordering: .acquiring) == before { return found }
        }
        return look()
    }

    func whileNothingMoves<Found>(for viewer: Viewer, _ look: () async -> Found) async -> Found {
        guard tables(for: viewer).count > 1 else { return await look() }
        for _ in 1..<Self.looksMax {
            let before = moves.load(ordering: .acquiring)
            let found = await look()
            if moves.load(ordering: .acquiring) == before { return found }
        }
        return await look()
    }

    /// Bounded: under a stream of verdicts something always moves, but hardly the same plate each time.
    private static let looksMax = 4

    var all: [ListingTable] { [confirmed, membersOnly, moderatorsOnly] }

    /// The row of a plate's record, from any table; for the ledger.
    func rowID(of key: PlateKey) -> RowID? {
        all.lazy.compactMap { $0[key]?.rowID }.first
    }

    func table(for listing: Listing) -> ListingTable {
        if listing.status == .confirmed { return confirmed }
        return listing.clearedOn == nil && rules.lowestViewer(of: listing.status) == .moderator ? moderatorsOnly : membersOnly
    }

    /// Whether a listing may be shown now, even if aging is late.
    func shows(_ listing: Listing, to viewer: Viewer, at now: Instant) -> Bool {
        now < listing.ends && (listing.clearedOn != nil || viewer >= rules.lowestViewer(of: listing.status))
    }

    // MARK: The ledger's side

    /// Moves a record to the table of its status. Returns whether a table holds it now.
    ///
    /// A reader finds a moving record in one table or both; if in none, it notices the move and looks again.
    @discardableResult
    func publish(_ record: PlateRecord?, key: PlateKey, at now: Instant) -> Bool {
        let listing = record.flatMap { Listing($0, at: now, rules) }
        let home = listing.map { table(for: $0) }
        if let listing, let home {
            home.set(listing)
        }
        for table in all where table !== home && table.holds(key) {
            moves.wrappingAdd(1, ordering: .acquiringAndReleasing)
            table.remove(key)
        }
        return home != nil
    }

    /// The number of listings, including recently cleared ones.
    var count: Int { all.reduce(0) { $0 + $1.count } }

    var indexBytes: Int { all.reduce(0) { $0 + $1.indexBytes } }
    var listingBytes: Int { all.reduce(0) { $0 + $1.listingBytes } }
}
