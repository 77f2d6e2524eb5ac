import Wire

/// Times and days as a screen shows them, in the volunteer's zone.
package struct TimeFormat: Sendable {
    package let zone: LocalZone
    package let now: Int64

    package init(zone: LocalZone, now: Int64) {
        self.zone = zone
        self.now = now
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `15:41`, after its day if that is not today.
    package func clock(_ seconds: Int64) -> String {
        let wall = zone.wall(at: seconds)
        return dayBefore(wall) + Self.clock(wall)
    }

    /// `15:30–16:00`, after its day if that is not today.
    package func slot(from seconds: Int64, minutes: Int) -> String {
        let start = zone.wall(at: seconds)
        return dayBefore(start) + Self.clock(start) + "–" + Self.clock(zone.wall(at: seconds + Int64(minutes) * 60))
    }

    /// `21 Nov` for a day such as `2026-11-21`, with the year if it is not this one; the text unchanged if it is not a day.
    package func day(_ text: String) -> String {
        guard let number = WireTime.day(text) else { return text }
        return day(WallTime(utc: Int64(number) * 86_400))
    }

    /// The day of an RFC 3339 time, as ``day(_:)`` shows it.
    package func dayOfTime(_ text: String) -> String {
        WireTime.seconds(text).map { day(zone.wall(at: $0)) } ?? text
    }

    /// The time of day of an RFC 3339 time; the text unchanged if it is not one.
    package func clockOfTime(_ text: String) -> String {
        WireTime.seconds(text).map(clock) ?? text
    }

    private func day(_ wall: WallTime) -> String {
        let short = "\(wall.day) \(Self.months[wall.month - 1])"
        return wall.year == zone.wall(at: now).year ? short : "\(short) \(wall.year)"
    }

    private func dayBefore(_ wall: WallTime) -> String {
        wall.dayStart(movedBy: 0) == zone.wall(at: now).dayStart(movedBy: 0) ? "" : day(wall) + " "
    }

    private static func clock(_ wall: WallTime) -> String {
        twoDigits(wall.hour) + ":" + twoDigits(wall.minute)
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

/// How long something is, in words: `2 s`, `5 min`, `3 hours`.
func duration(_ seconds: Int64) -> String {
    switch seconds.magnitude {
    case ..<120: "\(seconds.magnitude) s"
    case ..<7_200: "\(seconds.magnitude / 60) min"
    case ..<172_800: "\(seconds.magnitude / 3_600) hours"
    default: "\(seconds.magnitude / 86_400) days"
    }
}
