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
    package let version: DecisionID
    /// Every reason for which it waits; empty for a plate that does not.
    package let reasons: QueueReasons
    package let misreads: [Misread]
    /// The first plates of the same characters under other issuers.
    package let otherIssuers: [Extent.Row]
    package let skippedBy: [AuditActor]

    /// The riskiest of its reasons.
    package var reason: QueueReason? { reasons.first }
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

    /// - Parameter reasons: every reason that the plate has; with none it does not wait, and no filter holds.
    func holds(_ record: PlateRecord, _ reasons: QueueReasons) -> Bool {
        !reasons.isEmpty && (reason.map(reasons.contains) ?? true) && (status.map { $0 == record.status } ?? true)
            && (area.map { area in record.sightings.contains { $0.area == area } } ?? true)
    }
}

extension Ledger {
    /// Where a page of the queue ended, to be sealed before it leaves the daemon.
    package struct QueuePosition: Hashable, Sendable {
        let position: ReviewQueue.Position

        /// 13 bytes.
        package var bytes: [UInt8] {
            [position.reason.number] + Listings.PagePosition(position.place).bytes
        }

        package init?(bytes: [UInt8]) {
            guard let reason = bytes.first.flatMap(QueueReason.init(number:)),
                let place = Listings.PagePosition(bytes: Array(bytes.dropFirst()))
            else { return nil }
            position = .init(reason: reason, place: place.position)
        }

        init(_ position: ReviewQueue.Position) {
            self.position = position
        }
    }

    package struct QueuePage: Sendable {
        package var rows: [ReviewRow] = []
        package var next: QueuePosition?
        /// How many plates fit the filter, those that the asker skipped included.
        package var waiting = 0
        /// The same by reason; a plate counts under each reason that it has.
        package var byReason: [QueueReason: Int] = [:]
        /// Rows that the asker has read today, these included.
        package var readToday = 0
    }

