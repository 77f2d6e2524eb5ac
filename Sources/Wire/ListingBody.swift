package import Vocabulary

/// One plate, as far as the requester may see it.
package struct ListingBody: Codable, Hashable, Sendable {
    package var plate: PlateBody
    package var status: Status
    package var firstDay: String
    package var lastDay: String
    package var signs: [String]
    package var vehicles: [VehicleBody]
    /// `up to 5`, `6–10` or `over 10`; an exact number for moderators.
    package var reporters: String
    /// The areas of the last 30 days; empty if the requester may not see them.
    package var areas: [String]
    /// For token holders: sightings of a confirmed plate within the live window.
    package var live: [LiveBody]?
    /// For moderators: the areas by day or week.
    package var sightings: [SightingBody]?
    /// True if reports disagree on the vehicle: plates are cloned, swapped and misread.
    package var seenOnSeveralVehicles: Bool?

    package init(
        plate: PlateBody, status: Status, firstDay: String, lastDay: String, signs: [String], vehicles: [VehicleBody], reporters: String,
        areas: [String], live: [LiveBody] = [], sightings: [SightingBody] = [], seenOnSeveralVehicles: Bool = false
    ) {
        self.plate = plate
        self.status = status
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.signs = signs
        self.vehicles = vehicles
        self.reporters = reporters
        self.areas = areas
        self.live = live.isEmpty ? nil : live
        self.sightings = sightings.isEmpty ? nil : sightings
        self.seenOnSeveralVehicles = seenOnSeveralVehicles ? true : nil
    }

    private enum CodingKeys: String, CodingKey {
        case plate, status, signs, vehicles, reporters, areas, live, sightings
        case firstDay = "first_day"
        case lastDay = "last_day"
        case seenOnSeveralVehicles = "seen_on_several_vehicles"
    }
}

/// A sighting by area and slot start.
package struct LiveBody: Codable, Hashable, Sendable {
    package var area: String
    package var slot: String

    package init(area: String, slot: String) {
        self.area = area
        self.slot = slot
    }
}

/// A sighting by area, and day or first day of the week.
package struct SightingBody: Codable, Hashable, Sendable {
    package var area: String
    package var day: String?
    package var week: String?

    package init(area: String, day: String? = nil, week: String? = nil) {
        self.area = area
        self.day = day
        self.week = week
    }
}

/// One page of listings; also the answer to a search.
package struct ListingsPage: Codable, Hashable, Sendable {
    package var asOf: String
    package var listings: [ListingBody]
    /// The cursor of the next page; absent on the last.
    package var next: String?
    /// Whether more listings fit than a search by keys returns; absent if not.
    package var more: Bool?
    package var help: String?
    package var contact: String?

    package init(asOf: String, listings: [ListingBody], next: String? = nil, help: String? = nil, contact: String? = nil) {
        self.asOf = asOf
        self.listings = listings
        self.next = next
        self.help = help
        self.contact = contact
    }

    private enum CodingKeys: String, CodingKey {
        case asOf = "as_of"
        case listings, next, more, help, contact
    }
}
