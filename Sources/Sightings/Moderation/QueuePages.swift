import PlateIndex
package import Plates
package import Vocabulary

extension Ledger {
    /// The end of a page of the queue; it is sealed before it leaves the daemon.
    package struct QueuePosition: Hashable, Sendable {
        let position: WaitingPlates.Position

        /// 13 bytes.
        package var bytes: [UInt8] {
            [position.reason.number] + Listings.PagePosition(position.order).bytes
        }

        package init?(bytes: [UInt8]) {
            guard let reason = bytes.first.flatMap(QueueReason.init(number:)),
                let order = Listings.PagePosition(bytes: Array(bytes.dropFirst()))
            else { return nil }
            position = .init(reason: reason, order: order.position)
        }

        init(_ position: WaitingPlates.Position) {
            self.position = position
        }
    }

    package struct QueuePage: Sendable {
        package var rows: [ReviewRow] = []
        package var next: QueuePosition?
        /// How many plates fit the filter, including skipped ones.
        package var waiting = 0
        /// The same by reason; a plate counts under each reason that it has.
        package var byReason: [QueueReason: Int] = [:]
        /// Rows that the moderator read today, including these.
        package var readToday = 0
    }

    /// A page of the queue, the riskiest first; charges every plate that its rows name before it shows them.
    ///
    /// Costs the page, the rows that the filter skips, and a pass over the queue to count.
    package func queuePage(
        _ filter: QueueFilter, showsSkipped: Bool, after last: QueuePosition?, limit: Int, by actor: AuditedPrincipal
    ) async throws(LedgerError) -> QueuePage {
        guard actor.role >= .moderator else { throw .notAllowed }
        try checkReadQuota(of: actor)
        let now = clock.now()
        var page = QueuePage()
        var position = last?.position
        scanning: while true {
            let positions = reviewQueue.plates.positions(after: position, limit: Self.queueSliceMax)
            for next in positions {
                guard page.rows.count < limit else {
                    page.next = position.map(QueuePosition.init)
                    break scanning
                }
                position = next
                guard let row = reviewRow(at: next, now), filter.holds(row.record, row.reasons),
                    showsSkipped || !row.skips.contains(where: { $0.actor == actor.name })
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
        page.rows = completed(page.rows, at: now)
        page.readToday = try await chargeRead(Self.platesShown(by: page.rows), by: actor)
        return page
    }

    /// Plates of the queue that are examined before other work gets its turn.
    private static var queueSliceMax: Int { 512 }

    /// Calls `body` with each waiting plate that fits a filter, in the queue's order. Costs a pass over the queue, in slices.
    func forEachWaiting(_ filter: QueueFilter, at now: Instant, _ body: (PlateRecord, QueueReasons) -> Void) async {
        var position: WaitingPlates.Position?
        while true {
            let positions = reviewQueue.plates.positions(after: position, limit: Self.queueSliceMax)
            for next in positions {
                guard let record = registry.agedRecord(of: next.order.key, at: now) else { continue }
                let reasons = reviewQueue.reasons(of: record, at: now)
                if filter.holds(record, reasons) { body(record, reasons) }
            }
            guard positions.count == Self.queueSliceMax else { return }
            position = positions.last
            await Task.yield()
        }
    }

    /// The row at a position; nil if the plate is gone. Moves a plate whose reasons changed with time.
    private func reviewRow(at position: WaitingPlates.Position, _ now: Instant) -> ReviewRow? {
        guard let record = registry.agedRecord(of: position.order.key, at: now) else { return nil }
        let row = reviewRow(of: record, now)
        if row.reasons != reviewQueue.plates.reasons(of: position.order.key) { reviewQueue.update(record, registry, at: now) }
        guard let reason = row.reason else { return row }
        // It comes again later in the queue.
        return reason > position.reason ? nil : row
    }

    private func reviewRow(of record: PlateRecord, _ now: Instant) -> ReviewRow {
        let misreads = reviewQueue.misreads(of: record, registry, at: now, limit: Self.misreadsMax)
        return ReviewRow(
            record: record, version: decisions.version(of: record.plate.key, registry, at: now),
            reasons: reviewQueue.reasons(of: record, isMisread: !misreads.isEmpty, at: now), misreads: misreads,
            otherIssuers: otherIssuers(of: record.plate.key, at: now), skips: reviewQueue.skips(of: record, at: now),
            alerts: alerts.sent(about: record.id, at: now))
    }

    private static var misreadsMax: Int { 5 }

    /// The stored plates of the same characters under other issuers.
    private func otherIssuers(of key: PlateKey, at now: Instant) -> [PurgeImpact.Row] {
        keysOfAllIssuers(of: key.issued(by: .unknown)).subtracting([key]).sorted().lazy
            .filter { !self.isProtected($0) }.compactMap { self.registry.agedRecord(of: $0, at: now) }.prefix(Self.otherIssuersMax)
            .map { PurgeImpact.Row($0) }
    }

    private static var otherIssuersMax: Int { 5 }

    /// Rows of single plates, of every issuer if the key names none. Charges every plate that they name before it shows them.
    package func reviewRows(
        of keys: [PlateKey], by actor: AuditedPrincipal
    ) async throws(LedgerError) -> (rows: [[ReviewRow]], readToday: Int) {
        guard actor.role >= .moderator else { throw .notAllowed }
        try checkReadQuota(of: actor)
        let now = clock.now()
        let rows = keys.map { key in
            completed(
                keysOfAllIssuers(of: key).sorted().compactMap { registry.agedRecord(of: $0, at: now) }
                    .filter { !isHidden($0) }.map { reviewRow(of: $0, now) },
                at: now)
        }
        // For a plate that is not stored, the answer reveals only that.
        return (rows, try await chargeRead(Self.platesShown(by: rows.flatMap(\.self)) + rows.count(where: \.isEmpty), by: actor))
    }

    /// A protected plate's row is stored only to undo the protection, or to lift one of two.
    private func isHidden(_ record: PlateRecord) -> Bool {
        guard isProtected(record.plate.key), record.sightings.isEmpty else { return false }
        return record.undoRecords.last.map { $0.verdict != .protect && $0.verdict != .unprotect } ?? true
    }

    private func keysOfAllIssuers(of key: PlateKey) -> Set<PlateKey> {
        guard key.issuer == .unknown else { return [key] }
        var keys: Set<PlateKey> = []
        registry.watched.forEachIssuer(of: key) { found, _ in keys.insert(found) }
        for table in listings.tables(for: .moderator) { table.forEachIssuer(of: key) { keys.insert($0.plate.key) } }
        return keys
    }

    /// Marks plates as skipped, for 24 hours and in memory only.
    package func skip(_ keys: [PlateKey], _ reason: SkipReason, by actor: AuditedPrincipal) throws(LedgerError) {
        guard actor.role >= .moderator else { throw .notAllowed }
        let now = clock.now()
        // A mark must not reveal whether a plate is stored.
        for key in keys { if let rowID = registry.rowID(of: key) { reviewQueue.skip(rowID, reason, by: actor.name, at: now) } }
    }
}
