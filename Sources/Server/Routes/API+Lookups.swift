import Hummingbird
import Plates
import Sightings
import Vocabulary
import Wire

extension API {
    /// `POST /v1/lookups`: answered from memory, without waiting for the ledger.
    @Sendable
    func lookUp(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let viewer = context.viewer
        guard viewer >= ledger.rules.lowestViewer(of: .confirmed) else { throw Refusal(.lookupPrivate) }
        let isMember = viewer > .anyone
        let asked = try await request.json(LookupsRequest.self, limitBytes: isMember ? WireLimits.batchBytes : WireLimits.bodyBytes)
        guard isMember || asked.plates.count <= WireLimits.platesPerPublicLookup else {
            throw Refusal(
                .requestTooManyItems, detail: "Without a token, send at most \(WireLimits.platesPerPublicLookup) at once.", field: "plates")
        }
        let now = clock.now()
        let results = asked.plates.map { result(of: $0, similar: asked.similar, as: viewer, at: now) }
        return .json(
            LookupsResponse(
                asOf: WireTime.text(now.seconds), results: results, help: settings.chapter.help, contact: settings.chapter.contact))
    }

    private func result(of query: String, similar: Bool, as viewer: Viewer, at now: Instant) -> LookupResult {
        let plate: Plate
        do {
            plate = try Plate(query, country: settings.country)
        } catch {
            return LookupResult(query: query, outcome: .invalid, error: ErrorBody(WireError(error)))
        }
        let answer = ledger.listings.lookUp(plate.key, similar: similar, as: viewer, at: now)
        return LookupResult(
            query: query, outcome: answer.listings.isEmpty ? .notListed : .listed,
            listings: answer.listings.map { ListingBody($0, ledger.rules) },
            similar: answer.similar.map {
                SimilarBody(plate: PlateBody($0.listing.plate), status: $0.listing.status, difference: $0.difference.name)
            },
            cleared: answer.cleared.map { ClearedBody(plate: PlateBody($0.plate), clearedOn: WireTime.dayText($0.on.number)) })
    }
}
