import Testing
import ThawCLI
import Wire

@Suite("Times as a screen shows them")
struct TimeFormatTests {
    private let shown = TimeFormat(zone: Fixture.chicago, now: Fixture.now)

    @Test(arguments: [
        ("2026-11-22T21:30:00Z", "15:30–16:00"), ("2026-11-22T05:30:00Z", "21 Nov 23:30–00:00"),
        ("2025-12-31T20:00:00Z", "31 Dec 2025 15:00–15:30"),
    ])
    func `a slot has its day where that is not today`(_ utc: String, _ text: String) throws {
        #expect(shown.slot(from: try #require(WireTime.seconds(utc)), minutes: 30) == text)
    }

    @Test(arguments: [("2026-11-21", "21 Nov"), ("2025-11-21", "21 Nov 2025"), ("soon", "soon")])
    func `a day has its year where that is another`(_ day: String, _ text: String) {
        #expect(shown.day(day) == text)
    }

    @Test func `a time that is none is shown as it is`() {
        #expect(shown.clockOfTime("2026-11-22T21:41:00Z") == "15:41")
        #expect(shown.clockOfTime("whenever") == "whenever")
    }
}
