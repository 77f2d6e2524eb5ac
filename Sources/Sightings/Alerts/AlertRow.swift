package import Seal
package import Vocabulary

/// A stored alert, for as long as it may have to be corrected.
///
/// It names its plate as long as it holds. After that, it names no plate, and its correction is due.
package struct AlertRow: TableRow, Hashable, Sendable {
    package var rowID: RowID
    /// 0 once its correction is due.
    package var plate: PlateID
    /// The alert's own ID.
    package var id: Digest128
    /// nil unless the alert carried the plate.
    package var sealed: SealedPlate?
    package var event: AlertEvent
    /// nil for a plate that became confirmed.
    package var area: AreaNumber?
    /// A slot, and later its day.
    package var period: Period
    package var vehicle: Vehicle
    /// The numbers of the outputs that it went to; once its correction is due, only of those that do not have the correction yet.
    package var outputs: [UInt32]

    package init(
        rowID: RowID = 0, plate: PlateID, id: Digest128, sealed: SealedPlate?, event: AlertEvent, area: AreaNumber?, period: Period,
        vehicle: Vehicle, outputs: [UInt32]
    ) {
        self.rowID = rowID
        self.plate = plate
        self.id = id
        self.sealed = sealed
        self.event = event
        self.area = area
        self.period = period
        self.vehicle = vehicle
        self.outputs = outputs
    }

    package var isOwed: Bool { plate == 0 }
}

extension AlertRow {
    /// The days on which an alert can be corrected: its own and the next, so always for 24 hours.
    private static let standingDays = 2
    /// The days on which its correction may be due: no row keeps an area and a day longer.
    private static let owedDays = 7

    /// The row as aged by now, on the ladder of the sightings: its slot becomes a day. nil if it is over.
    func aged(at now: Instant, _ rules: Rules) -> AlertRow? {
        let day = rules.days(of: period).lowerBound
        guard now < rules.start(of: day + (isOwed ? Self.owedDays : Self.standingDays)) else { return nil }
        var aged = self
        if period.step == .slot, rules.due(period) <= now, let coarser = rules.coarser(period) { aged.period = coarser }
        return aged
    }

    /// Whether it still holds: its plate is confirmed, and has the sighting, however coarse by now.
    ///
    /// - Parameter record: the plate's record as aged by now; nil if it is gone.
    func stands(on record: PlateRecord?, at now: Instant, _ rules: Rules) -> Bool {
        guard let record, record.id == plate, record.status == .confirmed else { return false }
        // A sighting that aged out was not erased.
        guard event == .seen, let expected = rules.aged(period, at: now) else { return true }
        return record.sightings.contains { $0.area == area && $0.period == expected }
    }
}

/// An output that a moderator holds back.
package struct AlertHold: TableRow, Hashable, Sendable {
    package var rowID: RowID
    /// The output's number.
    package var output: UInt32
    package var actor: AuditActor
    package var day: Day

    package init(rowID: RowID = 0, output: UInt32, actor: AuditActor, day: Day) {
        self.rowID = rowID
        self.output = output
        self.actor = actor
        self.day = day
    }
}
