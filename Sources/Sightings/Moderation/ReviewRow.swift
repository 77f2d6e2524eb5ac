package import Plates
package import Vocabulary

/// A plate one confusable character away that was seen in the same area on the same day.
package struct Misread: Sendable {
    package let plate: Plate
    package let status: Status
    package let area: AreaID
    package let day: Day
}

/// A plate that was seen in the same area and slot.
package struct SeenNearby: Sendable {
    package let plate: Plate
    package let status: Status
    package let area: AreaID
    package let slot: Period
}

/// A moderator's mark to leave a plate to a colleague.
package struct Skip: Hashable, Sendable {
    package let actor: AuditActor
    package let reason: SkipReason
    let at: Instant
}

/// A decision of the audit chain on a plate: a verdict or an undo.
package struct EarlierDecision: Hashable, Sendable {
    package let action: AuditAction
    package let actor: AuditActor
    package let day: Day
}

/// Everything that a decision on one plate needs.
package struct ReviewRow: Sendable {
    package let record: PlateRecord
    /// Moderators send it back with a verdict.
    package let version: DecisionID
    /// Every reason for which it waits; empty if it does not.
    package let reasons: QueueReasons
    package let misreads: [Misread]
    /// The first plates of the same characters under other issuers.
    package let otherIssuers: [PurgeImpact.Row]
    package let skips: [Skip]
    /// The alerts about it that still hold, newest first.
    package let alerts: [SentAlert]
    package internal(set) var nearby: [SeenNearby] = []
    /// The newest first, as far as the audit chain keeps them.
    package internal(set) var earlier: [EarlierDecision] = []

    /// The riskiest of its reasons.
    package var reason: QueueReason? { reasons.first }

    /// Every plate that the row names.
    var shownPlates: [PlateKey] {
        [record.plate.key] + misreads.map(\.plate.key) + otherIssuers.map(\.plate.key) + nearby.map(\.plate.key)
    }
}

/// A filter of the queue; every part that is set must hold.
package struct QueueFilter: Hashable, Sendable {
    package var reason: QueueReason?
    package var status: Status?
    package var area: AreaNumber?

    package init(reason: QueueReason? = nil, status: Status? = nil, area: AreaNumber? = nil) {
        self.reason = reason
        self.status = status
        self.area = area
    }

    /// - Parameter reasons: all reasons of the plate; without one it does not wait, and no filter matches.
    func holds(_ record: PlateRecord, _ reasons: QueueReasons) -> Bool {
        !reasons.isEmpty && (reason.map(reasons.contains) ?? true) && (status.map { $0 == record.status } ?? true)
            && (area.map { area in record.sightings.contains { $0.area == area } } ?? true)
    }
}
