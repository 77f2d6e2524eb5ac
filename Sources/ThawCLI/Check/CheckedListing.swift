import Wire

/// A listing in an answer: as the server sent it, or as the list on this machine has it.
enum CheckedListing: Encodable, Sendable {
    case sent(ListingBody)
    case kept(ListedPlate)

    var plate: PlateBody {
        switch self {
        case .sent(let listing): listing.plate
        case .kept(let listing): listing.plate
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .sent(let listing): try listing.encode(to: encoder)
        case .kept(let listing): try listing.encode(to: encoder)
        }
    }
}
