import Plates
import Vocabulary
import Wire

/// The form for a report; or why this reader has none.
struct ReportPage: Sendable {
    let frame: PageFrame
    let needsLogin: Bool
    let needsRole: Bool
    let canReport: Bool
    let form: ReportForm
}

/// The fields of a report as a form has them: as typed and chosen, unchecked.
package struct ReportFields: Hashable, Sendable {
    package var id: String?
    package var plate = ""
    /// Empty for the registry's own issuer.
    package var issuer = ""
    package var area = ""
    /// RFC 3339; nil means the present.
    package var seenAt: String?
    package var color = ""
    package var body = ""
    package var make = ""
    package var signs: Set<String> = []

    package init(id: String? = nil) {
        self.id = id
    }
}

/// The form, filled in.
struct ReportForm: Sendable {
    let id: String?
    let plate: String
    /// The code of the registry's own issuer, which the form sends as none.
    let own: String
    let issuers: [Choice]
    let areas: [Choice]
    /// How old a report may be, in hours.
    let age: Int
    /// The time of the form in seconds, for scripts.
    let clock: Int?
    let slots: [Choice]
    let colors: [Choice]
    let bodies: [Choice]
    let makes: [Choice]
    let signs: [Choice]

    /// - Parameter now: Unix seconds; nil to let scripts choose the slots.
    init(_ site: Site, _ edition: Edition, at now: Int64?, filled fields: ReportFields = ReportFields()) {
        let words = edition.words
        id = fields.id
        plate = fields.plate
        own = site.settings.issuer.code
        issuers = Self.issuers(site.settings, words).map { Choice(value: $0, name: $1, isChosen: $0 == fields.issuer) }
        areas = site.areaChoices(fields.area)
        age = site.settings.reportAgeHours
        clock = now.map { Int($0) }
        slots = now.map { Self.slots(until: $0, site.settings, edition, chosen: fields.seenAt) } ?? []
        colors = words.choices("color", Color.allCases, chosen: fields.color)
        bodies = words.choices("body", Body.allCases, chosen: fields.body)
        makes = words.choices("make", Make.allCases, chosen: fields.make)
        signs = Sign.allCases.map(\.rawValue).map { sign in
            Choice(value: sign, name: words.name("sign", sign), isChosen: fields.signs.contains(sign))
        }
    }

    /// The registry's own issuer, "I do not know", then its country's issuers and the others.
    private static func issuers(_ settings: SiteSettings, _ words: Words) -> [(value: String, name: String)] {
        let unknown = Issuer.unknown
        let own = settings.issuer
        let others = Issuer.all.filter { $0 != own && $0 != unknown }
        let sorted = others.filter { $0.country == settings.country } + others.filter { $0.country != settings.country }
        let first = own == unknown ? [] : [("", own.name)]
        let dontKnow = (own == unknown ? "" : unknown.code, words["report.issuer.unknown"])
        return first + [dontKnow] + sorted.map { ($0.code, $0.name) }
    }

    /// The slots of a report that is not too old, the newest first. Each has a fixed time, so that a form left open stays true.
    private static func slots(until now: Int64, _ settings: SiteSettings, _ edition: Edition, chosen: String?) -> [Choice] {
        let length = Int64(settings.slotMinutes) * 60
        return (0..<Int64(settings.reportAgeHours) * 3_600 / length).map { index in
            let start = now - now % length - index * length
            let value = WireTime.text(start)
            return Choice(
                value: value, name: edition.time.recentSlot(start, now: now, minutes: settings.slotMinutes), isChosen: value == chosen)
        }
    }
}

extension LocalTime {
    /// A slot of the last 24 hours: `Now (3:30–4:00 pm)`, `yesterday, 11:00–11:30 pm`.
    func recentSlot(_ start: Int64, now: Int64, minutes: Int) -> String {
        let name = slot(start, minutes: minutes)
        if now - start < Int64(minutes) * 60 { return words.text("time.now", ["slot": name]) }
        func day(_ seconds: Int64) -> Int64 { (seconds + offsetSeconds(seconds)) / 86_400 }
        return day(start) == day(now) ? name : words.text("time.day_and_slot", ["day": words["time.yesterday"], "slot": name])
    }
}

extension Site {
    /// The page for a new report.
    ///
    /// - Parameters:
    ///   - now: Unix seconds.
    ///   - fields: the fields that are already filled in.
    package func report(at now: Int64, filled fields: ReportFields, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let canReport = reader.role.map { $0 >= .volunteer } ?? false
        return edition.templates.page(
            .report,
            ReportPage(
                frame: PageFrame(self, edition, for: reader), needsLogin: reader.role == nil, needsRole: reader.role != nil && !canReport,
                canReport: canReport, form: ReportForm(self, edition, at: now, filled: fields)))
    }
}
