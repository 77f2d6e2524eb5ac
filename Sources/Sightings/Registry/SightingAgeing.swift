/// A sighting's time, as precise as its age allows: the steps of the aging ladder.
package struct Period: Hashable, Comparable, Sendable {
    package enum Step: UInt8, Comparable, Sendable {
        case slot = 1
        case day = 2
        case week = 3

        package static func < (left: Step, right: Step) -> Bool { left.rawValue < right.rawValue }
    }

    package let step: Step
    /// A slot's start in minutes since 1970; a day's number; a week's number.
    package let number: Int32

    package init(step: Step, number: Int32) {
        self.step = step
        self.number = number
    }

    package static func < (left: Period, right: Period) -> Bool {
        (left.step, left.number) < (right.step, right.number)
    }
}

extension Rules {
    /// How long a sighting keeps its slot, its day and its week.
    package struct Ageing: Hashable, Sendable {
        package var liveHours = 4
        package var dayDays = 7
        package var weekDays = 30
    }

    /// When rows of a period must become coarser or go.
    ///
    /// A function of the period alone: a more exact due time would reveal the time that aging removed. Days and weeks are measured
    /// from their start, so nothing in them is ever kept longer than the ladder says.
    package func due(_ period: Period) -> Instant {
        switch period.step {
        case .slot: Instant(seconds: Int64(period.number) * 60).adding(minutes: reports.slotMinutes, hours: ageing.liveHours)
        case .day: start(of: Day(number: period.number) + ageing.dayDays)
        case .week: start(of: Day.firstDay(ofWeek: period.number) + ageing.weekDays)
        }
    }

    /// The same time one step coarser; nil past the last.
    package func coarser(_ period: Period) -> Period? {
        switch period.step {
        case .slot: Period(step: .day, number: day(of: Instant(seconds: Int64(period.number) * 60)).number)
        case .day: Period(step: .week, number: Day(number: period.number).week)
        case .week: nil
        }
    }

    /// The step that a sighting's age allows; nil for one too old to keep.
    package func period(of seenAt: Instant, at now: Instant) -> Period? {
        aged(Period(step: .slot, number: slot(of: seenAt)), at: now)
    }

    /// The period as aged by now; nil if it is gone.
    package func aged(_ period: Period, at now: Instant) -> Period? {
        var period = period
        while due(period) <= now {
            guard let next = coarser(period) else { return nil }
            period = next
        }
        return period
    }
}
