import Sightings
import Vocabulary
import Wire

extension Answers {
    /// Figures that identify no plate.
    func stats(as requester: Requester) async -> StatsBody {
        let now = clock.now()
        let stats = await ledger.listings.stats(as: requester.viewer, at: now)
        let days = stats.byDay.sorted { $0.key > $1.key }
            .map { StatsBody.DayFigure(day: WireTime.dayText($0.key.number), sightings: $0.value) }
        let weeks = stats.byAreaAndWeek.sorted { ($1.key.week, $0.key.area) < ($0.key.week, $1.key.area) }
            .map { figure in
                StatsBody.WeekFigure(
                    week: WireTime.dayText(Day.firstDay(ofWeek: figure.key.week).number), area: figure.key.area.description,
                    sightings: figure.value)
            }
        return StatsBody(
            asOf: WireTime.text(now.seconds), days: days, weeks: weeks,
            listings: StatsBody.ListingsFigure(confirmed: stats.byStatus[.confirmed], suspected: stats.byStatus[.suspected]),
            agedOut: StatsBody.AgedOutFigure(sightings: Int(stats.agedSightings), plates: Int(stats.agedPlates)),
            help: chapter.help, contact: chapter.contact)
    }
}
