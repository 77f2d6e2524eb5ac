package import Vocabulary

extension PurgeStatus {
    func holds(_ record: PlateRecord) -> Bool {
        switch self {
        case .watched: record.status == .watched && record.clearedOn == nil
        case .suspected: record.status == .suspected
        case .confirmed: record.status == .confirmed
        case .cleared: record.clearedOn != nil
        }
    }
}

/// Why something of a plate that a purge selects stays.
package enum StayReason: String, CaseIterable, Sendable {
    /// Sightings or voices are newer than the age.
    case newer
    /// Of a sighting only the week is known, and the week is older in part.
    case week
    /// Sightings are in other areas.
    case otherArea = "other-area"
    /// Voices stay that the purge does not select: an area selects none, an age none without a day.
    case voices
    /// A named plate has another status.
    case status
}

/// What a purge erases of a plate that it selected. A function of the record alone: to apply it twice, or late, is the same.
package struct Purge: Hashable, Sendable {
    /// Sightings in this area alone; nil for all.
    package var area: AreaNumber?
    /// Sightings, and without an area voices, that are wholly of this day and before; nil for all.
    package var upTo: Day?
    /// Plates of this status alone.
    package var status: PurgeStatus?
    /// Whether plates were named.
    package var isNamed: Bool

    package init(area: AreaNumber? = nil, upTo: Day? = nil, status: PurgeStatus? = nil, isNamed: Bool = false) {
        self.area = area
        self.upTo = upTo
        self.status = status
        self.isNamed = isNamed
    }

    /// Whether it takes plates whole, and not their rows by area or age.
    var takesWhole: Bool { area == nil && upTo == nil }
    /// A purge by age alone is the registry's own ageing done early: it needs no second moderator.
    var isByAgeAlone: Bool { upTo != nil && area == nil && status == nil && !isNamed }

    /// What a purge was previewed at: nothing newer is touched.
    struct Bound: Hashable, Sendable {
        /// Rows that began after it stay.
        var commit: CommitNumber
        /// Of a purge of whole plates, those on which somebody decided after it stay.
        var decision: DecisionID
        /// A row counts as old as it was then, so that what has coarsened since is judged alike.
        var madeAt: Instant
    }

    /// Whether somebody decided on a record after the purge was previewed, so that it is left alone.
    func spares(_ record: PlateRecord, _ decision: DecisionID) -> Bool {
        (takesWhole || status != nil || isNamed) && record.version > decision
    }

    /// Takes out of a record what the purge selects; nil where nothing is left.
    func applied(to record: PlateRecord, _ bound: Bound, _ rules: Rules) -> PlateRecord? {
        if spares(record, bound.decision) { return record }
        var left = record
        func isTaken(_ sighting: Sighting) -> Bool {
            guard sighting.commit <= bound.commit, area.map({ $0 == sighting.area }) ?? true else { return false }
            guard let upTo, let period = rules.aged(sighting.period, at: bound.madeAt) else { return true }
            return rules.days(of: period).upperBound <= upTo
        }
        left.sightings.removeAll(where: isTaken)
        for index in left.undoRecords.indices { left.undoRecords[index].sightings.removeAll(where: isTaken) }
        if area == nil {
            // After a restart a voice's commit is not known any more, but its day is. Of the preview's own day all go: a purge is an erasure.
            func isNewer(_ voice: Voice) -> Bool {
                guard voice.lastReport.commit == 0, let day = voice.day else { return voice.lastReport.commit > bound.commit }
                return day > rules.day(of: bound.madeAt)
            }
            left.voices.removeAll { voice in
                guard !isNewer(voice) else { return false }
                guard let upTo else { return true }
                return voice.day.map { $0 <= upTo } ?? false
            }
        }
        if takesWhole { left.forgetStanding() }
        guard left != record else { return record }
        if left.sightings.isEmpty, left.voices.isEmpty, left.undoRecords.allSatisfy(\.sightings.isEmpty) { return nil }
        left.drawInDays(rules)
        return left
    }

    /// Why what is left of a record after this purge stays; empty where nothing is left.
    func stays(of left: PlateRecord?, _ bound: Bound, _ rules: Rules) -> Set<StayReason> {
        guard let left else { return [] }
        var reasons: Set<StayReason> = []
        for sighting in left.sightings + left.undoRecords.flatMap(\.sightings) {
            guard area.map({ $0 == sighting.area }) ?? true else {
                reasons.insert(.otherArea)
                continue
            }
            guard let upTo, let period = rules.aged(sighting.period, at: bound.madeAt) else { continue }
            reasons.insert(period.step == .week && rules.days(of: period).lowerBound <= upTo ? .week : .newer)
        }
        for voice in left.voices { reasons.insert(area == nil && voice.day != nil ? .newer : .voices) }
        return reasons
    }
}

extension PurgeStatus {
    init?(of record: PlateRecord) {
        guard let status = Self.allCases.first(where: { $0.holds(record) }) else { return nil }
        self = status
    }
}

extension PlateRecord {
    /// As a plate that was reported for the first time.
    fileprivate mutating func forgetStanding() {
        status = .watched
        confirmedOn = nil
        confirmedSigns = []
        clearedOn = nil
        isQueued = false
        vouchedDay = nil
        undoRecords = []
    }

    /// Draws the first and the last day in to what is left of sightings and voices; what was erased shows in neither.
    mutating func drawInDays(_ rules: Rules) {
        let spans = spans(rules)
        guard let earliest = spans.map(\.lowerBound).min(), let latest = spans.map(\.upperBound).max() else { return }
        firstDay = min(max(firstDay, earliest), lastDay)
        lastDay = max(firstDay, min(lastDay, latest))
        vouchedDay = vouchedDay.map { min($0, lastDay) }
    }

    /// The days that sightings and voices speak of.
    func spans(_ rules: Rules) -> [ClosedRange<Day>] {
        let all = sightings + undoRecords.flatMap(\.sightings)
        return voices.compactMap { $0.day.map { $0...$0 } } + all.map { rules.days(of: $0.period) }
    }
}

extension Rules {
    /// The days that a period may mean.
    func days(of period: Period) -> ClosedRange<Day> {
        switch period.step {
        case .slot:
            let day = day(of: Instant(seconds: Int64(period.number) * 60))
            return day...day
        case .day:
            return Day(number: period.number)...Day(number: period.number)
        case .week:
            let first = Day.firstDay(ofWeek: period.number)
            return first...(first + 6)
        }
    }
}
