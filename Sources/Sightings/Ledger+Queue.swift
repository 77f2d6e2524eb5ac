import PlateIndex
package import Plates
package import Vocabulary

/// A plate one confusable character away that was seen in the same area on the same day.
package struct Misread: Sendable {
    package let plate: Plate
    package let status: Status
    package let area: AreaID
    package let day: Day
}

/// All that a decision on one plate needs.
package struct ReviewRow: Sendable {
    package let record: PlateRecord
    /// To be sent back with a verdict.
    package let version: Int64
    package let reason: QueueReason?
    package let misreads: [Misread]
    package let skippedBy: [AuditActor]
}

/// What the queue is filtered by; every part that is set must hold.
package struct QueueFilter: Hashable, Sendable {
    package var reason: QueueReason?
    package var status: Status?
    package var area: AreaNumber?

    package init(reason: QueueReason? = nil, status: Status? = nil, area: AreaNumber? = nil) {
        self.reason = reason
        self.status = status
        self.area = area
    }

    func holds(_ record: PlateRecord, _ reason: QueueReason) -> Bool {
        (self.reason.map { $0 == reason } ?? true) && (status.map { $0 == record.status } ?? true)
            && (area.map { area in record.sightings.contains { $0.area == area } } ?? true)
    }
}

extension Ledger {
    /// Where a page of the queue ended, to be sealed before it leaves the daemon.
    package struct QueuePosition: Hashable, Sendable {
        let position: ReviewQueue.Position

        /// 13 bytes.
        package var bytes: [UInt8] {
            [UInt8(QueueReason.allCases.firstIndex(of: position.reason)!)] + Listings.PagePosition(position.place).bytes
        }

        package init?(bytes: [UInt8]) {
            guard let first = bytes.first, Int(first) < QueueReason.allCases.count,
                let place = Listings.PagePosition(bytes: Array(bytes.dropFirst()))
            else { return nil }
            position = .init(reason: QueueReason.allCases[Int(first)], place: place.position)
        }

        init(_ position: ReviewQueue.Position) {
            self.position = position
        }
    }

    package struct QueuePage: Sendable {
        package var rows: [ReviewRow] = []
        package var next: QueuePosition?
        package var waiting = 0
        /// Rows that the asker has read today, these included.
        package var readToday = 0
    }

    /// A page of the queue, the riskiest first; what was read is written down before it is shown.
    ///
    /// Costs the page and what the filter passes over.
    package func queuePage(
        _ filter: QueueFilter, showsSkipped: Bool, after last: QueuePosition?, limit: Int, by actor: Actor
    ) async throws(LedgerError) -> QueuePage {
        guard actor.role >= .moderator else { throw .notAllowed }
        try checkReading(by: actor)
        let now = clock.now()
        var page = QueuePage()
        var position = last?.position
        scanning: while true {
            let positions = queue.positions(after: position, limit: Self.queueSliceMax)
            for next in positions {
                guard page.rows.count < limit else {
                    page.next = position.map(QueuePosition.init)
                    break scanning
                }
                position = next
                guard let row = reviewRow(at: next, now), let reason = row.reason, filter.holds(row.record, reason),
                    showsSkipped || !row.skippedBy.contains(actor.name)
                else { continue }
                page.rows.append(row)
            }
            guard positions.count == Self.queueSliceMax else { break }
            await Task.yield()
        }
        page.waiting = queue.count
        page.readToday = try await noteRead(page.rows.count, by: actor)
        return page
    }

    /// How many places of the queue are looked at before others have their turn.
    private static var queueSliceMax: Int { 512 }

    /// The row at a position; nil where the plate has gone. A plate whose reason has changed with time moves to where it belongs now.
    private func reviewRow(at position: ReviewQueue.Position, _ now: Instant) -> ReviewRow? {
        guard let record = settledRecord(of: position.place.key, at: now) else { return nil }
        let row = reviewRow(of: record, now)
        guard let reason = row.reason, reason != position.reason else { return row }
        requeue(record, at: now)
        // It comes again, farther back.
        return reason > position.reason ? nil : row
    }

    func reviewRow(of record: PlateRecord, _ now: Instant) -> ReviewRow {
        let today = rules.day(of: now)
        let misreads = misreads(of: record, at: now)
        return ReviewRow(
            record: record, version: version(of: record.plate.key, at: now),
            reason: record.queueReason(on: today, rules, isMisread: !misreads.isEmpty), misreads: misreads,
            skippedBy: skips[record.place, default: []].filter { now < $0.at.adding(hours: Self.skipHours) }.map(\.actor))
    }

    private static var skipHours: Int { 24 }

    /// The plates that a record may be a misreading of, or that may be one of it.
    private func misreads(of record: PlateRecord, at now: Instant) -> [Misread] {
        var found: [Misread] = []
        record.plate.key.forEachConfusable { key in
            guard found.count < Self.misreadsMax, let other = settledRecord(of: key, at: now),
                let meeting = record.meets(other, rules), let area = listings.areas.id(meeting.area)
            else { return }
            found.append(Misread(plate: other.plate, status: other.status, area: area, day: meeting.day))
        }
        return found
    }

