import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// The short way of a look-up: answers `POST /v1/lookups` on the connection's own thread, and passes every other request on untouched.
///
/// It stands behind everything that makes a request whole and lawful, and ahead of the bridge to Swift concurrency and the router, which cost
/// far more than a look-up does. A request with anything uncommon in its head goes the ordinary way. The answers are the same, byte for byte.
final class LookupLane: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let exchange: LaneExchange
    /// The head of the look-up that is coming in.
    private var head: LaneHead?
    private var body = ByteBuffer()

    init(_ exchange: LaneExchange) {
        self.exchange = exchange
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let received):
            head = LaneHead(received)
            if head == nil { context.fireChannelRead(data) }
        case .body(let part):
            if head == nil { context.fireChannelRead(data) } else { body = part }
        case .end:
            guard let head else { return context.fireChannelRead(data) }
            let body = body
            self.head = nil
            self.body = ByteBuffer()
            send(exchange.answer(lookup: head, body, from: exchange.origin(of: context.channel), on: context.channel), context)
        }
    }

    private func send(_ answer: LaneExchange.Answer, _ context: ChannelHandlerContext) {
        var headers = answer.refusal.map { HTTPHeaders($0.headers) } ?? JSONExchange.headers
        headers.add(name: "Content-Length", value: String(answer.body.count))
        headers.add(name: "Date", value: answer.date)
        context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}

extension LaneHead {
    /// nil for a request that is no look-up, or has anything uncommon in its head.
    fileprivate init?(_ head: HTTPRequestHead) {
        guard head.method == .POST, head.uri == API.lookupsPath else { return nil }
        for (name, value) in head.headers {
            // The common ones are told apart by their lengths alone.
            switch name.utf8.count {
            case 12 where name.lowercased() == "content-type": contentTypes.append(value)
            case 13 where name.lowercased() == "authorization": authorization.append(value)
            case 15 where name.lowercased() == "x-forwarded-for": forwardedFor.append(value)
            case 16 where name.lowercased() == "content-encoding": return nil
            default: continue
            }
            // The ordinary way reads such bytes as something else.
            guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        }
    }
}
