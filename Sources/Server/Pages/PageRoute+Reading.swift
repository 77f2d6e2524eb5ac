import HTTPTypes
import Hummingbird
import Sightings
import Vocabulary
import Web
import Wire

extension PageRoute {
    static let reading: [PageRoute] = [field, lookUp, figures, help, searchForm, search, list]

    private static let field = PageRoute(.get, "/") { pages, exchange in
        Page(pages.site.lookUp(for: exchange.reader))
    }

    private static let lookUp = PageRoute(
        .post, "/lookup", home: "/",
        refused: { pages, refusal, reader, form in
            guard refusal.code != .lookupPrivate else { return pages.site.lookUp(for: reader) }
            return pages.site.lookUp(
                refused: refusal.code, plates: form.map { plates(in: $0) } ?? [], waitSeconds: refusal.retryAfterSeconds, for: reader)
        },
        answer: { pages, exchange in
            let form = try exchange.form()
            try exchange.identity.checkLookup(form)
            let plates = plates(in: form)
            guard !plates.isEmpty else { throw Refusal(.requestFieldMissing, field: "plate") }
            guard plates.count <= WireLimits.platesPerSimilarLookup else { throw Refusal(.requestTooManyItems, field: "plates") }
            let response = try pages.answers.lookups(LookupsRequest(plates: plates, similar: true), as: exchange.requester)
            return Page(pages.site.lookUp(response, for: exchange.reader))
        })

    private static let figures = PageRoute(.get, "/figures") { pages, exchange in
        Page(pages.site.figures(await pages.answers.stats(as: exchange.requester), for: exchange.reader))
    }

    private static let help = PageRoute(.get, "/help") { pages, exchange in
        Page(pages.site.help(for: exchange.reader))
    }

    /// The plates of a look-up: of the field and of the lines under "Several plates".
    private static func plates(in form: FormBody) -> [String] { form.all("plate") + form.lines("plates") }

    private static let searchForm = PageRoute(.get, "/search") { pages, exchange in
        Page(pages.site.search(for: exchange.reader))
    }

    private static let search = PageRoute(
        .post, "/search", .role(.reader),
        refused: { pages, refusal, reader, form in
            let asked = form.flatMap { try? SearchRequest($0) } ?? SearchRequest()
            return pages.site.search(refused: refusal.code, waitSeconds: refusal.retryAfterSeconds, of: asked, for: reader)
        },
        answer: { pages, exchange in
            let asked = try SearchRequest(try exchange.form())
            return Page(
                pages.site.search(try await pages.answers.searches(asked, as: exchange.requester), of: asked, for: exchange.reader))
        })

    /// The bytes, the tag and the signature of `GET /v1/list`, by cookie.
    private static let list = PageRoute(
        .get, "/list", .role(.reader), forgery: .scripts, mediaType: WireJSON.mediaType,
        refused: { pages, refusal, _, _ in pages.problems.body(of: refusal) },
        answer: { pages, exchange in
            try pages.authenticator.chargeList(to: exchange.requester)
            return Page(await pages.list.response(to: exchange.request, at: pages.answers.clock.now()))
        })
}

extension SearchRequest {
    private static let pageItems = 50

    /// A search from its form; an empty field asks for nothing.
    fileprivate init(_ form: FormBody) throws(Refusal) {
        self.init(
            pattern: try form.chosen("pattern"), color: try form.chosen("color"), body: try form.chosen("body"),
            make: try form.chosen("make"), sign: try form.chosen("sign"), area: try form.chosen("area"),
            status: try form.chosen("status"), cursor: try form.chosen("cursor"))
        if self != SearchRequest() { limit = Self.pageItems }
    }
}
