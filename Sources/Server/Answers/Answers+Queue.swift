import Plates
import Sightings
import Vocabulary
import Wire

extension Answers {
    var moderationReader: ModerationReader { ModerationReader(country: settings.country, areas: ledger.listings.areas) }

    /// A page of the queue. Records the rows that it shows before it shows them.
    func queue(_ asked: QueueRequest, as requester: Requester) async throws(Refusal) -> QueuePage {
        let filter = try moderationReader.filter(asked.reason, asked.status, asked.area)
        var question = asked
        (question.cursor, question.limit) = (nil, nil)
        let cursor = PageCursor(cursors, question: question)
        let now = clock.now()
        let position = try cursor.open(asked.cursor, as: Ledger.QueuePosition.init(bytes:))
        let actor = try requester.actor()
        let page = try await asking { () async throws(LedgerError) in
            try await ledger.queuePage(
                filter, showsSkipped: asked.skipped ?? false, after: position, limit: asked.limit ?? WireLimits.reviewsPerPage, by: actor)
        }
        return QueuePage(
            asOf: WireTime.text(now.seconds), rows: page.rows.map { body(of: $0, at: now) }, next: cursor.seal(page.next?.bytes),
            waiting: page.waiting, byReason: page.byReason.named, read: readBody(page.readToday))
    }

    /// The full records of single plates, including watched ones.
    func plates(_ asked: PlatesRequest, as requester: Requester) async throws(Refusal) -> PlatesResponse {
        let now = clock.now()
        let plates = asked.plates.map { text in
            Result { () throws(PlateError) in try Plate(certain: text, country: settings.country).key }
        }
        let actor = try requester.actor()
        let answer = try await asking { () async throws(LedgerError) in
            try await ledger.reviewRows(of: plates.compactMap(\.value), by: actor)
        }
        var rows = answer.rows[...]
        var results: [PlatesResponse.Result] = []
        for (text, plate) in zip(asked.plates, plates) {
            switch plate {
            case .failure(let error): results.append(.init(query: text, error: ErrorBody(WireError(error))))
            case .success(let key):
                results.append(
                    .init(query: text, rows: rows.removeFirst().map { body(of: $0, at: now) }, protected: await ledger.isProtected(key)))
            }
        }
        return PlatesResponse(asOf: WireTime.text(now.seconds), results: results, read: readBody(answer.readToday))
    }

    /// Hides plates from the requester's queue for 24 hours.
    func skip(_ asked: SkipsRequest, as requester: Requester) async throws(Refusal) {
        var keys: [PlateKey] = []
        for (index, plate) in asked.plates.enumerated() { keys.append(try moderationReader.key(plate, field: "plates[\(index)]")) }
        let (actor, skipped) = (try requester.actor(), keys)
        try await asking { () async throws(LedgerError) in try await ledger.skip(skipped, asked.reason, by: actor) }
    }

    func readBody(_ today: Int) -> ReadBody { ReadBody(today: today, limit: ModeratorReadQuota.rowsPerDayMax) }

    private func body(of row: ReviewRow, at now: Instant) -> ReviewBody {
        ReviewBody(row, on: ledger.rules.day(of: now), at: now, ledger.rules, ledger.listings.areas)
    }
}
