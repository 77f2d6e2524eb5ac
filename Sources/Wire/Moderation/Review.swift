package import Vocabulary

/// A row of the queue: everything that a decision on one plate needs.
package struct ReviewBody: Codable, Hashable, Sendable {
    /// As it was last typed.
    package let plate: PlateBody
    package var status: Status
    /// The riskiest of its reasons; absent if the plate is not in the queue.
    package let reason: QueueReason?
    /// Every reason for which it waits, the riskiest first.
    package var reasons: [QueueReason]
    /// Send it back with a verdict. It changes with every verdict on the plate.
    package var version: Int
    /// The faded sum of the voices, to two decimals.
    package let evidence: Double
    package let voices: VoicesBody
    package let firstDay: String
    package let lastDay: String
    package let sightings: [SeenBody]
    /// As the voices say, the most frequent first.
    package let vehicles: [VehicleCountBody]
    package let signs: [SignCountBody]
    /// True if reports disagree on the vehicle.
    package let conflicting: Bool?
    /// Plates one confusable character away that were seen in the same area on the same day.
    package let misreads: [MisreadBody]?
    /// The first plates of the same characters under other issuers.
    package var otherIssuers: [PreviewRow]?
    /// Other plates that were seen in the same area and slot, the surest first, as long as slots are stored.
    package let nearby: [NearbyBody]?
    package let confirmedOn: String?
    package var lapsesOn: String?
    package let clearedOn: String?
    /// Who skipped it in the last 24 hours, and why.
    package let skips: [SkipBody]?
    /// The decisions on it, the newest first, as far as they are kept.
    package let earlier: [EarlierBody]?
    /// The alerts that went out about it, the newest first: for a day at least, unless their correction went out.
    package let alerts: [SentAlertBody]?
    /// The last verdict, as long as it can be undone.
    package var decided: DecidedBody?

    package init(
        plate: PlateBody, status: Status, reasons: [QueueReason], version: Int, evidence: Double, voices: VoicesBody, firstDay: String,
        lastDay: String, sightings: [SeenBody], vehicles: [VehicleCountBody], signs: [SignCountBody], conflicting: Bool,
        misreads: [MisreadBody], otherIssuers: [PreviewRow] = [], nearby: [NearbyBody] = [], confirmedOn: String?, lapsesOn: String?,
        clearedOn: String?, skips: [SkipBody] = [], earlier: [EarlierBody] = [], alerts: [SentAlertBody] = [], decided: DecidedBody?
    ) {
        self.plate = plate
        self.status = status
        self.reason = reasons.first
        self.reasons = reasons
        self.version = version
        self.evidence = evidence
        self.voices = voices
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.sightings = sightings
        self.vehicles = vehicles
        self.signs = signs
        self.conflicting = conflicting ? true : nil
        self.misreads = misreads.isEmpty ? nil : misreads
        self.otherIssuers = otherIssuers.isEmpty ? nil : otherIssuers
        self.confirmedOn = confirmedOn
        self.lapsesOn = lapsesOn
        self.clearedOn = clearedOn
        self.nearby = nearby.isEmpty ? nil : nearby
        self.skips = skips.isEmpty ? nil : skips
        self.earlier = earlier.isEmpty ? nil : earlier
        self.alerts = alerts.isEmpty ? nil : alerts
        self.decided = decided
    }

    private enum CodingKeys: String, CodingKey {
        case plate, status, reason, reasons, version, evidence, voices, sightings, vehicles, signs, conflicting, misreads, nearby, skips
        case earlier, alerts, decided
        case firstDay = "first_day"
        case lastDay = "last_day"
        case confirmedOn = "confirmed_on"
        case lapsesOn = "lapses_on"
        case clearedOn = "cleared_on"
        case otherIssuers = "other_issuers"
    }
}

/// The exact numbers of a plate's voices.
package struct VoicesBody: Codable, Hashable, Sendable {
    package var trusted: Int
    package var probation: Int
    /// Voices that do not count, after a clearing or dismissal.
    package var muted: Int

    package init(trusted: Int, probation: Int, muted: Int) {
        self.trusted = trusted
        self.probation = probation
        self.muted = muted
    }
}

/// A sighting, as precise as its age allows: one of slot, day and week is set.
package struct SeenBody: Codable, Hashable, Sendable {
    package var area: String
    /// The slot's start.
    package var slot: String?
    package var day: String?
    /// The week's first day.
    package var week: String?
    package var reports: Int

    package init(area: String, slot: String? = nil, day: String? = nil, week: String? = nil, reports: Int) {
        self.area = area
        self.slot = slot
        self.day = day
        self.week = week
        self.reports = reports
    }
}

/// A vehicle, and the number of voices that describe it exactly so.
package struct VehicleCountBody: Codable, Hashable, Sendable {
    package var vehicle: VehicleBody
    package var voices: Int

    package init(vehicle: VehicleBody, voices: Int) {
        self.vehicle = vehicle
        self.voices = voices
    }
}

package struct SignCountBody: Codable, Hashable, Sendable {
    package var sign: String
    package var voices: Int

    package init(sign: String, voices: Int) {
        self.sign = sign
        self.voices = voices
    }
}

/// A plate that this one may be a misreading of, or the other way round.
package struct MisreadBody: Codable, Hashable, Sendable {
    package var plate: PlateBody
    package var status: Status
    package var area: String
    package var day: String

    package init(plate: PlateBody, status: Status, area: String, day: String) {
        self.plate = plate
        self.status = status
        self.area = area
        self.day = day
    }
}

/// A plate that was seen in the same area and slot.
package struct NearbyBody: Codable, Hashable, Sendable {
    package var plate: PlateBody
    package var status: Status
    package var area: String
    /// The slot's start.
    package var slot: String

    package init(plate: PlateBody, status: Status, area: String, slot: String) {
        self.plate = plate
        self.status = status
        self.area = area
        self.slot = slot
    }
}

/// A moderator's mark to leave a plate to a colleague.
package struct SkipBody: Codable, Hashable, Sendable {
    /// The short ID of the moderator's token.
    package var by: String
    package var reason: SkipReason

    package init(by: String, reason: SkipReason) {
        self.by = by
        self.reason = reason
    }
}

/// A verdict on the plate, or an undo.
package struct EarlierBody: Codable, Hashable, Sendable {
    package var action: String
    /// The short ID of the moderator's token, or `shell` for the operator.
    package var by: String
    package var day: String

    package init(action: String, by: String, day: String) {
        self.action = action
        self.by = by
        self.day = day
    }
}

extension ReviewBody {
    /// The earlier decisions without ``decided``, which says more.
    package var decisionsBefore: [EarlierBody] {
        let all = earlier ?? []
        return decided.map { all.first?.action == $0.verdict.rawValue } ?? false ? Array(all.dropFirst()) : all
    }
}

/// A verdict that can still be undone.
package struct DecidedBody: Codable, Hashable, Sendable {
    /// Names the decision to undo it.
    package var decision: String
    package var verdict: Verdict
    /// The short ID of the moderator's token.
    package var by: String
    package var undoUntil: String

    package init(decision: String, verdict: Verdict, by: String, undoUntil: String) {
        self.decision = decision
        self.verdict = verdict
        self.by = by
        self.undoUntil = undoUntil
    }

    private enum CodingKeys: String, CodingKey {
        case decision, verdict, by
        case undoUntil = "undo_until"
    }
}
