import Client
import Plates
import Wire

/// Answers from the list on this machine, if the server does not answer or must not be asked.
struct ListAnswer {
    let list: OpenList
    let isExact: Bool
    /// Why the server did not answer; `nil` if it was not asked.
    let failure: Failure?

    /// The result for one reading: listed, or not checked. A plate that is not on the list may be suspected, or confirmed since.
    func plate(_ reading: Reading) throws(ClientError) -> CheckedPlate {
        let matches = try list.lookUp(reading.plate.key, similar: !isExact)
        let similar = matches.similar.map { match in
            SimilarBody(
                plate: match.listing.plate, status: match.listing.status, difference: match.difference.name,
                vehicles: match.listing.vehicles ?? [])
        }
        return CheckedPlate(
            reading, listings: matches.listings, similar: similar, of: list.summary,
            missing: failure ?? Failure(.clientListOnly, ErrorCode.clientListOnly.advice))
    }
}

extension ClientError {
    /// Whether no answer about a plate came, so that the list may answer.
    var leavesItToTheList: Bool {
        switch kind {
        case .unreachable, .malformed: true
        // A busy server; not one that refuses the token.
        case .refused: isTemporary
        case .interrupted, .local: false
        }
    }
}
