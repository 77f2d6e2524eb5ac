package import Vocabulary

/// A plate's standing: its status, and its moderators' decisions. A newly reported plate has the default.
///
/// The order of its properties leaves the fewest gaps: every plate in memory has one.
package struct PlateStanding: Hashable, Sendable {
    /// The day that `confirmed` counts from, as far as the voices that still live do not move it; nil unless it is confirmed.
    package var confirmedOn: Day?
    package var status: Status
    /// Whether it waits for a moderator even if its voices alone would not cause that.
    package var isQueued: Bool
    /// The signs that the moderator gave with it.
    package var confirmedSigns: Signs
    /// When a moderator cleared it; nil once the hold is over.
    package var clearedOn: Day?
    /// The last day that stays shown below moderator when its rows and voices are gone: the one at a moderator's confirmation, or a later
    /// one that aged out. nil for a watched plate.
    package var vouchedDay: Day?

    package init(
        status: Status = .watched, confirmedOn: Day? = nil, confirmedSigns: Signs = [], clearedOn: Day? = nil, isQueued: Bool = false,
        vouchedDay: Day? = nil
    ) {
        self.confirmedOn = confirmedOn
        self.status = status
        self.isQueued = isQueued
        self.confirmedSigns = confirmedSigns
        self.clearedOn = clearedOn
        self.vouchedDay = vouchedDay
    }
}

extension PlateRecord {
    package var confirmedOn: Day? { standing.confirmedOn }
    package var confirmedSigns: Signs { standing.confirmedSigns }

    package var status: Status {
        get { standing.status }
        set { standing.status = newValue }
    }

    package var clearedOn: Day? {
        get { standing.clearedOn }
        set { standing.clearedOn = newValue }
    }

    package var isQueued: Bool {
        get { standing.isQueued }
        set { standing.isQueued = newValue }
    }

    package var vouchedDay: Day? {
        get { standing.vouchedDay }
        set { standing.vouchedDay = newValue }
    }
}