    /// A page of the queue, the riskiest first; what was read is written down before it is shown.
    ///
    /// Costs the page, what the filter passes over, and a pass over the queue to count what fits.
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
                guard let row = reviewRow(at: next, now), filter.holds(row.record, row.reasons),
                    showsSkipped || !row.skippedBy.contains(actor.name)
                else { continue }
                page.rows.append(row)
            }
            guard positions.count == Self.queueSliceMax else { break }
            await Task.yield()
        }
        await forEachWaiting(filter, at: now) { _, reasons in
            page.waiting += 1
            for reason in reasons.list { page.byReason[reason, default: 0] += 1 }
        }
        page.readToday = try await noteRead(page.rows.count, by: actor)
        return page
    }

    /// How many places of the queue are looked at before others have their turn.
    private static var queueSliceMax: Int { 512 }

    /// Calls `body` with each plate that waits and fits a filter, in the queue's order. Costs a pass over the queue, in slices.
    func forEachWaiting(_ filter: QueueFilter, at now: Instant, _ body: (PlateRecord, QueueReasons) -> Void) async {
        let today = rules.day(of: now)
        var position: ReviewQueue.Position?
        while true {
            let positions = queue.positions(after: position, limit: Self.queueSliceMax)
            for next in positions {
                let key = next.place.key
                guard let record = settledRecord(of: key, at: now) else { continue }
                let reasons = record.queueReasons(on: today, rules, isMisread: queue.reasons(of: key).contains(.misread))
                if filter.holds(record, reasons) { body(record, reasons) }
            }
            guard positions.count == Self.queueSliceMax else { return }
            position = positions.last
            await Task.yield()
        }
    }

    /// The row at a position; nil where the plate has gone. A plate whose reasons have changed with time moves to where it belongs now.
    private func reviewRow(at position: ReviewQueue.Position, _ now: Instant) -> ReviewRow? {
        guard let record = settledRecord(of: position.place.key, at: now) else { return nil }
        let row = reviewRow(of: record, now)
        if row.reasons != queue.reasons(of: position.place.key) { requeue(record, at: now) }
        guard let reason = row.reason else { return row }
        // It comes again, farther back.
        return reason > position.reason ? nil : row
    }

    func reviewRow(of record: PlateRecord, _ now: Instant) -> ReviewRow {
        let today = rules.day(of: now)
        let misreads = misreads(of: record, at: now, limit: Self.misreadsMax)
        return ReviewRow(
            record: record, version: version(of: record.plate.key, at: now),
            reasons: record.queueReasons(on: today, rules, isMisread: !misreads.isEmpty), misreads: misreads,
            otherIssuers: otherIssuers(of: record.plate.key, at: now),
            skippedBy: skips[record.rowID, default: []].filter { now < $0.at.adding(hours: Self.skipHours) }.map(\.actor))
    }

    private static var skipHours: Int { 24 }

    /// The plates of the same characters under other issuers, as far as anything of them is kept.
    private func otherIssuers(of key: PlateKey, at now: Instant) -> [Extent.Row] {
        keysOfAllIssuers(of: key.issued(by: .unknown)).subtracting([key]).sorted().lazy
            .filter { !self.isProtected($0) }.compactMap { self.settledRecord(of: $0, at: now) }.prefix(Self.otherIssuersMax)
            .map { Extent.Row($0) }
    }

    private static var otherIssuersMax: Int { 5 }

    /// The plates that a record may be a misreading of, or that may be one of it.
    private func misreads(of record: PlateRecord, at now: Instant, limit: Int) -> [Misread] {
        guard !record.sightings.isEmpty else { return [] }
        var found: [Misread] = []
        record.plate.key.forEachConfusable { key in
            guard found.count < limit, let other = settledRecord(of: key, at: now),
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
                ledger.noteRead(rows, by: actor, in: &pass).map { .failure($0) } ?? .success(())
            }
        }
        return audit.rowsRead(by: actor.name, on: rules.day(of: clock.now()))
    }

    /// The same within a pass.
    ///
    /// - Returns: `readLimit` where the day's bound does not allow it; then nothing about the rows may be told.
    func noteRead(_ rows: Int, by actor: Actor, in pass: inout Pass) -> LedgerError? {
        guard rows > 0 else { return nil }
        let earlier = audit.rowsRead(by: actor.name, on: pass.today) + pass.rowsRead[actor.name, default: 0]
        // The operator's shell has no bound: it holds the seal key.
        guard actor == .shell || earlier + rows <= Rules.rowsReadPerDay else {
            return .readLimit(retryAfterSeconds: Int(rules.start(of: pass.today + 1).seconds - pass.now.seconds))
        }
        pass.rowsRead[actor.name, default: 0] += rows
        note(.read, by: actor.name, count: rows, in: &pass)
        return nil
    }

    // MARK: Upkeep

    /// Puts a record where it belongs in the queue, and with it those that may be misreadings of it.
    func requeue(_ record: PlateRecord, at now: Instant) {
        enqueue(record, at: now)
        requeueNeighbors(of: record.plate.key, record, at: now)
    }

    /// Gives plates one confusable character away the reason `misread`, or takes it from them.
    ///
    /// - Parameter record: nil for a plate of which nothing is left.
    private func requeueNeighbors(of key: PlateKey, _ record: PlateRecord?, at now: Instant) {
        guard queue.count > 0 else { return }
        key.forEachConfusable { neighbor in
            guard let waiting = queue[neighbor], let other = stored(neighbor) else { return }
            let meets = record.map { other.meets($0, rules) != nil } ?? false
            guard meets != waiting.reasons.contains(.misread) else { return }
            // Where the two no longer meet, the other may still be a misreading of a third one.
            if meets { markMisread(other) } else if let other = settled(other, at: now) { enqueue(other, at: now) }
        }
    }

    /// Puts a record where it belongs in the queue, as what it may be a misreading of is known now.
    private func enqueue(_ record: PlateRecord, at now: Instant) {
        let reasons = record.queueReasons(on: rules.day(of: now), rules, isMisread: isMisread(record, at: now))
        queue.set(ReviewQueue.Waiting(reasons, day: record.lastDay), for: record.plate.key)
    }

    func isMisread(_ record: PlateRecord, at now: Instant) -> Bool { !misreads(of: record, at: now, limit: 1).isEmpty }

    /// Adds that a plate that waits may be a misreading.
    func markMisread(_ record: PlateRecord) {
        let reasons = queue.reasons(of: record.plate.key).subtracting(QueueReasons(.watched)).union(QueueReasons(.misread))
        queue.set(ReviewQueue.Waiting(reasons, day: record.lastDay), for: record.plate.key)
    }

    func dequeue(_ key: PlateKey, _ place: RowID, at now: Instant) {
        queue.set(nil, for: key)
        skips[place] = nil
        requeueNeighbors(of: key, nil, at: now)
    }
}
