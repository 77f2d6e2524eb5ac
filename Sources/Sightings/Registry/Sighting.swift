/// The number of a durable transaction; grows by one each.
package typealias CommitNumber = Int64

/// A plate was seen in an area in a period; repeats of it are duplicates.
package struct Sighting: TableRow, Hashable, Sendable {
    package var rowID: RowID
    package var area: AreaNumber
    package var period: Period
    /// The number of its reports; a coarsened one has its parts' sum.
    package var reports: UInt32
    /// The commit of its first report; a coarsened one has the lowest of its parts'.
    package var commit: CommitNumber
    /// How many distinct trusted tokens reported it, 0 to ``trustedMax``; a coarsened one has the maximum of its parts.
    ///
    /// A moderator's report counts as ``trustedMax``. It never grows beyond that, so it reveals to nobody how many there were.
    package var trusted: UInt8
    /// Whether a moderator confirmed the plate after this sighting.
    package var isConfirmed: Bool

    /// With this many trusted tokens a sighting is shown below moderator.
    package static let trustedMax: UInt8 = 2

    package init(
        rowID: RowID = 0, area: AreaNumber, period: Period, reports: UInt32, commit: CommitNumber, trusted: UInt8 = 0,
        isConfirmed: Bool = false
    ) {
        self.rowID = rowID
        self.area = area
        self.period = period
        self.reports = reports
        self.commit = commit
        self.trusted = trusted
        self.isConfirmed = isConfirmed
    }

    /// Whether two trusted tokens or a moderator support it, so that it may be shown below moderator.
    package var isVouchedFor: Bool { isConfirmed || trusted >= Self.trustedMax }
}

/// An area's number in the database; a dropped area keeps its number.
package typealias AreaNumber = UInt16

extension [Sighting] {
    /// Counts a report in the sighting of an area and period, or makes it.
    ///
    /// - Parameter trusted: how many trusted tokens the report adds.
    /// - Returns: how many of them were counted; fewer if ``Sighting/trustedMax`` is reached.
    mutating func add(area: AreaNumber, period: Period, commit: CommitNumber, trusted: UInt8) -> UInt8 {
        guard let index = firstIndex(where: { $0.area == area && $0.period == period }) else {
            let counted = Swift.min(trusted, Sighting.trustedMax)
            append(Sighting(area: area, period: period, reports: 1, commit: commit, trusted: counted))
            return counted
        }
        let counted = Swift.min(trusted, Sighting.trustedMax - self[index].trusted)
        self[index].reports &+= 1
        self[index].commit = Swift.min(self[index].commit, commit)
        self[index].trusted += counted
        return counted
    }

    /// Merges a row. Two rows of one area and period become one, with the sum of their reports and the maximum of their trusted tokens,
    /// since both may count the same token.
    mutating func merge(_ row: Sighting) {
        guard let index = firstIndex(where: { $0.area == row.area && $0.period == row.period }) else { return append(row) }
        self[index].reports &+= row.reports
        self[index].commit = Swift.min(self[index].commit, row.commit)
        self[index].trusted = Swift.max(self[index].trusted, row.trusted)
        self[index].isConfirmed = self[index].isConfirmed || row.isConfirmed
    }

    /// Each sighting at the step that its age allows; those of one area and period become one row.
    package func aged(to now: Instant, _ rules: Rules) -> [Sighting] {
        guard contains(where: { rules.due($0.period) <= now }) else { return self }
        var kept: [Sighting] = []
        for sighting in self {
            guard let period = rules.aged(sighting.period, at: now) else { continue }
            var coarsened = sighting
            coarsened.period = period
            kept.merge(coarsened)
        }
        return kept
    }
}
