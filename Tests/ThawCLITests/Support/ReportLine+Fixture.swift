import Plates
import ThawCLI
import Vocabulary

extension ReportLine {
    /// Saturday 28 November 2026, 12:20 in Chicago.
    static let fixtureNow: Int64 = 1_795_890_000

    /// Reads a line as it is typed at that time.
    static func fixture(home: Issuer? = Issuer(code: "US-MN"), named: Issuer? = nil) -> ReportLine {
        ReportLine(
            areas: AreaNames(RelayedRegistry.areas), country: .us,
            times: TimeReader(zone: Fixture.chicago, now: fixtureNow, ageHoursMax: 24), home: home, named: named)
    }
}

extension ReportDraft {
    /// The plates that are recorded without a question.
    var plateWords: [String] {
        plates.map { ($0.namesIssuer ? $0.plate.issuer.abbreviation + ":" : "") + $0.plate.characters }
    }

    /// The hour and minute in Chicago, if a time was said.
    var timeWords: [String] {
        guard let wall = seenAt.map(Fixture.chicago.wall) else { return [] }
        return ["\(wall.hour):\(wall.minute)"]
    }

    /// The plates that are recorded without a question, then "?" and the kinds of the questions, then the time if one was said.
    var summary: String {
        (plateWords + ambiguities.map { "?" + $0.field.rawValue } + timeWords).joined(separator: " ")
    }
}
