import HTTPTypes
import Hummingbird
import Sightings
import Vocabulary
import Wire

extension PageRoute {
    static let listing: [PageRoute] = [list]

    /// The bytes, the tag and the signature of `GET /v1/list`, by cookie.
    private static let list = PageRoute(
        .get, "/list", .role(.reader), forgery: .scripts, mediaType: WireJSON.mediaType,
        refused: { pages, refusal, _, _ in pages.problems.body(of: refusal) },
        answer: { pages, exchange in
            try pages.authenticator.chargeList(to: exchange.requester)
            return Page(await pages.list.response(to: exchange.request, at: pages.answers.clock.now()))
        })
}
