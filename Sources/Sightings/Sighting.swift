/// The number of a durable transaction; grows by one each.
package typealias CommitNumber = Int64

/// That a plate was seen in an area in a period; repeats of it are duplicates.
package struct Sighting: Placed, Hashable, Sendable {
    package var place: RowPlace
    package var area: AreaNumber
    package var period: Period
    /// How many reports it stands for; a coarsened one has its parts' sum.
    package var reports: UInt32
    /// The commit of its first report; a coarsened one has the lowest of its parts'.
    package var commit: CommitNumber

    package init(place: RowPlace = 0, area: AreaNumber, period: Period, reports: UInt32, commit: CommitNumber) {
        self.place = place
        self.area = area
        self.period = period
        self.reports = reports
        self.commit = commit
    }
}

/// What a database knows an area by; an area that the operator drops keeps its number.
package typealias AreaNumber = UInt16

extension [Sighting] {
    /// Adds reports to the sighting of an area and period, or makes it.
    package mutating func add(area: AreaNumber, period: Period, reports: UInt32, commit: CommitNumber) {
        if let index = firstIndex(where: { $0.area == area && $0.period == period }) {
            self[index].reports &+= reports
            self[index].commit = Swift.min(self[index].commit, commit)
        } else {
            append(Sighting(area: area, period: period, reports: reports, commit: commit))
        }
    }

    /// Each sighting at the step that its age allows; those of one area and period become one row.
    package func aged(to now: Instant, _ rules: Rules) -> [Sighting] {
        guard contains(where: { rules.due($0.period) <= now }) else { return self }
        var kept: [Sighting] = []
        for sighting in self {
            guard let period = rules.aged(sighting.period, at: now) else { continue }
            if let index = kept.firstIndex(where: { $0.area == sighting.area && $0.period == period }) {
                kept[index].reports &+= sighting.reports
                kept[index].commit = Swift.min(kept[index].commit, sighting.commit)
            } else {
                var coarsened = sighting
                coarsened.period = period
                kept.append(coarsened)
            }
        }
        return kept
    }
}
