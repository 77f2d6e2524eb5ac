import PlateIndex
import Plates
import Seal
import Vocabulary

/// All records in memory, the index of those that no reader can see, and the expiry queue.
///
/// A class, so that other components read it without copies. Only the ledger owns it. It changes only in ``apply(_:)``, except for records
/// that a pass takes from the expiry queue and must return.
final class PlateRegistry {
    let rules: Rules
    let keys: SealKeys
    let listings: Listings
    /// By row ID.
    private(set) var records: [PlateRecord?]
    /// The third table: row IDs by key of all plates that the readers' tables do not hold.
    let watched = PlateTable()
    private(set) var expiryQueue = ExpiryQueue()
    /// Purges under way, nearly always none: records are read without the rows that these erase.
    private var purges: [RunningPurge]

    init(_ records: consuming [PlateRecord?], listings: Listings, purges: [RunningPurge], rules: Rules, keys: SealKeys) {
        self.records = records
        self.listings = listings
        self.purges = purges
        self.rules = rules
        self.keys = keys
    }

    /// Fills the tables from the records, at a start.
    ///
    /// - Returns: the waiting plates, and the records that may be misreadings.
    /// - Throws: `corrupt` if two records have the same plate.
    func fillTables(at now: Instant) throws(StoreError) -> (
        waiting: [(key: PlateKey, waiting: WaitingPlates.Entry)], maybeMisread: [PlateRecord]
    ) {
        let opening = OpeningTables(records, listings, purges: purges, at: now)
        try opening.fill(listings, watched: watched)
        expiryQueue = ExpiryQueue(opening.dues, count: records.count)
        return (opening.waiting, opening.maybeMisread)
    }

    // MARK: Reading

    /// How many plates are stored.
    var count: Int { watched.count + listings.count }

    /// The row ID of a plate's record.
    func rowID(of key: PlateKey) -> RowID? { watched[key].map(RowID.init) ?? listings.rowID(of: key) }

    subscript(rowID: RowID) -> PlateRecord? { records[safe: rowID.index] ?? nil }

    func stored(_ key: PlateKey) -> PlateRecord? { rowID(of: key).flatMap { self[$0] } }

    /// A proposal's record; nil if its row is empty or holds another plate.
    func stored(_ plate: ProposalPlate) -> PlateRecord? { self[plate.rowID].flatMap { $0.id == plate.id ? $0 : nil } }

    /// A record as of now: purged by the purges under way, then aged; nil if nothing is left.
    func aged(_ record: PlateRecord, at now: Instant) -> PlateRecord? { record.aged(at: now, rules, after: purges) }

    /// A plate's stored record as of now.
    func agedRecord(of key: PlateKey, at now: Instant) -> PlateRecord? { loaded(key, at: now).aged }

    /// A plate's stored record, and the record as of now.
    func loaded(_ key: PlateKey, at now: Instant) -> (stored: PlateRecord?, aged: PlateRecord?) {
        let record = stored(key)
        return (record, record.flatMap { aged($0, at: now) })
    }

    /// The draft's working copy of a plate's record, aged.
    func record(_ key: PlateKey, in draft: Draft) -> PlateRecord? {
        draft.records.record(key) { agedRecord(of: key, at: draft.now) }
    }

    // MARK: Deciding

    func set(_ record: PlateRecord?, for key: PlateKey, into draft: inout Draft) {
        draft.records.set(record, for: key) { stored(key) }
    }

    /// Ages records that are due.
    ///
    /// - Returns: how many of them change.
    func decideAgeing(of due: [RowID], into draft: inout Draft) -> Int {
        draft.records.due = due
        var changed = 0
        for rowID in due {
            guard let stored = self[rowID] else { continue }
            let key = stored.plate.key
            let aged = record(key, in: draft)
            guard aged != stored else {
                // Its listing may have changed without its rows: a mute or the time of `cleared_on` is over.
                draft.records.timed.append(rowID)
                continue
            }
            set(aged, for: key, into: &draft)
            // Not rows that merged into a coarser one: counting them would reveal whether a reported plate is stored.
            draft.counters.agedSightings += Int64(stored.sightings.count { rules.aged($0.period, at: draft.now) == nil })
            if aged == nil { draft.counters.agedPlates += 1 }
            changed += 1
        }
        return changed
    }

    /// Takes due records for a pass to age. ``apply(_:)`` returns them, or ``putBack(_:)`` if the pass fails.
    func takeDue(by now: Instant, limit: Int) -> [RowID] { expiryQueue.takeDue(by: now, limit: limit) }

    func putBack(_ due: [RowID]) {
        for rowID in due { expiryQueue.putBack(rowID) }
    }

    // MARK: Applying

    func apply(_ committed: CommitPlan) {
        let (draft, now) = (committed.draft, committed.draft.now)
        let ended = draft.bulkWork.erasedProposals.map(\.id)
        if !ended.isEmpty { purges.removeAll { ended.contains($0.proposal.id) } }
        for proposal in draft.bulkWork.proposals.values {
            guard let purge = RunningPurge(proposal), !purges.contains(where: { $0.proposal.id == proposal.id }) else { continue }
            purges.append(purge)
        }
        for touched in draft.records.touched where touched.isChanged {
            if let after = touched.after {
                while records.count <= after.rowID.index { records.append(nil) }
                records[after.rowID.index] = after
                show(after, aged: after, at: now)
                expiryQueue.schedule(after.rowID, due: after.due(at: now, rules))
            } else if let before = touched.before {
                listings.publish(nil, key: touched.key, at: now)
                watched.remove(touched.key)
                records[before.rowID.index] = nil
            }
        }
        for rowID in draft.records.timed { if let stored = self[rowID] { show(stored, aged: aged(stored, at: now), at: now) } }
        for rowID in draft.records.due { expiryQueue.finish(rowID, due: self[rowID]?.due(at: now, rules) ?? .distantFuture) }
    }

    /// Hides the rows that a purge under way takes from a plate.
    ///
    /// - Returns: the stored record, and the rest of it.
    func hide(_ plate: ProposalPlate, at now: Instant) -> (stored: PlateRecord, aged: PlateRecord?)? {
        guard let stored = stored(plate) else { return nil }
        let left = aged(stored, at: now)
        show(stored, aged: left, at: now)
        return (stored, left)
    }

    /// Puts a record into the table of its status.
    private func show(_ stored: PlateRecord, aged: PlateRecord?, at now: Instant) {
        let key = stored.plate.key
        if listings.publish(aged, key: key, at: now) {
            watched.remove(key)
        } else {
            watched.set(stored.rowID.rawValue, for: key)
        }
    }
}
