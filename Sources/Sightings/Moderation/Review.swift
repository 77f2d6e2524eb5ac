package import Seal
package import Vocabulary

/// That moderators have decided on a plate: it stays as long as the plate does.
package struct Review: Placed, Hashable, Sendable {
    package var rowID: RowID
    /// Random; with it the audit chain's names of the plate mean something, and without it nothing.
    package var salt: Digest128
    /// The last decision's id, of a verdict or an undo. A moderator who saw another has seen something else.
    package var decision: DecisionID
    /// nil where the last decision was an undo.
    package var verdict: Verdict?
    package var actor: AuditActor
    package var day: Day

    package init(rowID: RowID = 0, salt: Digest128, decision: DecisionID, verdict: Verdict?, actor: AuditActor, day: Day) {
        self.rowID = rowID
        self.salt = salt
        self.decision = decision
        self.verdict = verdict
        self.actor = actor
        self.day = day
    }
}

/// What a verdict took from a plate, as long as it can be undone. It ages like the rest, and a purge takes it.
package struct SetAside: Placed, Hashable, Sendable {
    /// A voice that was mute already, and until when.
    package struct Mute: Placed, Hashable, Sendable {
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
    /// What the plate's row said before.
    package var status: Status
    package var confirmedOn: Day?
    package var confirmedSigns: Signs
    package var clearedOn: Day?
    package var isQueued: Bool
    package var vouchedDay: Day?
    package var sightings: [Sighting] = []
    package var mutes: [Mute] = []

    package init(
        rowID: RowID = 0, decision: DecisionID, verdict: Verdict, actor: AuditActor, madeAt: Instant, status: Status, confirmedOn: Day?,
        confirmedSigns: Signs, clearedOn: Day?, isQueued: Bool, vouchedDay: Day? = nil
    ) {
        self.rowID = rowID
        self.decision = decision
        self.verdict = verdict
        self.actor = actor
        self.madeAt = madeAt
        self.status = status
        self.confirmedOn = confirmedOn
        self.confirmedSigns = confirmedSigns
        self.clearedOn = clearedOn
        self.isQueued = isQueued
        self.vouchedDay = vouchedDay
    }

    /// The row itself, without the rows that stand in other tables.
    var row: SetAside {
        var row = self
        row.sightings = []
        row.mutes = []
        return row
    }
}

extension PlateRecord {
    /// The last decision's id; 0 for none. What a moderator sends back with a verdict.
    package var version: DecisionID { review?.decision ?? 0 }

    /// The signs that the voices which count gave; of them only the asked ones, where any are asked for.
    func ownSigns(_ asked: Signs, on today: Day) -> Signs {
        let own = unmutedVoices(on: today).reduce(into: Signs()) { $0.formUnion($1.signs) }
        return asked.isEmpty ? own : own.intersection(asked)
    }

    /// Sets aside what a verdict is about to take, so that it can be undone.
    mutating func setAside(for verdict: Verdict, decision: DecisionID, by actor: AuditActor, at now: Instant) {
        var aside = SetAside(
            decision: decision, verdict: verdict, actor: actor, madeAt: now, status: status, confirmedOn: confirmedOn,
            confirmedSigns: confirmedSigns, clearedOn: clearedOn, isQueued: isQueued, vouchedDay: vouchedDay)
        if verdict.silences {
            aside.sightings = sightings.map { sighting in
                var moved = sighting
                moved.rowID = 0
                return moved
            }
            aside.mutes = voices.compactMap { voice in voice.mutedUntil.map { SetAside.Mute(voice: voice.rowID, until: $0) } }
        }
        setAsides.append(aside)
    }

    /// Without its sightings and its status, and with its voices muted.
    mutating func silence(on today: Day, _ rules: Rules) {
        status = .watched
        confirmedOn = nil
        confirmedSigns = []
        clearedOn = nil
        isQueued = false
        vouchedDay = nil
        sightings = []
        for index in voices.indices {
            voices[index].mutedUntil = today + rules.muteDays
        }
    }

    /// Takes the last verdict back: the row says again what it said, what was set aside returns, and the voices that it muted count again.
    mutating func undoLast(_ rules: Rules) {
        guard let aside = setAsides.popLast() else { return }
        status = aside.status
        confirmedOn = aside.confirmedOn
        confirmedSigns = aside.confirmedSigns
        clearedOn = aside.clearedOn
        isQueued = aside.isQueued
        vouchedDay = aside.vouchedDay
        if aside.verdict == .confirm, aside.status != .confirmed {
            for index in sightings.indices { sightings[index].isConfirmed = false }
        }
        for sighting in aside.sightings {
            var returned = sighting
            returned.rowID = 0
            sightings.merge(returned)
        }
        guard aside.verdict.silences else { return }
        let muted = rules.day(of: aside.madeAt) + rules.muteDays
        let earlier = Dictionary(aside.mutes.map { ($0.voice, $0.until) }, uniquingKeysWith: { first, _ in first })
        for index in voices.indices where voices[index].mutedUntil == muted {
            voices[index].mutedUntil = earlier[voices[index].rowID]
        }
    }

    /// Lets what is set aside age, and drops what can no longer be undone.
    mutating func settleSetAsides(at now: Instant, _ rules: Rules) {
        guard !setAsides.isEmpty else { return }
        for index in setAsides.indices {
            setAsides[index].sightings = setAsides[index].sightings.aged(to: now, rules)
        }
        // Of a protected plate nothing is kept but the protection.
        for aside in setAsides where rules.undoEnds(of: aside) <= now && aside.verdict == .protect {
            guard !setAsides.contains(where: { $0.verdict == .unprotect && $0.decision > aside.decision }) else { continue }
            let muted = rules.day(of: aside.madeAt) + rules.muteDays
            voices.removeAll { $0.mutedUntil == muted }
        }
        setAsides.removeAll { rules.undoEnds(of: $0) <= now }
    }
}

extension Verdict {
    /// Whether it takes the sightings and mutes the voices.
    var silences: Bool { self == .clear || self == .dismiss || self == .protect }
}

extension Rules {
    /// Until when a verdict can be undone.
    package func undoEnds(of aside: SetAside) -> Instant { aside.madeAt.adding(hours: undoHours) }
}
