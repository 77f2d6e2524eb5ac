import PlateIndex
import Plates
import Vocabulary

/// The tables that a start builds from the records: listings, due times, and waiting plates.
struct OpeningTables: Sendable {
    fileprivate struct Part: Sendable {
        /// By the index of their table in ``Listings/all``.
        var listings: [[Listing]] = [[], [], []]
        /// Records that no reader can see.
        var watched: [(rowID: RowID, key: PlateKey)] = []
        var dues: [(rowID: RowID, due: Instant)] = []
        var waiting: [(key: PlateKey, waiting: WaitingPlates.Entry)] = []
        var maybeMisread: [PlateRecord] = []
    }

    private var parts: [Part] = []

    /// About 1.5 µs a plate, shared among the processors.
    init(_ records: [PlateRecord?], _ listings: Listings, purges: [RunningPurge], at now: Instant) {
        parts = ParallelWork.map(records.count) { range in
            var part = Part()
            for case let record? in records[range] { part.add(record, listings, purges, now) }
            return part
        }
    }

    /// When each record is next due.
    var dues: [(rowID: RowID, due: Instant)] { parts.flatMap(\.dues) }
    /// The waiting plates, with the reasons that do not depend on other plates.
    var waiting: [(key: PlateKey, waiting: WaitingPlates.Entry)] { parts.flatMap(\.waiting) }
    /// Records that may be misreadings; decided once all records are in the tables.
    var maybeMisread: [PlateRecord] { parts.flatMap(\.maybeMisread) }

    /// Fills the tables at a start, each on its own thread.
    ///
    /// - Throws: `corrupt` if two records have the same plate.
    func fill(_ listings: Listings, watched table: PlateTable) throws(StoreError) {
        let fillings = listings.all.enumerated().map { index, home in
            { @Sendable in home.fill(parts.map { $0.listings[index] }) }
        }
        let filling = { @Sendable in
            table.reserve(parts.reduce(0) { $0 + $1.watched.count })
            for part in parts {
                for (rowID, key) in part.watched { table.set(rowID.rawValue, for: key) }
            }
        }
        ParallelWork.together(fillings + [filling])
        guard !holdsPlateTwice(listings, watched: table) else { throw .corrupt }
    }

    private func holdsPlateTwice(_ tables: Listings, watched table: PlateTable) -> Bool {
        let isShort = tables.all.indices.contains { index in
            tables.all[index].count < parts.reduce(0) { $0 + $1.listings[index].count }
        }
        if isShort || table.count < parts.reduce(0, { $0 + $1.watched.count }) { return true }
        // Each table holds a plate once, and no plate is in two tables.
        return ParallelWork.map(parts.count) { range in
            parts[range].contains { part in
                part.watched.contains { tables.rowID(of: $0.key) != nil }
                    || tables.all.indices.dropFirst().contains { index in
                        part.listings[index].contains { listing in tables.all[..<index].contains { $0[listing.plate.key] != nil } }
                    }
            }
        }.contains(true)
    }
}

extension OpeningTables.Part {
    /// Shown as aged but kept as stored, so that aging erases overdue rows.
    fileprivate mutating func add(_ record: PlateRecord, _ tables: Listings, _ purges: [RunningPurge], _ now: Instant) {
        let rules = tables.rules
        let aged = record.aged(at: now, rules, after: purges)
        if let listing = aged.flatMap({ Listing($0, at: now, rules) }) {
            let home = tables.table(for: listing)
            for (index, table) in tables.all.enumerated() where table === home { listings[index].append(listing) }
        } else {
            watched.append((record.rowID, record.plate.key))
        }
        let due = record.due(at: now, rules)
        if due < .distantFuture { dues.append((record.rowID, due)) }
        guard let aged else { return }
        let reasons = aged.queueReasons(on: rules.day(of: now), rules, isMisread: false)
        guard let entry = WaitingPlates.Entry(reasons, day: aged.lastDay) else { return }
        waiting.append((aged.plate.key, entry))
        if !aged.sightings.isEmpty { maybeMisread.append(aged) }
    }
}
