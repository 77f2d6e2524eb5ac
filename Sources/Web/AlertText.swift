package import Wire

/// The texts of alerts in one language: a sentence or two from a template, never anyone's own words.
package struct AlertText: Sendable {
    private let words: Words
    private let time: LocalTime
    private let dayOffsetSeconds: Int64

    /// - Parameters:
    ///   - dayOffsetSeconds: the seconds to add to UTC for the registry's days, which begin at the same time all year.
    ///   - offsetSeconds: the seconds to add to UTC at a time, in the zone of the pages.
    package init(_ words: Words, dayOffsetSeconds: Int64, offsetSeconds: @escaping @Sendable (Int64) -> Int64) {
        self.words = words
        self.dayOffsetSeconds = dayOffsetSeconds
        time = LocalTime(words: words, offsetSeconds: offsetSeconds)
    }

    /// A few words: `Confirmed vehicle seen`.
    package func title(of event: AlertBody.Kind) -> String { words["alert.\(event.rawValue).title"] }

    /// The text of a message from its other fields: `Seen: black Ford SUV, Powderhorn, 3:30–4:00 pm. Confirmed vehicle. …`
    ///
    /// Every correction has the same wording, so it does not reveal its cause.
    ///
    /// - Parameter now: the present time, since 1970; a day of another year is shown with its year.
    package func text(of body: AlertBody, asOf now: Int64) -> String {
        switch body.event {
        case .seen, .confirmed:
            let text = words.text("alert.\(body.event.rawValue)", ["what": subject(of: body, asOf: now)])
            guard let page = body.page else { return text }
            return "\(text) \(words.text("alert.check", ["page": page]))"
        case .correction: return words.text("alert.correction", ["what": subject(of: body, asOf: now)])
        case .heldBack: return words.text("alert.held_back", count: body.heldBack ?? 0)
        case .sample: return words["alert.sample"]
        }
    }

    /// The plate if it may be shown, the vehicle, the area and the time, as far as they are known.
    private func subject(of body: AlertBody, asOf now: Int64) -> String {
        var parts = [body.plate?.shown, body.vehicle.flatMap { name(of: $0) }].compactMap { $0 }
        if parts.isEmpty { parts = [words["alert.vehicle"]] }
        if let area = body.area { parts.append(area.name) }
        if let from = body.from.flatMap(WireTime.seconds), let to = body.to.flatMap(WireTime.seconds) {
            parts.append(time.slot(from, minutes: Int(to - from) / 60))
        } else if let day = body.day.flatMap(WireTime.day) {
            parts.append(days(of: day, asOf: now))
        }
        return parts.joined(separator: ", ")
    }

    /// The local days that a registry's day had a part of, up to now.
    ///
    /// An alert's time is local, so its reader counts it to the local day. In summer the registry's day ends an hour after local midnight,
    /// and nothing on disk may say on which side of it the vehicle was seen.
    private func days(of day: Int32, asOf now: Int64) -> String {
        let start = Int64(day) * Self.daySeconds - dayOffsetSeconds
        return time.days(from: start, to: max(start, min(start + Self.daySeconds - 1, now)), asOf: now)
    }

    private static let daySeconds: Int64 = 86_400

    /// `black Ford SUV`, or `white vehicle`: a color or a make alone would read like a part of the place. nil if nothing is known.
    private func name(of vehicle: VehicleBody) -> String? {
        vehicle == VehicleBody() ? nil : words.name(of: vehicle, unknownBody: words["alert.body"])
    }
}
