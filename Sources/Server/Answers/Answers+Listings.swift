import Plates
import Sightings
import Vocabulary
import Wire

extension Answers {
    /// All listings that the requester may see, newest last day first.
    func listings(after cursorText: String?, limit: Int, as requester: Requester) throws(Refusal) -> ListingsPage {
        let cursor = PageCursor(cursors, question: "listings")
        let now = clock.now()
        let page = ledger.listings.page(as: requester.viewer, after: try cursor.open(cursorText), limit: limit, at: now)
        return body(of: page, cursor, at: now)
    }

    /// Listings that match every given part. A caller may only search by keys.
    func searches(_ asked: SearchRequest, as requester: Requester) async throws(Refusal) -> ListingsPage {
        var question = asked
        (question.cursor, question.limit) = (nil, nil)
        let role = try requester.known().token.role
        guard role >= .reader || question == SearchRequest(keys: asked.keys) else { throw Refusal(needs: .reader) }
        // Someone who may not see confirmed listings must not read that none fits.
        try checkLookups(as: requester)
        let query = try query(question)
        let cursor = PageCursor(cursors, question: question)
        let now = clock.now()
        let limitMax = asked.keys == nil ? WireLimits.pageItemsMax : WireLimits.listingsPerKeys
        let page = await ledger.listings.search(
            query, as: requester.viewer, after: try cursor.open(asked.cursor),
            limit: min(asked.limit ?? WireLimits.pageItemsDefault, limitMax), at: now)
        var body = body(of: page, cursor, at: now)
        if asked.keys != nil, body.next != nil { (body.next, body.more) = (nil, true) }
        return body
    }

    private func body(of page: Listings.Page, _ cursor: PageCursor, at now: Instant) -> ListingsPage {
        ListingsPage(
            asOf: WireTime.text(now.seconds), listings: page.listings.map { ListingBody($0, ledger.rules) }, next: cursor.seal(page.next),
            help: chapter.help, contact: chapter.contact)
    }

    private func query(_ asked: SearchRequest) throws(Refusal) -> SearchQuery {
        guard asked != SearchRequest() else { throw Refusal(.searchEmpty) }
        var query = SearchQuery()
        if let pattern = asked.pattern {
            do {
                query.pattern = try PlatePattern(pattern, country: settings.country)
            } catch {
                throw Refusal(WireError(error, field: "pattern"))
            }
        }
        if let keys = asked.keys {
            guard let keypad = KeypadDigits(keys) else { throw Refusal(.searchKeys, field: "keys") }
            query.keypad = keypad
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

    private func word<Word: VocabularyWord>(_ text: String?, _ code: ErrorCode, field: String) throws(Refusal) -> Word? {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else { throw Refusal(code, field: field) }
        return word
    }

    /// Figures that identify no plate.
    func stats(as requester: Requester) async -> StatsBody {
        let now = clock.now()
        let stats = await ledger.listings.stats(as: requester.viewer, at: now)
        let days = stats.byDay.sorted { $0.key > $1.key }
            .map { StatsBody.DayFigure(day: WireTime.dayText($0.key.number), sightings: $0.value) }
        let weeks = stats.byAreaAndWeek.sorted { ($1.key.week, $0.key.area) < ($0.key.week, $1.key.area) }
            .map { figure in
                StatsBody.WeekFigure(
                    week: WireTime.dayText(Day.firstDay(ofWeek: figure.key.week).number), area: figure.key.area.description,
                    sightings: figure.value)
            }
        return StatsBody(
            asOf: WireTime.text(now.seconds), days: days, weeks: weeks,
            listings: StatsBody.ListingsFigure(confirmed: stats.byStatus[.confirmed], suspected: stats.byStatus[.suspected]),
            agedOut: StatsBody.AgedOutFigure(sightings: Int(stats.agedSightings), plates: Int(stats.agedPlates)),
            help: chapter.help, contact: chapter.contact)
    }
}
