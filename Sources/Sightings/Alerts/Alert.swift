package import Plates
package import Seal
package import Vocabulary

/// A message about one plate that goes out. It contains only data that every token holder may see.
package struct Alert: Hashable, Sendable {
    /// Random; a correction names it.
    package let id: Digest128
    package let event: AlertEvent
    /// nil unless the operator lets alerts carry plates.
    package let plate: Plate?
    /// The first of the listing's shown vehicles; empty if none may be shown.
    package let vehicle: Vehicle
    /// Where it was seen; nil for a plate that became confirmed.
    package let area: AreaID?
    /// The slot in which it was seen or confirmed; a day, in a correction of an alert whose slot has coarsened.
    package let period: Period
    /// The names of the outputs.
    package let outputs: [String]

    package init(
        id: Digest128, event: AlertEvent, plate: Plate?, vehicle: Vehicle, area: AreaID?, period: Period, outputs: [String]
    ) {
        self.id = id
        self.event = event
        self.plate = plate
        self.vehicle = vehicle
        self.area = area
        self.period = period
        self.outputs = outputs
    }
}

/// A notice from the ledger to the sender, after a commit.
package enum AlertNotice: Hashable, Sendable {
    case alert(Alert)
    /// The alert no longer holds: its plate is no longer confirmed, or the sighting was erased. ``Alert/outputs`` are those that do not
    /// have the correction yet. The ledger keeps it until ``Ledger/corrected(_:at:)``, also over a restart.
    case correction(Alert)
    /// A moderator holds an output: alerts that still wait for it must not go out.
    case held(output: String)
    /// The number of alerts that the hourly limits held back since the last such notice.
    case heldBack(Int, outputs: [String])
}

/// An alert about a plate, as moderators see it.
package struct SentAlert: Hashable, Sendable {
    package let event: AlertEvent
    package let area: AreaID?
    package let period: Period
    /// The names of the outputs that it went to.
    package let outputs: [String]
}
