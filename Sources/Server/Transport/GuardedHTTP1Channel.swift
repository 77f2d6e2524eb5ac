import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOSSL

/// HTTP/1 for clients that may be slow, broken or hostile.
///
/// From the socket inwards:
///
/// 1. ``ProxyLineReader``, if there are proxies: finds the connection's client
/// 2. TLS, if there is a certificate
/// 3. ``ConnectionGuard``: times, sizes, closing
/// 4. ``FastPathHandler``: answers look-ups and reports of a few plates that came in one piece
/// 5. NIO's encoder and decoder, and its pipelining handler, which gives one request at a time
/// 6. ``RequestGuard``: passes on complete, valid requests
/// 7. the bridge to Hummingbird, its router, and the routes: everything else
///
/// With the fast path off, everything goes to the routes and gets the same answers.
struct GuardedHTTP1Channel: HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    static let tlsHandlerName = "thaw.tls"

    let responder: HTTPChannelHandler.Responder
    let listener: ListenerState
    let certificates: TLSCertificates?
    /// Answers look-ups and reports ahead of the routes.
    let fastPath: FastPath?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            // Otherwise four reads of 64 KiB may come in before a later handler can stop them.
            try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
            let pipeline = channel.pipeline.syncOperations
            if !listener.origins.proxies.isEmpty { try pipeline.addHandler(ProxyLineReader(listener.origins.proxies)) }
            if let certificates {
                try pipeline.addHandler(NIOSSLServerHandler(context: certificates.context), name: Self.tlsHandlerName)
            }
            let connection = ConnectionGuard(listener: listener, isSecure: certificates != nil)
            try pipeline.addHandler(connection)
            if let fastPath { try pipeline.addHandler(FastPathHandler(fastPath, connection: connection)) }
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: true,
                withErrorHandling: false,
                // HTTPFields cannot contain line ends.
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(),
                withDecoderLimitConfiguration: decoderLimits)
            try pipeline.addHandler(RequestGuard(connection: connection, listener: listener))
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: certificates != nil))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }

    private var decoderLimits: NIOHTTPDecoderLimitConfiguration {
        var decoder = NIOHTTPDecoderLimitConfiguration()
        decoder.maxHeaderFieldCount = listener.limits.request.headerCount
        decoder.maxHeaderFieldSize = listener.limits.request.headerBytes
        decoder.maxHeaderListSize = listener.limits.request.headBytes
        return decoder
    }
}
