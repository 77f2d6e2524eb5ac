import Wire

/// Times and days as people of one language read them, in the registry's time zone.
struct LocalTime: Sendable {
    let words: Words
    /// The seconds to add to UTC at a time.
    let offsetSeconds: @Sendable (Int64) -> Int64

    /// The time of day of an RFC 3339 time: `3:41 pm`. `nil` if it is malformed.
    func clock(_ text: String) -> String? {
        WireTime.seconds(text).map(clock)
    }

    func clock(_ seconds: Int64) -> String {
        let (clock, half) = parts(seconds)
        return words.text("time.clock", clock.merging(["half": half]) { $1 })
    }

    /// A slot that starts at a time: `3:30–4:00 pm`.
    func slot(_ start: Int64, minutes: Int) -> String {
        let (from, firstHalf) = parts(start)
        let (to, lastHalf) = parts(start + Int64(minutes) * 60)
        let isOneHalf = firstHalf == lastHalf
        func clock(_ parts: [String: String], _ half: String) -> String {
            words.text("time.clock", parts.merging(["half": isOneHalf ? "" : half]) { $1 })
        }
        return words.text(
            "time.slot", ["from": clock(from, firstHalf), "to": clock(to, lastHalf), "half": isOneHalf ? lastHalf : ""])
    }

    /// The hour and the minute, and the half of the day with a space before it.
    private func parts(_ seconds: Int64) -> (clock: [String: String], half: String) {
        let minutes = Self.modulo(seconds + offsetSeconds(seconds), 86_400) / 60
        let (hour, minute) = (minutes / 60, minutes % 60)
        let shownHour = words.hasTwelveHours ? (hour + 11) % 12 + 1 : hour
        return (
            ["hour": String(shownHour), "minute": minute < 10 ? "0\(minute)" : String(minute)], words[hour < 12 ? "time.am" : "time.pm"]
        )
    }

    /// A day such as `2026-11-14`: `November 14`, with its year if that is not the year of `now`.
    func day(_ text: String, asOf now: String) -> String {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return text }
        let key = text.prefix(4) == now.prefix(4) ? "time.day" : "time.day_and_year"
        return words.text(
            key,
            ["month": words["month.\(parts[1])"], "day": parts[2] == 1 ? words["time.first"] : String(parts[2]), "year": String(parts[0])])
    }

    /// Days such as `November 2 – November 8`; one day alone.
    func days(_ first: String, _ last: String, asOf now: String) -> String {
        let (first, last) = (day(first, asOf: now), day(last, asOf: now))
        return first == last ? first : words.text("time.range", ["from": first, "to": last])
    }

    /// The local days from one time to another.
    func days(from first: Int64, to last: Int64, asOf now: Int64) -> String {
        days(localDay(first), localDay(last), asOf: localDay(now))
    }

    private func localDay(_ seconds: Int64) -> String {
        let local = seconds + offsetSeconds(seconds)
        return WireTime.dayText(Int32((local - Self.modulo(local, 86_400)) / 86_400))
    }

    private static func modulo(_ number: Int64, _ divisor: Int64) -> Int64 {
        let rest = number % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
