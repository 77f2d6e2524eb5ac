import Sightings
import Vocabulary
import Wire

extension ListingBody {
    init(_ listing: VisibleListing, _ rules: Rules) {
        self.init(
            plate: PlateBody(listing.plate), status: listing.status, firstDay: WireTime.dayText(listing.firstDay.number),
            lastDay: WireTime.dayText(listing.lastDay.number), signs: listing.signs.map(\.rawValue),
            vehicles: listing.vehicles.map(VehicleBody.init),
            reporters: Self.text(listing.reporters), areas: listing.areas.map(\.description), live: listing.live.map(LiveBody.init),
            sightings: listing.seen.map(SightingBody.init), seenOnSeveralVehicles: listing.isOnSeveralVehicles)
    }

    private static func text(_ reporters: Reporters) -> String {
        switch reporters {
        case .upToFive: "up to 5"
        case .sixToTen: "6–10"
        case .overTen: "over 10"
        case .exactly(let count): String(count)
        }
    }
}

extension LiveBody {
    init(_ seen: SeenIn) {
        self.init(area: seen.area.description, slot: WireTime.text(Int64(seen.period.number) * 60))
    }
}

extension SightingBody {
    init(_ seen: SeenIn) {
        let number = seen.period.number
        switch seen.period.step {
        case .slot, .day: self.init(area: seen.area.description, day: WireTime.dayText(number))
        case .week: self.init(area: seen.area.description, week: WireTime.dayText(Day.firstDay(ofWeek: number).number))
        }
    }
}
