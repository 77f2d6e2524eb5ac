import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Sightings
import Wire

/// What counts of the head of a `POST /v1/lookups`, whichever lane read it.
struct LookupHead {
    var contentTypes: [String] = []
    var authorization: [String] = []
    var forwardedFor: [String] = []
}

/// Look-ups answered ahead of the routes: the same steps in the same order as ``API/router(observers:)`` takes, with the same outcome, under the
/// same log and metrics.
package struct LookupExchange: Sendable {
    private let api: API
    private let log: RequestLog

    init(_ api: API, log: RequestLog) {
        self.api = api
        self.log = log
    }

    /// What goes out: a refusal's problem, or the answer where there is none.
    struct Answer {
        let refusal: Refusal?
        let body: [UInt8]
        /// For the `Date` header, which the routes' answers get from the server.
        let date: String

        var status: HTTPResponseStatus { refusal.map { HTTPResponseStatus(statusCode: $0.status.code) } ?? .ok }
    }

    /// - Parameter direct: whom the connection's requests are counted against where no proxy forwards them.
    func answer(_ head: LookupHead, _ body: ByteBuffer, from direct: Origin, on channel: any Channel) -> Answer {
        let start = log.start()
        let origin =
            head.forwardedFor.isEmpty ? direct : api.origins.origin(peer: channel.remoteAddress, forwardedFor: head.forwardedFor)
        let answer = answer(head, body, from: origin)
        log.note(route: API.lookupsPath, status: Int(answer.status.code), bytes: answer.body.count, since: start)
        return answer
    }

    private func answer(_ head: LookupHead, _ body: ByteBuffer, from origin: Origin) -> Answer {
        let date = api.date.text(at: api.clock.now())
        do {
            let viewer = try api.authenticator.admit(head.authorization, to: API.lookupsAccess, from: origin)?.viewer ?? .anyone
            let limit = try api.lookupBodyBytes(for: viewer)
            try JSONExchange.check(contentTypes: head.contentTypes, contentEncoding: nil)
            guard body.readableBytes <= limit else { throw Refusal(.requestTooLarge) }
            return Answer(refusal: nil, body: try api.answer(lookups: body, as: viewer), date: date)
        } catch {
            let (refusal, problem) = api.problems.answer(to: error, logger: log.logger)
            return Answer(refusal: refusal, body: problem, date: date)
        }
    }

    /// Whom a connection's requests are counted against where no proxy forwards them.
    func origin(of channel: any Channel) -> Origin { api.origins.origin(peer: channel.remoteAddress, forwardedFor: []) }
}
