import Hummingbird
import NIOCore
import Plates
import Sightings
import Vocabulary
import Wire

/// `POST /v1/lookups`: answered from memory, without waiting for the ledger, whichever way its request came: by ``WholeRequestLane``, by
/// ``LookupLane``, or by the routes.
extension API {
    static let lookupsPath = "/v1/lookups"
    static let lookupsAccess = Access.anyone

    /// By the routes.
    @Sendable
    func lookUp(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let limit = try lookupBodyBytes(for: context.viewer)
        let body = try await request.jsonBytes(limitBytes: limit)
        return .json(bytes: ByteBuffer(bytes: try answer(lookups: body, as: context.viewer)))
    }

    /// How many bytes a body may have.
    ///
    /// - Throws: `lookup.private` where the viewer may look nothing up.
    func lookupBodyBytes(for viewer: Viewer) throws -> Int {
        guard viewer >= ledger.rules.lowestViewer(of: .confirmed) else { throw Refusal(.lookupPrivate) }
        return viewer > .anyone ? WireLimits.batchBytes : WireLimits.bodyBytes
    }

    /// The whole answer to a body, as JSON.
    ///
    /// - Throws: a `request.*` error that names what is wrong with the body.
    func answer(lookups body: ByteBuffer, as viewer: Viewer) throws -> [UInt8] {
        let asked = try body.withUnsafeReadableBytes { try LookupsRequest(json: $0) }
        guard viewer > .anyone || asked.plates.count <= WireLimits.platesPerPublicLookup else {
            throw Refusal(
                .requestTooManyItems, detail: "Without a token, send at most \(WireLimits.platesPerPublicLookup) at once.", field: "plates")
        }
        let now = clock.now()
        let response = LookupsResponse(
            asOf: WireTime.text(now.seconds),
            results: asked.plates.count == 1
                ? [result(of: asked.plates[0], plate(in: asked.plates[0]), similar: asked.similar, as: viewer, at: now)]
                : results(of: asked, as: viewer, at: now),
            help: settings.chapter.help, contact: settings.chapter.contact)
        return response.json
    }

    /// Many at once: all plates are read before any is looked up, so that the waits for memory overlap.
    private func results(of asked: LookupsRequest, as viewer: Viewer, at now: Instant) -> [LookupResult] {
        let plates = asked.plates.map(plate(in:))
        ledger.listings.prefetch(plates.compactMap { try? $0.get().key }, as: viewer)
        return zip(asked.plates, plates).map { result(of: $0, $1, similar: asked.similar, as: viewer, at: now) }
    }

    private func plate(in query: String) -> Result<Plate, PlateError> {
        Result { () throws(PlateError) in try Plate(query, country: settings.country) }
    }

    private func result(
        of query: String, _ read: Result<Plate, PlateError>, similar: Bool, as viewer: Viewer, at now: Instant
    ) -> LookupResult {
        let plate: Plate
        switch read {
        case .success(let known): plate = known
        case .failure(let error): return LookupResult(query: query, outcome: .invalid, error: ErrorBody(WireError(error)))
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
