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
/// From the socket inwards: TLS where there is one · ``ConnectionGuard`` (times, sizes, closing) · NIO's encoder and decoder · NIO's
/// pipelining handler (one request at a time) · ``RequestGuard`` (lawful, whole requests) · `lane` · the bridge to Hummingbird.
struct GuardedHTTP1Channel: HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    static let tlsHandlerName = "thaw.tls"

    let responder: HTTPChannelHandler.Responder
    let listener: ListenerState
    let certificates: TLSCertificates?
    /// Handlers that may answer a request themselves, and pass every other on untouched.
    ///
    /// They get `HTTPServerRequestPart`s of whole, lawful requests, one request at a time: head, at most one body part, end.
    /// An answer is written as `HTTPServerResponsePart`s; keep-alive, deadlines and the connection's end are seen to.
    var lane: @Sendable () -> [any ChannelHandler] = { [] }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            // Else four reads of 64 KiB may come in before anything behind can say that it has enough.
            try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
            let pipeline = channel.pipeline.syncOperations
            if let certificates {
                try pipeline.addHandler(NIOSSLServerHandler(context: certificates.context), name: Self.tlsHandlerName)
            }
            let connection = ConnectionGuard(listener: listener, isSecure: certificates != nil)
            try pipeline.addHandler(connection)
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: true,
                withErrorHandling: false,
                // Its fields come as HTTPFields, which hold no line ends.
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(),
                withDecoderLimitConfiguration: decoderLimits)
            try pipeline.addHandler(RequestGuard(connection: connection, listener: listener))
            try pipeline.addHandlers(lane())
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
        decoder.maxHeaderFieldCount = listener.limits.headerCount
        decoder.maxHeaderFieldSize = listener.limits.headerBytes
        decoder.maxHeaderListSize = listener.limits.headBytes
        return decoder
    }
}
