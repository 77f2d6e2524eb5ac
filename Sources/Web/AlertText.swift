package import Wire

/// What alerts say in one language: a sentence or two from a template, never anyone's own words.
package struct AlertText: Sendable {
    private let words: Words
    private let time: LocalTime

    /// - Parameter offsetSeconds: the seconds to add to UTC at a time, in the registry's zone.
    package init(_ words: Words, offsetSeconds: @escaping @Sendable (Int64) -> Int64) {
        self.words = words
        time = LocalTime(words: words, offsetSeconds: offsetSeconds)
    }

    /// A few words: `Confirmed vehicle seen`.
    package func title(of event: AlertBody.Kind) -> String { words["alert.\(event.rawValue).title"] }

    /// The text of a message from its other fields: `Seen: black Ford SUV, Powderhorn, 3:30–4:00 pm. Confirmed vehicle. …`
    ///
    /// A correction has one wording, whatever its cause.
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

    /// The plate if it may be told, the vehicle, the area and the time, as far as they are known.
    private func subject(of body: AlertBody, asOf now: Int64) -> String {
        var parts = [body.plate?.shown, body.vehicle.flatMap { name(of: $0) }].compactMap { $0 }
        if parts.isEmpty { parts = [words["alert.vehicle"]] }
        if let area = body.area { parts.append(area.name) }
        if let from = body.from.flatMap(WireTime.seconds), let to = body.to.flatMap(WireTime.seconds) {
            parts.append(time.slot(from, minutes: Int(to - from) / 60))
        } else if let day = body.day {
            parts.append(time.day(day, asOf: WireTime.text(now)))
        }
        return parts.joined(separator: ", ")
    }

    /// `black Ford SUV`, or `white vehicle`: a color or a make alone would read like a part of the place. nil if nothing is known.
    private func name(of vehicle: VehicleBody) -> String? {
        vehicle == VehicleBody() ? nil : words.name(of: vehicle, unknownBody: words["alert.body"])
    }
}
