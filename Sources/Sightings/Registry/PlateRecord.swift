package import Plates
import Vocabulary

/// The record of one plate: its row, its sightings and its voices.
///
/// A value: a pass works on copies, and the copies replace the originals once they are on disk.
package struct PlateRecord: Hashable, Sendable {
    package var rowID: RowID
    /// Never used again for another plate.
    package var id: PlateID
    /// The plate as last typed.
    package var plate: Plate
    package var firstDay: Day
    package var lastDay: Day
    package var standing: PlateStanding
    package var sightings: [Sighting]
    package var voices: [Voice]
    /// 0 or 1: a plate without a decision, as nearly all are, pays one word.
    private var moderations: [Moderation] = []

    private struct Moderation: Hashable, Sendable {
        var review: Review?
        var undoRecords: [UndoRecord] = []
    }

    /// The last decision; nil if there is none.
    package var review: Review? {
        get { moderations.first?.review }
        set { moderate { $0.review = newValue } }
    }

    /// The undo records, oldest first.
    package var undoRecords: [UndoRecord] {
        get { moderations.first?.undoRecords ?? [] }
        set { moderate { $0.undoRecords = newValue } }
    }

    var isModerated: Bool { !moderations.isEmpty }

    private mutating func moderate(_ change: (inout Moderation) -> Void) {
        var moderation = moderations.first ?? Moderation()
        change(&moderation)
        moderations = moderation == Moderation() ? [] : [moderation]
    }

    package init(
        rowID: RowID = 0, id: PlateID, plate: Plate, firstDay: Day, lastDay: Day, standing: PlateStanding = PlateStanding(),
        sightings: [Sighting] = [], voices: [Voice] = []
    ) {
        self.rowID = rowID
        self.id = id
        self.plate = plate
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.standing = standing
        self.sightings = sightings
        self.voices = voices
    }
}

extension PlateRecord {
    /// The voices that count on a day.
    package func unmutedVoices(on day: Day) -> [Voice] {
        voices.filter { $0.counts(on: day) }
    }

    /// The record as aged by now: coarsened, faded, lapsed; nil if nothing is left.
    ///
    /// Depends only on the record and the clock: applying it twice, late, or before instead of after a report gives the same result.
    package func aged(at now: Instant, _ rules: Rules) -> PlateRecord? {
        var record = self
        let today = rules.day(of: now)
        record.keepShownDay(at: now, rules)
        record.sightings = sightings.aged(to: now, rules)
        record.ageUndoRecords(at: now, rules)
        record.ageVoices(on: today, rules)
        if let cleared = clearedOn, today >= cleared + rules.listings.clearedHoldDays {
            record.clearedOn = nil
        }
        record.lapse(on: today, rules)
        record.ageSuspicion(on: today, rules)
        let isEmpty = record.sightings.isEmpty && record.voices.isEmpty && record.undoRecords.isEmpty
        return isEmpty && record.status == .watched && record.clearedOn == nil ? nil : record
    }

    private mutating func ageVoices(on today: Day, _ rules: Rules) {
        // Only the lower bound: a clock that was set back must not drop voices.
        let oldest = rules.livingWeeks(on: today).lowerBound
        func isOver(_ voice: Voice) -> Bool { voice.week < oldest || (voice.day == nil && !voice.isMuted(on: today)) }
        // Nearly always there is none, and then the voices are not copied.
        guard voices.contains(where: isOver) else { return }
        // A renewal outlives its voice.
        standing.confirmedOn = renewedOn(today)
        voices.removeAll(where: isOver)
    }

    /// When time alone next changes the record; the distant future if never.
    package func due(at now: Instant, _ rules: Rules) -> Instant {
        let today = rules.day(of: now)
        var due = sightings.lazy.map { rules.due($0.period) }.min() ?? .distantFuture
        for undoRecord in undoRecords {
            due = min(due, rules.undoEnds(of: undoRecord), undoRecord.sightings.lazy.map { rules.due($0.period) }.min() ?? .distantFuture)
        }
        func add(_ day: Day?) {
            guard let day else { return }
            due = min(due, rules.start(of: day))
        }
        var (oldest, muteEnds) = (Int32.max, Day?.none)
        for voice in voices {
            oldest = min(oldest, voice.week)
            if voice.isMuted(on: today), let end = voice.mutedUntil { muteEnds = min(muteEnds ?? end, end) }
        }
        if !voices.isEmpty { add(Day.firstDay(ofWeek: oldest + Int32(rules.voices.weeks))) }
        add(muteEnds)
        if let clearedOn {
            if today < clearedOn + rules.listings.clearedDays { add(clearedOn + rules.listings.clearedDays) }
            add(clearedOn + rules.listings.clearedHoldDays)
        }
        let ends = statusEnds(on: today, rules)
        add(ends)
        // It then joins the queue.
        if status == .confirmed, let ends, today < ends + -Rules.lapsingDays { add(ends + -Rules.lapsingDays) }
        return due
    }
}
