package import Plates
package import Vocabulary

/// All that the registry holds of one plate: its row, its sightings and its voices.
///
/// A value: a pass works on copies, and the copies take the originals' place once they are on disk.
package struct PlateRecord: Hashable, Sendable {
    package var rowID: RowID
    /// Counts the plates that ever were; never used again.
    package var id: PlateID
    /// The plate, as it was typed last.
    package var plate: Plate
    package var status: Status
    package var firstDay: Day
    package var lastDay: Day
    /// The day that `confirmed` counts from, as far as the voices that still live do not move it; nil unless it is confirmed.
    package var confirmedOn: Day?
    /// The signs that the moderator gave with it.
    package var confirmedSigns: Signs
    /// When a moderator found it to be wrongly listed; nil once the hold is over.
    package var clearedOn: Day?
    /// Whether a moderator is asked to look at it although its voices alone would not ask.
    package var isQueued: Bool
    /// The last day that stays shown below moderator when the rows and voices behind it are gone: the record's own when a moderator confirmed it, or a
    /// later one that aged out since. nil for a watched plate.
    package var vouchedDay: Day?
    package var sightings: [Sighting]
    package var voices: [Voice]
    /// 0 or 1: a plate on which nobody decided, as nearly all are, pays one word for it.
    private var moderations: [Moderation] = []

    private struct Moderation: Hashable, Sendable {
        var review: Review?
        var setAsides: [SetAside] = []
    }

    /// The last decision; nil where nobody decided.
    package var review: Review? {
        get { moderations.first?.review }
        set { moderate { $0.review = newValue } }
    }

    /// What verdicts took that can still be undone, the last one last.
    package var setAsides: [SetAside] {
        get { moderations.first?.setAsides ?? [] }
        set { moderate { $0.setAsides = newValue } }
    }

    var isModerated: Bool { !moderations.isEmpty }

    private mutating func moderate(_ change: (inout Moderation) -> Void) {
        var moderation = moderations.first ?? Moderation()
        change(&moderation)
        moderations = moderation == Moderation() ? [] : [moderation]
    }

    package init(
        rowID: RowID = 0, id: PlateID, plate: Plate, status: Status = .watched, firstDay: Day, lastDay: Day, confirmedOn: Day? = nil,
        confirmedSigns: Signs = [], clearedOn: Day? = nil, isQueued: Bool = false, vouchedDay: Day? = nil, sightings: [Sighting] = [],
        voices: [Voice] = []
    ) {
        self.rowID = rowID
        self.id = id
        self.plate = plate
        self.status = status
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.confirmedOn = confirmedOn
        self.confirmedSigns = confirmedSigns
        self.clearedOn = clearedOn
        self.isQueued = isQueued
        self.vouchedDay = vouchedDay
        self.sightings = sightings
        self.voices = voices
    }
}

extension PlateRecord {
    /// The voices that count on a day.
    package func unmutedVoices(on day: Day) -> [Voice] {
        voices.filter { $0.counts(on: day) }
    }

    /// The most voices of a plate: what a report or a look at the queue costs grows with them.
    package static let voicesMax = 512

    /// Adds the voice of a token that has none on the plate.
    ///
    /// Beyond ``voicesMax`` the weakest of all makes room, which may be the added one itself: one in probation before a trusted one, then the one that
    /// reported longest ago. A muted voice stays, so that its token cannot come back unmuted. Which voices stay does not depend on the order in
    /// which they come, and a token whose voice went has one again, and not two, once it reports later.
    ///
    /// - Returns: the voice that is not kept; nil where all are.
    mutating func add(_ voice: Voice, on today: Day) -> Voice? {
        guard voices.count >= Self.voicesMax else {
            voices.append(voice)
            return nil
        }
        func isWeaker(_ left: Voice, _ right: Voice) -> Bool {
            let (isLeftMuted, isRightMuted) = (left.isMuted(on: today), right.isMuted(on: today))
            if isLeftMuted != isRightMuted { return isRightMuted }
            if left.standing.isTrusted != right.standing.isTrusted { return right.standing.isTrusted }
            return left.day != right.day ? (left.day ?? today) < (right.day ?? today) : left.tag < right.tag
        }
        guard let weakest = voices.indices.min(by: { isWeaker(voices[$0], voices[$1]) }), isWeaker(voices[weakest], voice) else {
            return voice
        }
        let displaced = voices[weakest]
        voices[weakest] = voice
        // Its row is written over, so that a commit writes as many rows as for any other report.
        voices[weakest].rowID = displaced.rowID
        return displaced
    }

    /// How many trusted voices count on a day.
    func trustedVoices(on day: Day) -> Int {
        var count = 0
        for voice in voices where voice.counts(on: day) && voice.standing.isTrusted { count += 1 }
        return count
    }

    package func evidence(on day: Day, _ rules: Rules) -> Evidence {
        var evidence = Evidence(projectedTo: day)
        for voice in voices where voice.counts(on: day) { evidence.add(voice, rules) }
        return evidence
    }

    /// The day that `confirmed` counts from: the moderator's, or that of the second newest trusted voice with a sign, if that is later.
    func renewedOn(_ today: Day) -> Day? {
        guard let confirmedOn else { return nil }
        var seen = SupportedDay()
        for voice in voices where voice.counts(on: today) && voice.standing.isTrusted && !voice.signs.isEmpty {
            if let day = voice.day { seen.add(day) }
        }
        return seen.day.map { max(confirmedOn, $0) } ?? confirmedOn
    }

