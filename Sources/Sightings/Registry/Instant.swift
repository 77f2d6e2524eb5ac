/// A moment, in whole seconds since 1970-01-01 00:00 UTC.
package struct Instant: Hashable, Comparable, Sendable {
    package var seconds: Int64

    package init(seconds: Int64) {
        self.seconds = seconds
    }

    package static let distantFuture = Instant(seconds: .max)

    package static func < (left: Instant, right: Instant) -> Bool {
        left.seconds < right.seconds
    }

    package func adding(minutes: Int = 0, hours: Int = 0) -> Instant {
        Instant(seconds: seconds + Int64(minutes) * 60 + Int64(hours) * 3600)
    }
}

/// A day of the registry: days since 1970-01-01, each from midnight to midnight of `registry.utc_offset`.
package struct Day: Hashable, Comparable, Sendable {
    package var number: Int32

    package init(number: Int32) {
        self.number = number
    }

    package static func < (left: Day, right: Day) -> Bool {
        left.number < right.number
    }

    package static func + (day: Day, days: Int) -> Day {
        Day(number: day.number + Int32(days))
    }

    package static func - (left: Day, right: Day) -> Int {
        Int(left.number) - Int(right.number)
    }

    /// The week that holds the day, Monday to Sunday, counted from the one of 1970-01-01.
    package var week: Int32 {
        (number + 3).flooredQuotient(by: 7)
    }

    /// A week's Monday.
    package static func firstDay(ofWeek week: Int32) -> Day {
        Day(number: week * 7 - 3)
    }
}

/// The source of time; injected, so that tests need not sleep.
package struct WallClock: Sendable {
    package var now: @Sendable () -> Instant
    /// The jump in seconds since the start, if it is so large that an operator must confirm the time; else nil.
    package var jump: @Sendable () -> Int64? = { nil }

    package init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }
}

extension FixedWidthInteger {
    /// The quotient rounded toward minus infinity, for a positive divisor.
    func flooredQuotient(by divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
