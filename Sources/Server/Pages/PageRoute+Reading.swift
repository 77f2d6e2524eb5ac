import HTTPTypes
import Vocabulary
import Web
import Wire

extension PageRoute {
    static let reading: [PageRoute] = [field, lookUp, figures, help]

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
}
