import Hummingbird
import Plates
import Sightings
import Vocabulary
import Wire

extension API {
    var moderationRoutes: [Route] {
        [
            Route(.post, "/v1/moderation/queue", .role(.moderator), handle: showQueue),
            Route(.post, "/v1/moderation/plates", .role(.moderator), handle: showPlates),
            Route(.post, "/v1/moderation/skips", .role(.moderator), handle: skip),
            Route(.post, "/v1/moderation/verdicts", .role(.moderator), handle: decide),
            Route(.post, "/v1/moderation/undo", .role(.moderator), handle: undo),
            Route(.post, "/v1/moderation/previews", .role(.moderator), handle: preview),
            Route(.post, "/v1/moderation/purges", .role(.moderator), handle: purge),
            Route(.get, "/v1/moderation/proposals", .role(.moderator), handle: listProposals),
            Route(.post, "/v1/moderation/proposals/{id}/approval", .role(.moderator), handle: approve),
            Route(.delete, "/v1/moderation/proposals/{id}", .role(.moderator), handle: cancelProposal),
            Route(.post, "/v1/moderation/audit", .role(.moderator), handle: showAudit),
            Route(.post, "/v1/moderation/ageing", .role(.moderator), handle: age),
        ]
    }

    var moderationReader: ModerationReader { ModerationReader(country: settings.country, areas: ledger.listings.areas) }

    func actor(_ context: APIContext) throws -> Actor { Actor(try bearer(context).token) }

    /// `POST /v1/moderation/queue`: a `POST`, because what is read is written down first.
    @Sendable
    func showQueue(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let asked = try await request.json(QueueRequest.self)
        let filter = try moderationReader.filter(asked.reason, asked.status, asked.area)
        var question = asked
        (question.cursor, question.limit) = (nil, nil)
        let cursor = PageCursor(cursors, question: question)
        let now = clock.now()
        let page = try await ledger.queuePage(
            filter, showsSkipped: asked.skipped ?? false, after: cursor.open(asked.cursor, as: Ledger.QueuePosition.init(bytes:)),
            limit: asked.limit ?? WireLimits.reviewsPerPage, by: actor(context))
        return .json(
            QueuePage(
                asOf: WireTime.text(now.seconds), rows: page.rows.map { body(of: $0, at: now) }, next: cursor.seal(page.next?.bytes),
                waiting: page.waiting, byReason: page.byReason.named, read: ReadBody(today: page.readToday, limit: ReadQuota.rowsPerDayMax))
        )
    }

    /// `POST /v1/moderation/plates`: all that is kept of single plates, watched ones too.
    @Sendable
    func showPlates(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let asked = try await request.json(PlatesRequest.self)
        let now = clock.now()
        let plates = asked.plates.map { text in Result { () throws(PlateError) in try Plate(certain: text, country: settings.country).key }
        }
        let answer = try await ledger.reviewRows(of: plates.compactMap { try? $0.get() }, by: actor(context))
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
        return .json(
            PlatesResponse(
                asOf: WireTime.text(now.seconds), results: results, read: ReadBody(today: answer.readToday, limit: ReadQuota.rowsPerDayMax))
        )
    }

    /// `POST /v1/moderation/skips`: leaves plates to a colleague, for 24 hours.
    @Sendable
    func skip(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let asked = try await request.json(PlatesRequest.self)
        let keys = try asked.plates.enumerated().map { try moderationReader.key($1, field: "plates[\($0)]") }
        try await ledger.skip(keys, by: actor(context))
        return .empty
    }

    private func body(of row: ReviewRow, at now: Instant) -> ReviewBody {
        ReviewBody(row, on: ledger.rules.day(of: now), at: now, ledger.rules, ledger.listings.areas)
    }
}
