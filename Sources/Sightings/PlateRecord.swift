package import Plates
package import Vocabulary

/// All that the registry holds of one plate: its row, its sightings and its voices.
///
/// A value: a pass works on copies, and the copies take the originals' place once they are on disk.
package struct PlateRecord: Hashable, Sendable {
    package var place: RowPlace
    /// Counts the plates that ever were; never used again.
    package var id: Int64
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
        place: RowPlace = 0, id: Int64, plate: Plate, status: Status = .watched, firstDay: Day, lastDay: Day, confirmedOn: Day? = nil,
        confirmedSigns: Signs = [], clearedOn: Day? = nil, isQueued: Bool = false, sightings: [Sighting] = [], voices: [Voice] = []
    ) {
        self.place = place
        self.id = id
        self.plate = plate
        self.status = status
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.confirmedOn = confirmedOn
        self.confirmedSigns = confirmedSigns
        self.clearedOn = clearedOn
        self.isQueued = isQueued
        self.sightings = sightings
        self.voices = voices
    }
}

extension PlateRecord {
    /// The voices that count on a day.
    package func unmutedVoices(on day: Day) -> [Voice] {
        voices.filter { $0.day != nil && !$0.isMuted(on: day) }
    }

    package func evidence(on day: Day, _ rules: Rules) -> Evidence {
        // Sums of floating-point numbers depend on their order, and rows have none that means anything.
        let counted = unmutedVoices(on: day).compactMap { voice in voice.day.map { ($0, voice.standing.weight) } }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        var evidence = Evidence(projectedTo: day)
        for (day, weight) in counted {
            evidence.add(weight: weight, on: day, halfLifeDays: rules.halfLifeDays)
        }
        return evidence
    }

    /// The day that `confirmed` counts from: the moderator's, or that of the second newest trusted voice with a sign, if that is later.
    func renewedOn(_ today: Day) -> Day? {
        guard let confirmedOn else { return nil }
        let seen = unmutedVoices(on: today).filter { $0.standing.isTrusted && !$0.signs.isEmpty }.compactMap(\.day).sorted(by: >)
        return seen.count >= 2 ? max(confirmedOn, seen[1]) : confirmedOn
    }

    /// What has become of the record by now: coarsened, faded, lapsed; nil where nothing of it is left.
    ///
    /// A function of the record and the clock: to apply it twice, or late, or before a report instead of after, is the same.
    package func settled(at now: Instant, _ rules: Rules) -> PlateRecord? {
        var record = self
        let today = rules.day(of: now)
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
        // What a voice renewed outlives it.
        if voices.contains(where: { $0.week < oldest }) { confirmedOn = renewedOn(today) }
        voices.removeAll { $0.week < oldest || ($0.day == nil && !$0.isMuted(on: today)) }
    }

    private mutating func settleStatus(on today: Day, _ rules: Rules) {
        if status == .confirmed, let renewed = renewedOn(today), today >= renewed + rules.confirmedDays {
            lapse()
        }
        guard status != .confirmed else { return }
        let strength = evidence(on: today, rules).value(on: today, halfLifeDays: rules.halfLifeDays)
        if status == .suspected, strength < rules.suspectEvidenceFloor {
            status = .watched
        }
        if status == .watched, clearedOn == nil, strength >= rules.suspectEvidence,
            unmutedVoices(on: today).count(where: \.standing.isTrusted) >= rules.suspectVoices
        {
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
        for voice in voices {
            note(Day.firstDay(ofWeek: voice.week + Int32(rules.voiceWeeks)))
            if voice.isMuted(on: today) { note(voice.mutedUntil) }
        }
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
        var left = self
        while let oldest = left.voices.map(\.week).min() {
            let erased = Day.firstDay(ofWeek: oldest + Int32(rules.voiceWeeks))
            let evidence = left.evidence(on: today, rules)
            guard let faded = evidence.firstDay(below: rules.suspectEvidenceFloor, halfLifeDays: rules.halfLifeDays) else { return today }
            if faded <= erased { return faded }
            left.voices.removeAll { $0.week == oldest }
            let rest = left.evidence(on: today, rules).value(on: erased, halfLifeDays: rules.halfLifeDays)
            if rest < rules.suspectEvidenceFloor { return erased }
        }
        return today
    }
}
