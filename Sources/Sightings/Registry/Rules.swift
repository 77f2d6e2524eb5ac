package import Vocabulary

/// The registry's rules in numbers; each is one configuration key, and the defaults are the design's.
package struct Rules: Hashable, Sendable {
    /// Where a day begins: at midnight of this offset, all year round.
    package var utcOffset = UTCOffset.zero

    /// How old a report may be.
    package var reportAgeHoursMax = 24
    /// How far a report may be ahead of the daemon's clock.
    package var reportAheadMinutesMax = 2
    /// How old an imported report may be.
    package var importAgeDaysMax = 30
    /// The length of a slot; a divisor of 60.
    package var slotMinutes = 30

    package var tokenReportsPerDay = 200
    package var tokenReportsPerDayInProbation = 50
    package var probationDays = 14
    package var tokenDays = 180
    package var inviteDays = 7

    package var halfLifeDays = 14.0
    /// Weeks until a week's key is erased, and its voices with it.
    package var voiceWeeks = 5
    package var suspectEvidence = 2.0
    package var suspectVoices = 3
    /// Below this much evidence a suspected plate falls back to watched.
    package var suspectEvidenceFloor = 0.5
    package var confirmedDays = 30
    /// Days that token holders see `cleared_on`.
    package var clearedDays = 14
    /// Days in which only a moderator's `confirm` lists a cleared plate again.
    package var clearedHoldDays = 90
    /// Days that a muted voice counts nothing.
    package var muteDays = 35

    /// How long a verdict can be undone.
    package var undoHours = 24
    /// More plates than this, purged or decided in bulk by one moderator within 24 hours, need a second moderator.
    package var secondAbove = 100

    package var liveHours = 4
    package var dayDays = 7
    package var weekDays = 30

    /// Who sees what; may be narrowed, never widened.
    package var isPublic = true
    package var suspectedViewer = Viewer.member

    /// Days before a confirmed plate lapses that it joins the queue.
    static let lapsingDays = 7

    package init() {}

    package func day(of instant: Instant) -> Day {
        Day(number: Int32((instant.seconds + utcOffset.seconds).flooredQuotient(by: 86_400)))
    }

    /// When a day begins.
    package func start(of day: Day) -> Instant {
        Instant(seconds: Int64(day.number) * 86_400 - utcOffset.seconds)
    }

    /// The day of a report: that of its slot's start, as in ageing. With an offset of a quarter of an hour midnight is inside a slot.
    func day(ofReportSeenAt seenAt: Instant) -> Day {
        day(of: Instant(seconds: slotStart(of: seenAt) * 60))
    }

    /// The start of the slot that holds an instant, in minutes since 1970.
    package func slot(of instant: Instant) -> Int32 {
        Int32(slotStart(of: instant))
    }

    /// The start of the slot of any time at all, in minutes since 1970.
    func slotStart(of instant: Instant) -> Int64 {
        instant.seconds.flooredQuotient(by: Int64(slotMinutes) * 60) * Int64(slotMinutes)
    }

    /// The weeks whose keys live on a day.
    package func livingWeeks(on day: Day) -> ClosedRange<Int32> {
        (day.week - Int32(voiceWeeks) + 1)...day.week
    }
}
