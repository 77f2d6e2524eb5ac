import HTTPTypes
import Vocabulary
import Web
import Wire

extension PageRoute {
    static let searching: [PageRoute] = [searchForm, search]

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
