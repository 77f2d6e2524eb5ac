/// The answer to `GET /v1/stats`: figures that identify no plate.
package struct StatsBody: Codable, Hashable, Sendable {
    package var asOf: String
    /// Confirmed sightings of the whole registry, by finished day, newest first.
    package var days: [DayFigure]
    /// Confirmed sightings by area and finished week, if at least five confirmed plates are counted.
    package var weeks: [WeekFigure]
    /// Listings that the requester may see.
    package var listings: ListingsFigure
    /// The number of sightings and plates that aged out since the registry began.
    package var agedOut: AgedOutFigure
    package var help: String?
    package var contact: String?

    package init(
        asOf: String, days: [DayFigure], weeks: [WeekFigure], listings: ListingsFigure, agedOut: AgedOutFigure, help: String? = nil,
        contact: String? = nil
    ) {
        self.asOf = asOf
        self.days = days
        self.weeks = weeks
        self.listings = listings
        self.agedOut = agedOut
        self.help = help
        self.contact = contact
    }

    private enum CodingKeys: String, CodingKey {
        case asOf = "as_of"
        case days, weeks, listings
        case agedOut = "aged_out"
        case help, contact
    }

    package struct DayFigure: Codable, Hashable, Sendable {
        package var day: String
        package var sightings: Int

        package init(day: String, sightings: Int) {
            self.day = day
            self.sightings = sightings
        }
    }

    package struct WeekFigure: Codable, Hashable, Sendable {
        /// The week's first day.
        package var week: String
        package var area: String
        package var sightings: Int

        package init(week: String, area: String, sightings: Int) {
            self.week = week
            self.area = area
            self.sightings = sightings
        }
    }

    /// Counts by status; absent if the requester may not see the status.
    package struct ListingsFigure: Codable, Hashable, Sendable {
        package var confirmed: Int?
        package var suspected: Int?

        package init(confirmed: Int? = nil, suspected: Int? = nil) {
            self.confirmed = confirmed
            self.suspected = suspected
        }
    }

    package struct AgedOutFigure: Codable, Hashable, Sendable {
        package var sightings: Int
        package var plates: Int

        package init(sightings: Int, plates: Int) {
            self.sightings = sightings
            self.plates = plates
        }
    }
}