    /// What has become of the record by now: coarsened, faded, lapsed; nil where nothing of it is left.
    ///
    /// A function of the record and the clock: to apply it twice, or late, or before a report instead of after, is the same.
    package func settled(at now: Instant, _ rules: Rules) -> PlateRecord? {
        var record = self
        let today = rules.day(of: now)
        record.keepShownDay(at: now, rules)
        record.sightings = sightings.aged(to: now, rules)
        record.settleSetAsides(at: now, rules)
        record.settleVoices(on: today, rules)
        if let cleared = clearedOn, today >= cleared + rules.clearedHoldDays {
            record.clearedOn = nil
        }
        record.settleStatus(on: today, rules)
        let isEmpty = record.sightings.isEmpty && record.voices.isEmpty && record.setAsides.isEmpty
        return isEmpty && record.status == .watched && record.clearedOn == nil ? nil : record
    }

    private mutating func settleVoices(on today: Day, _ rules: Rules) {
        // Only the lower bound: a clock that was set back must not silence anybody.
        let oldest = rules.livingWeeks(on: today).lowerBound
        func isOver(_ voice: Voice) -> Bool { voice.week < oldest || (voice.day == nil && !voice.isMuted(on: today)) }
        // Nearly always none is, and then the voices are not copied.
        guard voices.contains(where: isOver) else { return }
        // What a voice renewed outlives it.
        confirmedOn = renewedOn(today)
        voices.removeAll(where: isOver)
    }

    private mutating func settleStatus(on today: Day, _ rules: Rules) {
        if status == .confirmed, let renewed = renewedOn(today), today >= renewed + rules.confirmedDays {
            lapse()
        }
        func strength() -> Double { evidence(on: today, rules).value(on: today, halfLifeDays: rules.halfLifeDays) }
        if status == .suspected, strength() < rules.suspectEvidenceFloor {
            status = .watched
        }
        guard status == .watched else { return }
        vouchedDay = nil
        if clearedOn == nil, trustedVoices(on: today) >= rules.suspectVoices, strength() >= rules.suspectEvidence {
            status = .suspected
        }
    }

    /// Back to watched without a place: rental cars go back to strangers.
    private mutating func lapse() {
        status = .watched
        confirmedOn = nil
        confirmedSigns = []
        sightings = []
    }

    /// When time alone next changes the record; the distant future if never.
    package func due(at now: Instant, _ rules: Rules) -> Instant {
        let today = rules.day(of: now)
        var due = sightings.lazy.map { rules.due($0.period) }.min() ?? .distantFuture
        for aside in setAsides {
            due = min(due, rules.undoEnds(of: aside), aside.sightings.lazy.map { rules.due($0.period) }.min() ?? .distantFuture)
        }
        func note(_ day: Day?) {
            guard let day else { return }
            due = min(due, rules.start(of: day))
        }
        var (oldest, muteEnds) = (Int32.max, Day?.none)
        for voice in voices {
            oldest = min(oldest, voice.week)
            if voice.isMuted(on: today), let end = voice.mutedUntil { muteEnds = min(muteEnds ?? end, end) }
        }
        if !voices.isEmpty { note(Day.firstDay(ofWeek: oldest + Int32(rules.voiceWeeks))) }
        note(muteEnds)
        if let clearedOn {
            if today < clearedOn + rules.clearedDays { note(clearedOn + rules.clearedDays) }
            note(clearedOn + rules.clearedHoldDays)
        }
        let ends = statusEnds(on: today, rules)
        note(ends)
        // It then joins the queue.
        if status == .confirmed, let ends, today < ends + -Rules.lapsingDays { note(ends + -Rules.lapsingDays) }
        return due
    }

    /// The first day on which the status no longer holds unless something is reported; nil for a watched plate.
    package func statusEnds(on today: Day, _ rules: Rules) -> Day? {
        switch status {
        case .confirmed: renewedOn(today).map { $0 + rules.confirmedDays }
        case .suspected: fades(on: today, rules)
        case .watched: nil
        }
    }

    /// The first day on which too little evidence is left, as voices fade and as their week keys are erased.
    private func fades(on today: Day, _ rules: Rules) -> Day? {
        // A plate has voices of few weeks: those whose keys live.
        var weeks: [(week: Int32, evidence: Evidence)] = []
        for voice in voices where voice.counts(on: today) {
            let index = weeks.firstIndex { $0.week == voice.week } ?? weeks.endIndex
            if index == weeks.endIndex { weeks.append((voice.week, Evidence(projectedTo: today))) }
            weeks[index].evidence.add(voice, rules)
        }
        weeks.sort { $0.week < $1.week }
        // Each week with those that outlive it.
        for index in weeks.indices.dropLast().reversed() { weeks[index].evidence.add(weeks[index + 1].evidence) }
        for (index, (week, evidence)) in weeks.enumerated() {
            let erased = Day.firstDay(ofWeek: week + Int32(rules.voiceWeeks))
            guard let faded = evidence.firstDay(below: rules.suspectEvidenceFloor, halfLifeDays: rules.halfLifeDays) else { return today }
            if faded <= erased { return faded }
            let rest = index + 1 < weeks.count ? weeks[index + 1].evidence.value(on: erased, halfLifeDays: rules.halfLifeDays) : 0
            if rest < rules.suspectEvidenceFloor { return erased }
        }
        return today
    }
}
