import HTTPTypes
import NIOCore
import NIOHTTP1
import Sightings
import Wire

/// Answers look-ups and reports ahead of the router: the same steps in the same order as ``API/router(observers:)`` takes, with the same
/// outcome, under the same log and metrics.
package struct FastPath: Sendable {
    private let api: API
    private let log: RequestLog

    init(_ api: API, log: RequestLog) {
        self.api = api
        self.log = log
    }

    /// The bytes to send: a refusal's problem, or the answer.
    struct Answer {
        let refusal: Refusal?
        let body: PaddedBody
        /// For the `Date` header; the server adds it to the router's answers.
        let date: String

        var status: HTTPResponseStatus { refusal.map { HTTPResponseStatus(statusCode: $0.status.code) } ?? .ok }
    }

    /// - Parameter direct: the origin of the connection's requests if no proxy forwards them.
    func answer(lookups request: borrowing FastPathRequest, from direct: ClientOrigin, on channel: any Channel) -> Answer {
        let start = log.start()
        let result = Result { () throws(Refusal) in
            let requester = try admit(request, to: Route.lookups, from: direct, on: channel)
            try api.answers.checkLookups(as: requester)
            try check(request, limitBytes: Route.lookups.bodyLimit.bytes(for: requester))
            let asked: LookupsRequest
            do throws(WireError) {
                asked = try request.body.withUnsafeReadableBytes { bytes throws(WireError) in try LookupsRequest(json: bytes) }
            } catch {
                throw Refusal(error)
            }
            return try api.answers.lookups(asked, as: requester).paddedJSON(similar: asked.similar)
        }
        return answer(result, to: Route.lookups.path, since: start)
    }

    /// Calls `done` on the channel's thread: at once, or when the accepted reports are on disk.
    ///
    /// - Parameter direct: the origin of the connection's requests if no proxy forwards them.
    func answer(
        reports request: borrowing FastPathRequest, from direct: ClientOrigin, on channel: any Channel, done: @escaping (Answer) -> Void
    ) {
        let start = log.start()
        do throws(Refusal) {
            let requester = try admit(request, to: Route.reports, from: direct, on: channel)
            _ = try requester.known()
            try check(request, limitBytes: Route.reports.bodyLimit.bytes(for: requester))
            let asked: ReportsRequest
            do throws(WireError) {
                asked = try request.body.withUnsafeReadableBytes { bytes throws(WireError) in try ReportsRequest(json: bytes) }
            } catch {
                throw Refusal(error)
            }
            let done = NIOLoopBound(done, eventLoop: channel.eventLoop)
            try api.answers.reports(asked, as: requester) { decided in
                // Makes the answer on the connection's thread: the ledger needs its own for the next commit.
                done.eventLoop.execute {
                    let result = Result { () throws(Refusal) in PaddedBody(try decided.response().json) }
                    done.value(answer(result, to: Route.reports.path, since: start))
                }
            }
        } catch {
            done(answer(.failure(error), to: Route.reports.path, since: start))
        }
    }

    private func admit(
        _ request: borrowing FastPathRequest, to route: Route, from direct: ClientOrigin, on channel: any Channel
    ) throws(Refusal) -> Requester {
        let forwardedFor = request.forwardedFor
        let origin = forwardedFor.isEmpty ? direct : api.origins.origin(of: channel, forwardedFor: forwardedFor)
        let principal = try api.authenticator.admit(request.authorization, to: route.access, from: origin)
        return Requester(principal: principal, origin: origin)
    }

    private func check(_ request: borrowing FastPathRequest, limitBytes: Int) throws(Refusal) {
        guard request.isJSON else { throw Refusal(.requestMediaType) }
        guard request.body.readableBytes <= limitBytes else { throw Refusal(.requestTooLarge) }
    }

    private func answer(_ result: Result<PaddedBody, Refusal>, to path: String, since start: NIODeadline) -> Answer {
        let date = api.date.text(at: api.clock.now())
        let answer: Answer
        switch result {
        case .success(let body): answer = Answer(refusal: nil, body: body, date: date)
        case .failure(let refusal): answer = Answer(refusal: refusal, body: PaddedBody(api.problems.body(of: refusal)), date: date)
        }
        log.record(route: path, status: Int(answer.status.code), bytes: answer.body.count, since: start)
        return answer
    }

    /// The origin of a connection's requests if no proxy forwards them.
    func origin(of channel: any Channel) -> ClientOrigin { api.origins.origin(of: channel, forwardedFor: []) }
}
