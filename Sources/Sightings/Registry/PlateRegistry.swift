import PlateIndex
import Plates
import Seal
import Vocabulary

/// What is stored of plates, in memory: every record, the index of those that no reader sees, and when each is next due.
///
/// A class, so that the other components read it without copies. The ledger alone has it, and it changes in ``apply(_:)`` alone, but for the records
/// that a pass takes from the expiry queue and must bring back.
final class PlateRegistry {
    let rules: Rules
    let keys: SealKeys
    let listings: Listings
    /// By row ID.
    private(set) var records: [PlateRecord?]
    /// The third table: every plate that the readers' two do not hold, key to row ID.
    let watched = PlateTable()
    private(set) var expiryQueue = ExpiryQueue()
    /// Purges that are under way, nearly always none: a record is read without what they take.
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
    /// - Returns: the plates that wait for a moderator, and those of them that may be misreadings, which is known once all are in the tables.
    /// - Throws: `corrupt` where two records are of one plate.
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

    /// Where a plate's record is.
    func rowID(of key: PlateKey) -> RowID? { watched[key].map(RowID.init) ?? listings.rowID(of: key) }

    subscript(rowID: RowID) -> PlateRecord? { records[safe: rowID.index] ?? nil }

    /// The stored record of a plate.
    func stored(_ key: PlateKey) -> PlateRecord? { rowID(of: key).flatMap { self[$0] } }

    /// The record that a proposal means; nil where its row holds another, or nothing.
    func stored(_ plate: ProposalPlate) -> PlateRecord? { self[plate.rowID].flatMap { $0.id == plate.id ? $0 : nil } }

    /// A record as it has become by now: purged, as far as a purge is under way that took it, then aged; nil where nothing is left.
    func aged(_ record: PlateRecord, at now: Instant) -> PlateRecord? { record.aged(at: now, rules, after: purges) }

    /// A plate's stored record as it has become by now.
    func agedRecord(of key: PlateKey, at now: Instant) -> PlateRecord? { loaded(key, at: now).aged }

    /// A plate's stored record, and as it has become by now.
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
                // Not its rows but what is shown of it may have changed: a mute or the time of `cleared_on` is over.
                draft.records.timed.append(rowID)
                continue
            }
            set(aged, for: key, into: &draft)
            // Not what merged into a coarser row: that would tell a reporter whether its plate is kept.
            draft.counters.agedSightings += Int64(stored.sightings.count { rules.aged($0.period, at: draft.now) == nil })
            if aged == nil { draft.counters.agedPlates += 1 }
            changed += 1
        }
        return changed
    }

    /// Takes what is due for a pass to age. ``apply(_:)`` brings it back, or ``putBack(_:)`` where the pass fails.
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

    /// Lets no answer show any more what a purge under way takes from a plate.
    ///
    /// - Returns: the stored record, and what is left of it.
    func hide(_ plate: ProposalPlate, at now: Instant) -> (stored: PlateRecord, aged: PlateRecord?)? {
        guard let stored = stored(plate) else { return nil }
        let left = aged(stored, at: now)
        show(stored, aged: left, at: now)
        return (stored, left)
    }

    /// Puts a record into the one of the three tables that its status names.
    private func show(_ stored: PlateRecord, aged: PlateRecord?, at now: Instant) {
        let key = stored.plate.key
        if listings.publish(aged, key: key, at: now) {
            watched.remove(key)
        } else {
            watched.set(stored.rowID.rawValue, for: key)
        }
    }
}
