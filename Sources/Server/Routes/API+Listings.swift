import Hummingbird
import Plates
import Sightings
import Vocabulary
import Wire

extension API {
    /// `GET /v1/listings`: all that the bearer may see, newest last day first.
    @Sendable
    func listListings(_ request: Request, _ context: APIContext) async throws -> Response {
        let parameters = try request.query(["limit", "cursor"])
        let limit = try request.pageLimit(parameters)
        let cursor = PageCursor(cursors, question: "listings")
        let now = clock.now()
        let page = ledger.listings.page(as: context.viewer, after: try cursor.open(parameters["cursor"]), limit: limit, at: now)
        return answer(page, cursor, at: now)
    }

    /// `POST /v1/searches`: whatever holds of every part that was given.
    @Sendable
    func search(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let asked = try await request.json(SearchRequest.self)
        var question = asked
        question.cursor = nil
        question.limit = nil
        let query = try query(question)
        let cursor = PageCursor(cursors, question: question)
        let now = clock.now()
        let page = await ledger.listings.search(
            query, as: context.viewer, after: try cursor.open(asked.cursor), limit: asked.limit ?? WireLimits.pageItemsDefault, at: now)
        return answer(page, cursor, at: now)
    }

    private func answer(_ page: Listings.Page, _ cursor: PageCursor, at now: Instant) -> Response {
        .json(
            ListingsPage(
                asOf: WireTime.text(now.seconds), listings: page.listings.map { ListingBody($0, ledger.rules) },
                next: cursor.seal(page.next),
                help: settings.chapter.help, contact: settings.chapter.contact))
    }

    private func query(_ asked: SearchRequest) throws -> SearchQuery {
        guard asked != SearchRequest() else { throw Refusal(.searchEmpty) }
        var query = SearchQuery()
        if let pattern = asked.pattern {
            do {
                query.pattern = try PlatePattern(pattern, country: settings.country)
            } catch {
                throw Refusal(WireError(error, field: "pattern"))
            }
        }
        query.color = try word(asked.color, .searchColorUnknown, field: "color")
        query.body = try word(asked.body, .searchBodyUnknown, field: "body")
        query.make = try word(asked.make, .searchMakeUnknown, field: "make")
        query.sign = try word(asked.sign, .searchSignUnknown, field: "sign")
        if let area = asked.area {
            guard let id = AreaID(area), ledger.listings.areas.known.contains(id) else { throw Refusal(.searchAreaUnknown, field: "area") }
            query.area = id
        }
        if let status = asked.status {
            // Watched plates are in no listing.
            guard let known = Status(rawValue: status), known > .watched else { throw Refusal(.searchStatusUnknown, field: "status") }
            query.status = known
        }
        return query
    }

    private func word<Word: VocabularyWord>(_ text: String?, _ code: ErrorCode, field: String) throws -> Word? {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else { throw Refusal(code, field: field) }
        return word
    }
}
