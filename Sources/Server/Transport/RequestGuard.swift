import NIOCore
import NIOHTTP1
import Web
import Wire

/// Passes on complete, valid requests only, one at a time.
///
/// Holds a request until its body is complete, so that later handlers never wait for the network, and answers every transport error
/// itself. It passes on each request at once: one head, at most one body part, and an end. NIO's pipelining handler gives it one request
/// after another, with their errors in between.
final class RequestGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let connection: ConnectionGuard
    private let listener: ListenerState
    private var head: HTTPRequestHead?
    /// The head of the current request.
    private var headers = HTTPHeaders()
    private var target = ""
    /// Whether the request's token is valid; checked once, and only if needed.
    private var hasGoodToken: Bool?
    private var body: ByteBuffer?
    private var bodyLimit = 0
    private var heldBytes = 0
    private var version = HTTPVersion.http1_1
    private var isHead = false
    private var closesAfterAnswer = false
    private var isOver = false

    init(connection: ConnectionGuard, listener: ListenerState) {
        self.connection = connection
        self.listener = listener
    }

    func handlerAdded(context: ChannelHandlerContext) {
        connection.hasGoodToken = { [weak self] in self?.findsGoodToken() ?? false }
        connection.pageLanguage = { [weak self] in self?.pageLanguage }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        connection.hasGoodToken = { false }
        connection.pageLanguage = { nil }
        letGo()
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): take(head, context: context)
        case .body(let part): take(part, context: context)
        case .end: deliver(context: context)
        }
    }

    private func take(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        (target, headers) = (head.uri, head.headers)
        do throws(HeadRefusal) {
            let rules = try RequestRules(head, limits: listener.limits)
            self.head = head
            hasGoodToken = nil
            version = head.version
            isHead = head.method == .HEAD
            bodyLimit = rules.bodyLimit
            closesAfterAnswer = connection.countRequest() || rules.closesAfterAnswer
            connection.headReceived(bodyBytesOnWire: rules.bodyLimit * listener.limits.request.framingFactor)
            if rules.declaredBytes ?? 0 > listener.limits.request.bodyBytes, !letsLargeBodyIn(context) { return }
            if rules.expectsContinue {
                guard connection.waitForBody() else { return refuse(.serverBusy) }
                let answer = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(answer)), promise: nil)
            }
        } catch {
            refuse(error.code)
        }
    }

    /// Whether a body of more than ``ServerLimits/Request/bodyBytes`` may come: only with a valid token. Refuses the request if not.
    private func letsLargeBodyIn(_ context: ChannelHandlerContext) -> Bool {
        guard hasGoodToken != true else { return true }
        let origin = listener.origins.origin(of: context.channel, forwardedFor: headers["X-Forwarded-For"])
        guard let code = listener.tokens.refusal(headers["Authorization"], origin) else {
            hasGoodToken = true
            return true
        }
        refuse(code)
        return false
    }

    private func findsGoodToken() -> Bool {
        if let hasGoodToken { return hasGoodToken }
        let authorization = headers["Authorization"]
        let isGood = !authorization.isEmpty && listener.tokens.isGood(authorization)
        hasGoodToken = isGood
        return isGood
    }

    private var pageLanguage: Language? {
        listener.refusals.pageLanguage(target: target, accept: headers["Accept"], acceptLanguage: headers.first(name: "Accept-Language"))
    }

    private func take(_ part: ByteBuffer, context: ChannelHandlerContext) {
        let known = body?.readableBytes ?? 0
        let total = known + part.readableBytes
        guard total <= bodyLimit else { return refuse(.requestTooLarge) }
        if total > listener.limits.request.bodyBytes {
            guard letsLargeBodyIn(context) else { return }
            guard listener.bodies.reserve(total - heldBytes) else { return refuse(.serverBusy) }
            heldBytes = total
        }
        if known == 0 {
            body = part
        } else {
            body?.writeImmutableBuffer(part)
        }
    }

    private func deliver(context: ChannelHandlerContext) {
        guard let head else { return }
        let body = body
        self.head = nil
        self.body = nil
        connection.requestReceived()
        context.fireChannelRead(wrapInboundOut(.head(head)))
        if let body { context.fireChannelRead(wrapInboundOut(.body(body))) }
        context.fireChannelRead(wrapInboundOut(.end(nil)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as HTTPParserError:
            refuse(error == .headerOverflow ? .requestHeadersTooLarge : .requestMalformed)
        case is ByteToMessageDecoderError:
            // Bytes after malformed ones, which were answered.
            break
        default:
            context.fireErrorCaught(error)
        }
    }

    private func refuse(_ code: ErrorCode) {
        guard !isOver else { return }
        isOver = true
        head = nil
        body = nil
        letGo()
        connection.refuse(code)
    }

    private func letGo() {
        listener.bodies.release(heldBytes)
        heldBytes = 0
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.code >= 200:
            context.write(wrapOutboundOut(.head(finished(head))), promise: promise)
        case .body where isHead:
            // A body after the head would be read as the next answer.
            promise?.succeed()
        case .head, .body:
            context.write(data, promise: promise)
        case .end:
            letGo()
            // The pipelining handler delivers the next request while it forwards the end, so this one's state is updated first.
            let isLast = closesAfterAnswer
            isOver = isOver || isLast
            connection.answerSent()
            context.write(data, promise: promise)
            isLast ? connection.finish(.orderly) : connection.awaitMore()
        }
    }

    private func finished(_ head: HTTPResponseHead) -> HTTPResponseHead {
        var head = head
        connection.answerBegins()
        let isChunked = !head.headers.contains(name: "Content-Length") && head.status.mayHaveResponseBody
        if isChunked, isHead || version.isBefore11 {
            // Such an answer ends with the connection: HTTP/1.0 has no chunks, and a HEAD has no body.
            head.version = .http1_0
            closesAfterAnswer = true
        }
        if !head.isKeepAlive { closesAfterAnswer = true }
        if closesAfterAnswer { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        return head
    }
}
