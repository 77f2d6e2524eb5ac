import Plates
import Vocabulary
import Web
import Wire

extension Site {
    static let sampleNow = "2026-11-22T21:41:00Z"
    static let sampleSeconds = WireTime.seconds(sampleNow)!
    /// In the zone of `sampleNow`'s 3:41 pm.
    static let sample = make()

    static func make(_ change: (inout SiteSettings) -> Void = { _ in }) -> Site {
        var settings = SiteSettings(
            name: "Thaw of Harrow Falls", contact: "Wrongly listed? Write to contact@example.org",
            onion: "http://exampleexampleexampleexampleexampleexampleexampleexample.onion", areas: .sample,
            timeZone: "America/Chicago", offsetSeconds: { _ in -6 * 3600 })
        for language in Language.builtIn { settings.help[language] = "Legal hotline 612-555-0100, day and night: do not open the door." }
        change(&settings)
        do { return try Site(settings) } catch { preconditionFailure("the built-in words are malformed: \(error)") }
    }
}

extension Site {
    /// With the longest texts that an operator may set.
    static let wordy = make { settings in
        let line = "Call 612-555-0100 or 651-555-0100, day and night. "
        let text = String(String(repeating: line, count: 6).prefix(280))
        for language in Language.builtIn { settings.help[language] = text }
        settings.contact = text
        settings.areas = .grid(columns: 8, rows: 5, nameLength: 100)
    }
}

extension AreaMap {
    /// Twelve areas of four columns, whose neighbors share a border.
    static let sample = grid(columns: 4, rows: 3)

    static func grid(columns: Int, rows: Int, pointsPerSide: Int = 1, nameLength: Int = 0) -> AreaMap {
        let areas = (0..<columns * rows).map { index in
            let corner = (Double(index % columns) * 0.03 - 93.3, Double(index / columns) * 0.02 + 44.9)
            let ring = outline(pointsPerSide).map { Polygon.Position(longitude: corner.0 + $0 * 0.03, latitude: corner.1 + $1 * 0.02) }
            let name = "Area \(index)"
            return AreaMap.Area(
                id: AreaID("area-\(index)")!, name: name + String(repeating: "x", count: max(0, nameLength - name.count)),
                polygons: [Polygon(rings: [ring])!])
        }
        return try! AreaMap(areas)
    }

    /// A square of side 1, closed.
    private static func outline(_ points: Int) -> [(Double, Double)] {
        let side = (0..<points).map { Double($0) / Double(points) }
        return side.map { ($0, 0) } + side.map { (1, $0) } + side.map { (1 - $0, 1) } + side.map { (0, 1 - $0) } + [(0, 0)]
    }
}

extension Plate {
    static func sample(_ texts: String...) -> [Plate] { texts.map { try! Plate(certain: $0) } }
}

extension Vehicle {
    static let sample = VehicleBody(color: "black", body: "suv", make: "ford")
}

extension ListingBody {
    private static func listing(_ plate: String, _ status: Status) -> ListingBody {
        ListingBody(
            plate: PlateBody(Plate.sample(plate)[0]), status: status, firstDay: "2026-11-02", lastDay: "2026-11-22",
            signs: ["convoy", "agency-markings"], vehicles: [Vehicle.sample, VehicleBody()], reporters: "up to 5",
            areas: status == .suspected ? [] : ["area-0", "area-3", "gone"], seenOnSeveralVehicles: status == .confirmed)
    }

    static let confirmed = listing("MN ABC128", .confirmed)
    static func confirmed(_ plate: Plate) -> ListingBody {
        var listing = confirmed
        listing.plate = PlateBody(plate)
        return listing
    }

    static let suspected = listing("WI XYZ9874", .suspected)
    static let watched = listing("WI XYZ9874", .watched)
    static let seenLately = {
        var listing = confirmed
        listing.live = [LiveBody(area: "area-0", slot: "2026-11-22T21:30:00Z"), LiveBody(area: "area-1", slot: "2026-11-22T17:30:00Z")]
        return listing
    }()
}

extension LookupsResponse {
    /// One plate, with everything that an answer can show.
    static let most: LookupsResponse = {
        let issuers = Issuer.all.dropFirst().prefix(12)
        var listing = ListingBody.seenLately
        listing.signs = Sign.allCases.map(\.rawValue)
        listing.areas = (0..<40).map { "area-\($0)" }
        listing.vehicles = Array(repeating: VehicleBody(color: "multicolor", body: "motorcycle", make: "mercedes-benz"), count: 6)
        func plate(_ issuer: Issuer) -> Plate { try! Plate(characters: "ABC1234567", issuer: issuer) }
        // The longest names: of the two plates that are shown in full, and of three readings that are not listed.
        let longest = Issuer.all.sorted { $0.name.count > $1.name.count }
        let plates = longest[..<2].map(plate) + issuers.dropLast(2).map(plate)
        return LookupsResponse(
            asOf: Site.sampleNow,
            results: [
                LookupResult(
                    query: "ABC1234567", outcome: .listed, readings: [plates[0]] + longest[2..<5].map(plate),
                    listings: plates.map { plate in
                        var one = listing
                        one.plate = PlateBody(plate)
                        return one
                    },
                    similar: (0..<20).map { _ in
                        SimilarBody(plate: PlateBody(plates[5]), status: .confirmed, difference: "substitution", vehicles: [Vehicle.sample])
                    },
                    cleared: plates.map { ClearedBody(plate: PlateBody($0), clearedOn: "2025-11-14") })
            ])
    }()
}

extension StatsBody {
    static let sample = StatsBody(
        asOf: Site.sampleNow, days: (1...35).map { .init(day: WireTime.dayText(20_779 - Int32($0)), sightings: $0 * 7 % 23) },
        weeks: (0..<9).map { .init(week: "2026-11-09", area: "area-\($0)", sightings: 5 + $0 * 700) }
            + (2..<6).map { .init(week: "2026-11-02", area: "area-\($0)", sightings: 5 + $0 * 7) },
        listings: .init(confirmed: 41, suspected: 1), agedOut: .init(sightings: 12_300, plates: 400))
}

extension TokenBody {
    static let sample = TokenBody(
        id: "K7PX", role: .volunteer, trusted: false, issuedOn: "2026-11-20", expiresOn: "2027-05-19", revoked: false)
}

extension String {
    static let sampleID = "0123456789abcdef0123456789abcdef"
}

extension ReportBody {
    static let sample = ReportBody(
        id: .sampleID, plate: "MN-ABC128", seenAt: "2026-11-22T21:30:00Z", area: "area-1", vehicle: VehicleBody(color: "black"),
        signs: ["convoy", "staging"])
}

extension ReportFields {
    static let sample = {
        var fields = ReportFields(id: .sampleID)
        (fields.plate, fields.area, fields.color, fields.signs) = ("MN-ABC128", "area-1", "black", ["convoy", "staging"])
        fields.seenAt = "2026-11-22T21:00:00Z"
        return fields
    }()
}
