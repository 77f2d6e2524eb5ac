import NIOCore
import NIOHTTP1

/// Ends a connection whose answer has a status below 100, or too many heads before the real one.
///
/// AsyncHTTPClient 1.37 ignores every head below 200, but expects no end after it: a receiver that answers `HTTP/1.1 000` would end the
/// process.
final class AnswerCheck: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    /// The most heads with a status below 200. A receiver could send them for ever.
    private static let earlyHeadsMax = 16

    /// Those of the present answer: a connection may have several, one after the other.
    private var earlyHeads = 0
    private var isRefused = false

    /// Adds one after a new connection's decoder, on its thread.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(AnswerCheck(), position: .after(decoder))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        if case .head(let head) = unwrapInboundIn(data) {
            earlyHeads = head.status.code < 200 ? earlyHeads + 1 : 0
            guard head.status.code >= 100, earlyHeads <= Self.earlyHeadsMax else {
                isRefused = true
                context.fireErrorCaught(HTTPParserError.invalidStatus)
                return context.close(promise: nil)
            }
        }
        context.fireChannelRead(data)
    }
}
