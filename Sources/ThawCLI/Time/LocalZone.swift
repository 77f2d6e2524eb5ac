import Glibc

/// A date and time of day on the local clock. The context knows the zone.
package struct WallTime: Hashable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour = 0
    package var minute = 0
    package var second = 0
}

extension WallTime {
    /// The clock in UTC at a Unix time.
    init(utc seconds: Int64) {
        var time = time_t(seconds)
        var fields = tm()
        gmtime_r(&time, &fields)
        self.init(
            year: Int(fields.tm_year) + 1900, month: Int(fields.tm_mon) + 1, day: Int(fields.tm_mday), hour: Int(fields.tm_hour),
            minute: Int(fields.tm_min), second: Int(fields.tm_sec))
    }

    /// The Unix time of this date and time in UTC; `nil` if it does not exist, such as February 30.
    var utcSeconds: Int64? {
        guard (1970...9999).contains(year) else { return nil }
        var fields = tm()
        fields.tm_year = Int32(year - 1900)
        fields.tm_mon = Int32(clamping: month - 1)
        fields.tm_mday = Int32(clamping: day)
        fields.tm_hour = Int32(clamping: hour)
        fields.tm_min = Int32(clamping: minute)
        fields.tm_sec = Int32(clamping: second)
        let seconds = Int64(timegm(&fields))
        return WallTime(utc: seconds) == self ? seconds : nil
    }

    /// Midnight of this day, moved by whole days.
    func dayStart(movedBy days: Int) -> WallTime {
        guard let noon = WallTime(year: year, month: month, day: day, hour: 12).utcSeconds else { return self }
        let moved = WallTime(utc: noon + Int64(days) * 86_400)
        return WallTime(year: moved.year, month: moved.month, day: moved.day)
    }
}

/// The volunteer's own time zone.
package struct LocalZone: Sendable {
    private let offset: @Sendable (Int64) -> Int

    /// - Parameter offset: Seconds east of Greenwich at a Unix time.
    package init(offset: @escaping @Sendable (Int64) -> Int) {
        self.offset = offset
    }

    package static let utc = LocalZone { _ in 0 }

    /// The zone that the machine is set to, or that `TZ` names.
    package static let system = LocalZone { seconds in
        var time = time_t(seconds)
        var fields = tm()
        localtime_r(&time, &fields)
        return Int(fields.tm_gmtoff)
    }

    /// Why the environment names a zone that this machine does not know: the C library would silently use UTC.
    static func problem(in environment: [String: String]) -> Failure? {
        guard let name = environment["TZ"], !name.isEmpty, !isKnown(name, environment) else { return nil }
        return .usage(
            "TZ names an unknown time zone: “\(name)”.",
            advice: "Write it like America/Chicago, or unset TZ. The package tzdata contains the zones.")
    }

    private static func isKnown(_ name: String, _ environment: [String: String]) -> Bool {
        let name = name.hasPrefix(":") ? String(name.dropFirst()) : name
        if ["UTC", "GMT"].contains(name) || isRule(name) { return true }
        guard !name.hasPrefix("/") else { return access(name, R_OK) == 0 }
        let folders = [environment["TZDIR"], "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"].compactMap(\.self)
        return folders.contains { access($0 + "/" + name, R_OK) == 0 }
    }

    /// Whether it is a rule as POSIX writes it: `CST6CDT`, `<-03>3`.
    private static func isRule(_ name: String) -> Bool {
        var rest = name[...]
        if rest.first == "<" {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
        } else {
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            guard letters.count >= 3 else { return false }
            rest = rest.dropFirst(letters.count)
        }
        if let sign = rest.first, sign == "+" || sign == "-" { rest = rest.dropFirst() }
        return rest.first.map { ("0"..."9").contains($0) } ?? false
    }

    package func wall(at seconds: Int64) -> WallTime {
        WallTime(utc: seconds + Int64(offset(seconds)))
    }

    /// The instants with this local time, in order: none if the clocks skip it, two if they are set back over it.
    package func instants(of wall: WallTime) -> [Int64] {
        guard let asUTC = wall.utcSeconds else { return [] }
        // No zone is more than a day from Greenwich, so the offsets around it are those of a day before and a day after.
        let offsets = Set([offset(asUTC - 86_400), offset(asUTC + 86_400)])
        return offsets.map { asUTC - Int64($0) }.filter { self.wall(at: $0) == wall }.sorted()
    }
}
