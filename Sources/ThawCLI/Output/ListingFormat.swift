import Plates
import Vocabulary
import Wire

/// Formats plates, vehicles and listings, the same in every command.
struct ListingFormat {
    let time: TimeFormat

    static func plate(_ plate: PlateBody) -> String {
        plate.plate?.shown ?? "\(plate.issuer) \(plate.characters)"
    }

    /// `black SUV, Ford`; empty if nothing is known.
    static func vehicle(_ vehicle: VehicleBody) -> String {
        let color = vehicle.color.map { Color(rawValue: $0)?.name ?? $0 }
        let body = vehicle.body.map { Body(rawValue: $0)?.name ?? $0 }
        let make = vehicle.make.map { Make(rawValue: $0)?.name ?? $0 }
        return [[color, body].compactMap(\.self).joined(separator: " "), make ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    static func vehicles(_ vehicles: [VehicleBody]) -> String {
        vehicles.map(vehicle).joined(separator: " / ")
    }

    /// The cells after the plate.
    func details(_ listing: ListingBody) -> [Cell] {
        var cells = [
            Cell(listing.status.rawValue, style: .strong),
            Cell("last seen " + time.day(listing.lastDay), plain: listing.lastDay),
            Cell(Self.vehicles(listing.vehicles)),
            Cell(listing.signs.joined(separator: ", "), plain: listing.signs.joined(separator: ",")),
            Cell(areas(listing), plain: listing.areas.joined(separator: ",")),
        ]
        if listing.seenOnSeveralVehicles == true { cells.append(Cell("seen on more than one vehicle", style: .caution)) }
        return cells
    }

    /// The same of a listing on this machine's list, which has no areas.
    func details(kept listing: ListedPlate) -> [Cell] {
        [
            Cell(listing.status.rawValue, style: .strong),
            Cell("last seen " + time.day(listing.lastDay), plain: listing.lastDay),
            Cell(Self.vehicles(listing.vehicles ?? [])),
            Cell(listing.signs.joined(separator: ", "), plain: listing.signs.joined(separator: ",")),
            Cell(""),
        ]
    }

    /// The areas of a listing; within the live window with the time slot.
    private func areas(_ listing: ListingBody) -> String {
        let live = (listing.live ?? []).map { "\($0.area) \(time.clockOfTime($0.slot))" }
        let others = listing.areas.filter { area in !(listing.live ?? []).contains { $0.area == area } }
        return (live + others).joined(separator: ", ")
    }

    static let listingTitles = ["plate", "status", "last seen", "vehicle", "signs", "areas", "reporters"]

    /// A listing as a row under ``listingTitles``.
    func row(_ listing: ListingBody) -> [Cell] {
        let several = listing.seenOnSeveralVehicles == true ? " (more than one vehicle)" : ""
        return [
            Cell(Self.plate(listing.plate), field: 12, style: .strong),
            Cell(listing.status.rawValue),
            Cell(time.day(listing.lastDay), plain: listing.lastDay),
            Cell(Self.vehicles(listing.vehicles) + several),
            Cell(listing.signs.joined(separator: ", "), plain: listing.signs.joined(separator: ",")),
            Cell(areas(listing), plain: listing.areas.joined(separator: ",")),
            Cell(listing.reporters),
        ]
    }

    /// How a similar plate differs: `(8 or B)`.
    static func difference(_ similar: SimilarBody, from asked: Plate) -> String {
        switch similar.difference {
        case PlateDifference.confusable.name:
            guard let plate = similar.plate.plate,
                let pair = asked.key.confusedCharacters(with: plate.key)
            else { return "(easily confused)" }
            return "(\(pair.0) or \(pair.1))"
        case PlateDifference.issuer.name: return similar.plate.plate?.issuer == .unknown ? "(issuer unknown)" : "(another issuer)"
        case PlateDifference.swapped.name: return "(two characters swapped)"
        case PlateDifference.substituted.name: return "(one character differs)"
        default:
            let more = similar.plate.characters.count - asked.characters.count
            return more == 0 ? "" : more > 0 ? "(one extra character)" : "(one missing character)"
        }
    }
}

extension Output {
    /// Prints the operator's help and contact lines.
    func lines(help: String?, contact: String?) {
        if let help { notice("Help: \(help)") }
        if let contact { notice("Contact: \(contact)") }
    }
}
