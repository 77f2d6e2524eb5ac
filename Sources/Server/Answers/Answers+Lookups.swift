import Plates
import Sightings
import Vocabulary
import Wire

extension Answers {
    /// Looks up plates as people write them, in memory: no wait, no database.
    ///
    /// Charges the rate for each text that costs more than one look-up.
    func lookups(_ asked: LookupsRequest, as requester: Requester) throws(Refusal) -> LookupsResponse {
        try checkLookups(as: requester)
        let viewer = requester.viewer
        guard requester.principal != nil || asked.plates.count <= WireLimits.platesPerPublicLookup else {
            throw Refusal(
                .requestTooManyItems, detail: "Without a token, send at most \(WireLimits.platesPerPublicLookup) at once.", field: "plates")
        }
        let now = clock.now()
        let readings = asked.plates.map(readings(of:))
        let more = zip(asked.plates, readings).reduce(0) { $0 + Self.chargesBeyondFirst($1.0, $1.1) }
        if more > 0 { authenticator.charge(more, to: requester) }
        // Reads all texts before the first look-up, so that waits for memory overlap.
        if readings.count > 1 {
            ledger.listings.prefetch(readings.flatMap { $0.value?.map(\.plate.key) ?? [] }, as: viewer)
        }
        return LookupsResponse(
            asOf: asOf.text(at: now),
            results: zip(asked.plates, readings).map { result(of: $0, $1, similar: asked.similar, as: viewer, at: now) },
            help: chapter.help, contact: chapter.contact)
    }

    /// - Throws: `lookup.private` if the requester may not look up plates.
    func checkLookups(as requester: Requester) throws(Refusal) {
        guard requester.viewer >= lowestLookupViewer else { throw Refusal(.lookupPrivate) }
    }

    /// One for each further reading, and one for a text that may be spoken words, which takes as long as a request.
    private static func chargesBeyondFirst(_ query: String, _ read: Result<[Reading], PlateError>) -> Int {
        let readings = read.value?.count ?? 1
        return readings - 1 + (query.utf8.count > typedBytesMax ? 1 : 0)
    }

    private static let typedBytesMax = 40

    private func readings(of query: String) -> Result<[Reading], PlateError> {
        Result { () throws(PlateError) in try PlateReader.read(query, ReadingContext(country: settings.country, kind: .query)) }
    }

    private func result(
        of query: String, _ read: Result<[Reading], PlateError>, similar: Bool, as viewer: Viewer, at now: Instant
    ) -> LookupResult {
        let readings: [Reading]
        switch read {
        case .success(let known): readings = known
        case .failure(let error): return LookupResult(query: query, outcome: .invalid, error: ErrorBody(WireError(error)))
        }
        var answer = ledger.listings.lookUp(readings[0].plate.key, similar: similar, as: viewer, at: now)
        for reading in readings.dropFirst() {
            answer.add(ledger.listings.lookUp(reading.plate.key, similar: similar, as: viewer, at: now))
        }
        return LookupResult(
            query: query, outcome: answer.listings.isEmpty ? .notListed : .listed,
            readings: readings[0].confidence == .certain ? [] : readings.map(\.plate),
            listings: answer.listings.map { ListingBody($0, ledger.rules) },
            similar: answer.similar.map {
                SimilarBody(
                    plate: PlateBody($0.listing.plate), status: $0.listing.status, difference: $0.difference.name,
                    vehicles: $0.listing.vehicles.map(VehicleBody.init))
            },
            cleared: answer.cleared.map { ClearedBody(plate: PlateBody($0.plate), clearedOn: WireTime.dayText($0.on.number)) })
    }
}

extension Result {
    /// The success; nil if the failure is reported elsewhere.
    var value: Success? { if case .success(let value) = self { value } else { nil } }
}