    private static var misreadsMax: Int { 5 }

    /// Rows of single plates: of every issuer where the key names none. What was read is written down before it is shown.
    package func reviewRows(of keys: [PlateKey], by actor: Actor) async throws(LedgerError) -> (rows: [[ReviewRow]], readToday: Int) {
        guard actor.role >= .moderator else { throw .notAllowed }
        try checkReading(by: actor)
        let now = clock.now()
        let rows = keys.map { key in
            keysOfAllIssuers(of: key).sorted().compactMap { settledRecord(of: $0, at: now) }
                .filter { !isHidden($0) }.map { reviewRow(of: $0, now) }
        }
        // Of a plate that is not kept just that is learnt.
        return (rows, try await noteRead(rows.reduce(0) { $0 + max(1, $1.count) }, by: actor))
    }

    /// A protected plate's row is kept only so that the protection can be undone, or lifted where there is another one.
    private func isHidden(_ record: PlateRecord) -> Bool {
        guard isProtected(record.plate.key), record.sightings.isEmpty else { return false }
        return record.setAsides.last.map { $0.verdict != .protect && $0.verdict != .unprotect } ?? true
    }

    private func keysOfAllIssuers(of key: PlateKey) -> Set<PlateKey> {
        guard key.issuer == .unknown else { return [key] }
        var keys: Set<PlateKey> = []
        watched.forEachIssuer(of: key) { found, _ in keys.insert(found) }
        for table in listings.tables(for: .moderator) { table.forEachIssuer(of: key) { keys.insert($0.plate.key) } }
        return keys
    }

    /// Marks plates as passed over, for 24 hours and in memory only.
    package func skip(_ keys: [PlateKey], by actor: Actor) throws(LedgerError) {
        guard actor.role >= .moderator else { throw .notAllowed }
        let now = clock.now()
        for key in keys {
            // Whether it is kept is not for a mark to tell.
            guard let place = place(of: key) else { continue }
            skips[place] =
                skips[place, default: []].filter { $0.actor != actor.name && now < $0.at.adding(hours: Self.skipHours) }
                + [Skip(actor: actor.name, at: now)]
        }
    }

    // MARK: Reading

    private func checkReading(by actor: Actor) throws(LedgerError) {
        let now = clock.now()
        let today = rules.day(of: now)
        guard audit.rowsRead(by: actor.name, on: today) < Rules.rowsReadPerDay else {
            throw .readLimit(retryAfterSeconds: Int(rules.start(of: today + 1).seconds - now.seconds))
        }
    }

    /// Writes down that rows were read, or throws `readLimit`: then they must not be shown. Many at once cannot get past the day's bound.
    func noteRead(_ rows: Int, by actor: Actor) async throws(LedgerError) -> Int {
        if rows > 0 {
            try await change { (ledger, pass) -> Result<Void, LedgerError> in
                let noted = pass.notes.filter { $0.action == .read && $0.actor == actor.name }.reduce(0) { $0 + Int($1.count) }
                guard ledger.audit.rowsRead(by: actor.name, on: pass.today) + noted + rows <= Rules.rowsReadPerDay else {
                    return .failure(.readLimit(retryAfterSeconds: Int(ledger.rules.start(of: pass.today + 1).seconds - pass.now.seconds)))
                }
                ledger.note(.read, by: actor.name, count: rows, in: &pass)
                return .success(())
            }
        }
        return audit.rowsRead(by: actor.name, on: rules.day(of: clock.now()))
    }

    // MARK: Upkeep

    /// Puts a record where it belongs in the queue, and with it those that may be misreadings of it.
    func requeue(_ record: PlateRecord, at now: Instant) {
        enqueue(record, at: now)
        guard queue.count > 0, !record.sightings.isEmpty else { return }
        record.plate.key.forEachConfusable { key in
            guard queue.position(of: key)?.reason == .watched, let other = stored(key), other.meets(record, rules) != nil else { return }
            queue.set(position(.misread, other), for: key)
        }
    }

    /// Puts a record where it belongs in the queue, as what it may be a misreading of is known now.
    func enqueue(_ record: PlateRecord, at now: Instant) {
        let reason = record.queueReason(on: rules.day(of: now), rules, isMisread: !misreads(of: record, at: now).isEmpty)
        queue.set(reason.map { position($0, record) }, for: record.plate.key)
    }

    private func position(_ reason: QueueReason, _ record: PlateRecord) -> ReviewQueue.Position {
        .init(reason: reason, place: .init(day: record.lastDay, key: record.plate.key))
    }

    func dequeue(_ key: PlateKey, _ place: RowPlace) {
        queue.set(nil, for: key)
        skips[place] = nil
    }
}
