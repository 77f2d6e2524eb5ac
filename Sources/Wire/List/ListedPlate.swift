import FoundationEssentials
package import Vocabulary

/// A plate on the list for devices, with the data that a look-up on the street needs.
///
/// It has no areas, no first day and no number of reporters, because a signed copy outlives a purge.
package struct ListedPlate: Codable, Hashable, Sendable {
    package var plate: PlateBody
    package var status: Status
    package var signs: [String]
    /// Absent if no vehicle is known.
    package var vehicles: [VehicleBody]?
    package var lastDay: String

    package init(plate: PlateBody, status: Status, signs: [String], vehicles: [VehicleBody], lastDay: String) {
        self.plate = plate
        self.status = status
        self.signs = signs
        self.vehicles = vehicles.isEmpty ? nil : vehicles
        self.lastDay = lastDay
    }

    private enum CodingKeys: String, CodingKey {
        case plate, status, signs, vehicles
        case lastDay = "last_day"
    }

    /// Reads one listing of a list, with the library only if it is not plain JSON; `nil` if it is not a listing.
    package init?(json bytes: UnsafeRawBufferPointer) {
        if let plain = Self(plain: bytes) {
            self = plain
        } else {
            guard let read = try? WireJSON.decodeAnswer(ListedPlate.self, from: Data(bytes)) else { return nil }
            self = read
        }
    }

    private init?(plain bytes: UnsafeRawBufferPointer) {
        var json = PlainJSON(bytes)
        var plate: PlateBody?
        var status: Status?
        var signs: [String]?
        var vehicles: [VehicleBody]?
        var lastDay: String?
        let isPlain = json.object { json, name in
            switch name {
            case "plate": json.read(into: &plate) { PlateBody(plain: &$0) }
            case "status": json.read(into: &status) { $0.text().flatMap(Status.init(rawValue:)) }
            case "signs": json.read(into: &signs) { $0.list(limit: WireLimits.signsPerReport) { $0.text() } }
            case "vehicles": json.read(into: &vehicles) { $0.list(limit: WireLimits.vehiclesPerListing) { VehicleBody(plain: &$0) } }
            case "last_day": json.text(into: &lastDay)
            default: false
            }
        }
        guard isPlain, json.isAtEnd(), let plate, let status, let signs, let lastDay else { return nil }
        self.init(plate: plate, status: status, signs: signs, vehicles: vehicles ?? [], lastDay: lastDay)
    }

    func write(to json: inout JSONText) {
        json.write(#"{"plate":"#)
        plate.write(to: &json)
        json.write(#","status":"#, text: status.rawValue)
        json.write(#","signs":"#, list: signs) { $0.write(text: $1) }
        json.write(#","vehicles":"#, list: vehicles) { $1.write(to: &$0) }
        json.write(#","last_day":"#, text: lastDay)
        json.write("}")
    }
}

extension PlateBody {
    fileprivate init?(plain json: inout PlainJSON) {
        var issuer: String?
        var characters: String?
        let isPlain = json.object { json, name in
            switch name {
            case "issuer": json.text(into: &issuer)
            case "characters": json.text(into: &characters)
            default: false
            }
        }
        guard isPlain, let issuer, let characters else { return nil }
        self.init(issuer: issuer, characters: characters)
    }
}
