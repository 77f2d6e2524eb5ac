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

    init?(of record: PlateRecord) {
        guard let status = Self.allCases.first(where: { $0.holds(record) }) else { return nil }
        self = status
    }
}

/// Why a part of a selected plate stays.
package enum StayReason: String, CaseIterable, Sendable {
    /// Sightings or voices are newer than the age.
    case newer
    /// Only the sighting's week is known, and it is only partly older.
    case week
    /// Sightings are in other areas.
    case otherArea = "other-area"
    /// The purge does not select voices: an area selects none, an age none without a day.
    case voices
    /// A named plate has another status.
    case status
}

/// The data that a purge erases from a selected plate. Depends on the record only, so that applying it twice or late makes no difference.
package struct Purge: Hashable, Sendable {
    /// Only sightings in this area; nil for all.
    package var area: AreaNumber?
    /// Only sightings that are entirely up to this day, and without an area also such voices; nil for all.
    package var upTo: Day?
    /// Only plates of this status.
    package var status: PurgeStatus?
    /// Whether plates were named.
    package var isNamed: Bool

    package init(area: AreaNumber? = nil, upTo: Day? = nil, status: PurgeStatus? = nil, isNamed: Bool = false) {
        self.area = area
        self.upTo = upTo
        self.status = status
        self.isNamed = isNamed
    }

    /// Whether it erases whole plates instead of rows by area or age.
    var takesWhole: Bool { area == nil && upTo == nil }
    /// A purge by age only is early aging: it needs no second moderator.
    var isByAgeAlone: Bool { upTo != nil && area == nil && status == nil && !isNamed }

    /// The state that a purge was previewed at; newer rows stay.
    struct Bound: Hashable, Sendable {
        /// Rows that began after it stay.
        var commit: CommitNumber
        /// A purge of whole plates keeps those with a later decision.
        var decision: DecisionID
        /// Rows count as old as they were then, even if they coarsened since.
        var madeAt: Instant
    }

    /// Whether a record has a decision after the preview, so that it stays.
    func spares(_ record: PlateRecord, _ decision: DecisionID) -> Bool {
        (takesWhole || status != nil || isNamed) && record.version > decision
    }

    /// Removes the purge's selection from a record; nil if nothing is left.
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
            // A restart forgets a voice's commit but not its day. All voices of the preview's day are erased, to be safe.
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

    /// Why the rest of a record stays after this purge; empty if nothing is left.
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

extension PlateRecord {
    /// Resets the record to a newly reported plate's.
    fileprivate mutating func forgetStanding() {
        standing = PlateStanding()
        undoRecords = []
    }

    /// Narrows the first and last day to the remaining sightings and voices, so that erased ones do not show.
    mutating func drawInDays(_ rules: Rules) {
        let spans = spans(rules)
        guard let earliest = spans.map(\.lowerBound).min(), let latest = spans.map(\.upperBound).max() else { return }
        firstDay = min(max(firstDay, earliest), lastDay)
        lastDay = max(firstDay, min(lastDay, latest))
        vouchedDay = vouchedDay.map { min($0, lastDay) }
    }

    /// The days of sightings and voices.
    func spans(_ rules: Rules) -> [ClosedRange<Day>] {
        let all = sightings + undoRecords.flatMap(\.sightings)
        return voices.compactMap { $0.day.map { $0...$0 } } + all.map { rules.days(of: $0.period) }
    }
}

extension Rules {
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
