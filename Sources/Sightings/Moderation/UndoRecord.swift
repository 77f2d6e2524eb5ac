package import Vocabulary

/// The data that a verdict removed from a plate, while it can be undone. It ages like other rows, and purges erase it.
package struct UndoRecord: TableRow, Hashable, Sendable {
    /// A voice that was already mute, and until when.
    package struct Mute: TableRow, Hashable, Sendable {
        package var rowID: RowID
        package var voice: RowID
        package var until: Day

        package init(rowID: RowID = 0, voice: RowID, until: Day) {
            self.rowID = rowID
            self.voice = voice
            self.until = until
        }
    }

    package var rowID: RowID
    package var decision: DecisionID
    package var verdict: Verdict
    package var actor: AuditActor
    package var madeAt: Instant
    /// The plate's standing before the verdict.
    package var standing: PlateStanding
    package var sightings: [Sighting] = []
    package var mutes: [Mute] = []

    package init(
        rowID: RowID = 0, decision: DecisionID, verdict: Verdict, actor: AuditActor, madeAt: Instant, standing: PlateStanding
    ) {
        self.rowID = rowID
        self.decision = decision
        self.verdict = verdict
        self.actor = actor
        self.madeAt = madeAt
        self.standing = standing
    }

    /// The row without its rows in other tables.
    var row: UndoRecord {
        var row = self
        row.sightings = []
        row.mutes = []
        return row
    }
}

extension PlateRecord {
    /// Keeps the data that a verdict will remove, for an undo.
    mutating func addUndoRecord(for verdict: Verdict, decision: DecisionID, by actor: AuditActor, at now: Instant) {
        var undoRecord = UndoRecord(decision: decision, verdict: verdict, actor: actor, madeAt: now, standing: standing)
        if verdict.silences {
            undoRecord.sightings = sightings.map { sighting in
                var moved = sighting
                moved.rowID = 0
                return moved
            }
            undoRecord.mutes = voices.compactMap { voice in voice.mutedUntil.map { UndoRecord.Mute(voice: voice.rowID, until: $0) } }
        }
        undoRecords.append(undoRecord)
    }

    /// Removes the sightings and the status, and mutes the voices.
    mutating func silence(on today: Day, _ rules: Rules) {
        standing = PlateStanding()
        sightings = []
        for index in voices.indices {
            voices[index].mutedUntil = today + rules.voices.muteDays
        }
    }

    /// Like ``silence(on:_:)``, but a clearing stays.
    mutating func dismiss(on today: Day, _ rules: Rules) {
        let cleared = clearedOn
        silence(on: today, rules)
        clearedOn = cleared
    }

    /// Undoes the last verdict: restores the row and the sightings, and unmutes the voices that it muted.
    mutating func undoLast(_ rules: Rules) {
        guard let undoRecord = undoRecords.popLast() else { return }
        standing = undoRecord.standing
        if undoRecord.verdict == .confirm, standing.status != .confirmed {
            for index in sightings.indices { sightings[index].isConfirmed = false }
        }
        for sighting in undoRecord.sightings {
            var returned = sighting
            returned.rowID = 0
            sightings.merge(returned)
        }
        guard undoRecord.verdict.silences else { return }
        let muted = rules.day(of: undoRecord.madeAt) + rules.voices.muteDays
        let earlier = Dictionary(undoRecord.mutes.map { ($0.voice, $0.until) }, uniquingKeysWith: { first, _ in first })
        for index in voices.indices where voices[index].mutedUntil == muted {
            voices[index].mutedUntil = earlier[voices[index].rowID]
        }
    }

    /// Ages undo records, and drops those that can no longer be undone.
    mutating func ageUndoRecords(at now: Instant, _ rules: Rules) {
        guard !undoRecords.isEmpty else { return }
        for index in undoRecords.indices {
            undoRecords[index].sightings = undoRecords[index].sightings.aged(to: now, rules)
        }
        // A protected plate keeps nothing but the protection.
        for undoRecord in undoRecords where rules.undoEnds(of: undoRecord) <= now && undoRecord.verdict == .protect {
            guard !undoRecords.contains(where: { $0.verdict == .unprotect && $0.decision > undoRecord.decision }) else { continue }
            let muted = rules.day(of: undoRecord.madeAt) + rules.voices.muteDays
            voices.removeAll { $0.mutedUntil == muted }
        }
        undoRecords.removeAll { rules.undoEnds(of: $0) <= now }
    }
}

extension Verdict {
    /// Whether it removes the sightings and mutes the voices.
    var silences: Bool { self == .clear || self == .dismiss || self == .protect }
}

extension Rules {
    /// Until when a verdict can be undone.
    package func undoEnds(of undoRecord: UndoRecord) -> Instant { undoRecord.madeAt.adding(hours: moderation.undoHours) }
}
