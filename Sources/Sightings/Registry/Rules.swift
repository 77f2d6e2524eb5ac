package import Vocabulary

/// The registry's rules in numbers; each is one configuration key, and the defaults are the design's.
package struct Rules: Hashable, Sendable {
    package struct Reports: Hashable, Sendable {
        /// How old a report may be.
        package var ageHoursMax = 24
        /// How far a report may be ahead of the daemon's clock.
        package var aheadMinutesMax = 2
        /// How old an imported report may be.
        package var importAgeDaysMax = 30
        /// The length of a slot; a divisor of 60.
        package var slotMinutes = 30
    }

    package struct Tokens: Hashable, Sendable {
        package var reportsPerDay = 200
        package var reportsPerDayInProbation = 50
        package var probationDays = 14
        package var days = 180
        package var inviteDays = 7
    }

    package struct Voices: Hashable, Sendable {
        package var halfLifeDays = 14.0
        /// Weeks until a week's key is erased, and its voices with it.
        package var weeks = 5
        /// Days that a muted voice counts nothing.
        package var muteDays = 35
    }

    /// When a plate is suspected.
    package struct Suspicion: Hashable, Sendable {
        package var evidence = 2.0
        package var voices = 3
        /// Below this much evidence a suspected plate falls back to watched.
        package var evidenceFloor = 0.5
    }

    /// How long moderators' decisions are shown, and to whom. Visibility may be narrowed, never widened.
    package struct Listings: Hashable, Sendable {
        package var confirmedDays = 30
        /// Days that token holders see `cleared_on`.
        package var clearedDays = 14
        /// Days in which only a moderator's `confirm` lists a cleared plate again.
        package var clearedHoldDays = 90
        package var isPublic = true
        package var suspectedViewer = Viewer.member
    }

    /// The signed list that devices keep.
    package struct List: Hashable, Sendable {
        /// How long a list is valid.
        package var hours = 24
        /// More confirmed plates than this are not all on the list.
        package var listingsMax = 200_000
    }

    package struct Moderation: Hashable, Sendable {
        /// How long a verdict can be undone.
        package var undoHours = 24
        /// More plates than this, purged or decided in bulk by one moderator within 24 hours, need a second moderator.
        package var secondAbove = 100
    }

    /// The rules for alerts: whether they carry the plate, their outputs and their limits.
    package struct Alerts: Hashable, Sendable {
        /// At most ``AlertOutput/countMax``; without one nothing is sent and nothing stored.
        package var outputs: [AlertOutput] = []
        /// Alerts an area and hour.
        package var perAreaHour = 6
        /// Alerts an hour in all.
        package var perHour = 30
        /// A sighting whose slot ended longer ago gives no alert: an old alert is worse than none.
        package var lateMinutesMax = 60
        /// Whether alerts carry the plate itself.
        package var carriesPlate = false
    }

    /// Where a day begins: at midnight of this offset, all year round.
    package var utcOffset = UTCOffset.zero
    package var reports = Reports()
    package var tokens = Tokens()
    package var voices = Voices()
    package var suspicion = Suspicion()
    package var listings = Listings()
    package var list = List()
    package var moderation = Moderation()
    package var alerts = Alerts()
    package var ageing = Ageing()

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

    /// The day of a report: that of its slot's start, as in aging. With an offset of a quarter of an hour midnight is inside a slot.
    func day(ofReportSeenAt seenAt: Instant) -> Day {
        day(of: Instant(seconds: slotStart(of: seenAt) * 60))
    }

    /// The start of the slot that holds an instant, in minutes since 1970.
    package func slot(of instant: Instant) -> Int32 {
        Int32(slotStart(of: instant))
    }

    /// The start of the slot of any time at all, in minutes since 1970.
    func slotStart(of instant: Instant) -> Int64 {
        instant.seconds.flooredQuotient(by: Int64(reports.slotMinutes) * 60) * Int64(reports.slotMinutes)
    }

    /// The weeks whose keys live on a day.
    package func livingWeeks(on day: Day) -> ClosedRange<Int32> {
        (day.week - Int32(voices.weeks) + 1)...day.week
    }
}
