import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Sightings
import Wire

/// What counts of the head of a request, whichever lane read it.
struct LaneHead {
    var contentTypes: [String] = []
    var authorization: [String] = []
    var forwardedFor: [String] = []
}

/// Look-ups and reports answered ahead of the routes: the same steps in the same order as ``API/router(observers:)`` takes, with the same
/// outcome, under the same log and metrics.
package struct LaneExchange: Sendable {
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
    func answer(lookup head: LaneHead, _ body: ByteBuffer, from direct: Origin, on channel: any Channel) -> Answer {
        let start = log.start()
        let result = Result {
            let origin = origin(head, direct, channel)
            let bearer = try api.authenticator.admit(head.authorization, to: API.lookupsAccess, from: origin)
            let limit = try api.lookupBodyBytes(for: bearer?.viewer ?? .anyone)
            try check(head, body, limitBytes: limit)
            return try api.answer(lookups: body, by: bearer, from: origin)
        }
        return answer(result, to: API.lookupsPath, since: start)
    }

    /// `done` is called on the channel's thread: at once where nothing has to be waited for, else once what was accepted is on disk.
    ///
    /// - Parameter direct: whom the connection's requests are counted against where no proxy forwards them.
    func answer(
        reports head: LaneHead, _ body: ByteBuffer, from direct: Origin, on channel: any Channel, done: @escaping (Answer) -> Void
    ) {
        let start = log.start()
        do {
            let bearer = try api.authenticator.admit(head.authorization, to: API.reportsAccess, from: origin(head, direct, channel))
            guard let bearer else { throw Refusal(.tokenMissing) }
            try check(head, body, limitBytes: WireLimits.batchBytes)
            let batch = try ReportBatch(body, by: bearer, api)
            let done = NIOLoopBound(done, eventLoop: channel.eventLoop)
            api.ledger.record(batch.submissions, importing: batch.isImport, by: bearer) { outcomes in
                done.eventLoop.execute {
                    done.value(answer(Result { try batch.answer(outcomes.get()) }, to: API.reportsPath, since: start))
                }
            }
        } catch {
            done(answer(.failure(error), to: API.reportsPath, since: start))
        }
    }

    private func check(_ head: LaneHead, _ body: ByteBuffer, limitBytes: Int) throws {
        try JSONExchange.check(contentTypes: head.contentTypes, contentEncoding: nil)
        guard body.readableBytes <= limitBytes else { throw Refusal(.requestTooLarge) }
    }

    private func answer(_ result: Result<[UInt8], any Error>, to path: String, since start: Duration) -> Answer {
        let date = api.date.text(at: api.clock.now())
        let answer: Answer
        switch result {
        case .success(let body): answer = Answer(refusal: nil, body: body, date: date)
        case .failure(let error):
            let (refusal, problem) = api.problems.answer(to: error, logger: log.logger)
            answer = Answer(refusal: refusal, body: problem, date: date)
        }
        log.note(route: path, status: Int(answer.status.code), bytes: answer.body.count, since: start)
        return answer
    }

    /// Whom a connection's requests are counted against where no proxy forwards them.
    func origin(of channel: any Channel) -> Origin { api.origins.origin(of: channel, forwardedFor: []) }

    private func origin(_ head: LaneHead, _ direct: Origin, _ channel: any Channel) -> Origin {
        head.forwardedFor.isEmpty ? direct : api.origins.origin(of: channel, forwardedFor: head.forwardedFor)
    }
}
