import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// One connection that sends and reads bytes as they are.
struct RawConnection {
    let channel: any Channel
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var unread = ByteBuffer()
    private(set) var wasReset = false

    init(
        channel: any Channel, inbound: NIOAsyncChannelInboundStream<ByteBuffer>, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Sends what it can: the other end may have closed already.
    func trySend(_ text: String) async {
        try? await send(text)
    }

    /// Sends `text` again and again until it is canceled or the connection ends.
    func flood(_ text: String) -> Task<Void, any Error> {
        Task { [outbound] in
            while !Task.isCancelled { try await outbound.write(ByteBuffer(string: text)) }
        }
    }

    /// Says that no more will be sent.
    func finishSending() {
        outbound.finish()
    }

    /// The next whole answer; `nil` if the connection ends first.
    mutating func answer() async throws -> RawAnswer? {
        while true {
            if let answer = RawAnswer(&unread) { return answer }
            guard try await readMore() else { return nil }
        }
    }

    /// Everything up to the end of the connection.
    mutating func rest() async throws -> String {
        while try await readMore() {}
        defer { unread = ByteBuffer() }
        return String(buffer: unread)
    }

    /// Sends one plain request, expects its answer, and leaves the connection open.
    mutating func expectHello(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await answer()?.body == "hello", sourceLocation: sourceLocation)
    }

    private mutating func readMore() async throws -> Bool {
        do {
            guard let bytes = try await inbound.next() else { return false }
            unread.writeImmutableBuffer(bytes)
            return true
        } catch is IOError {
            wasReset = true
            return false
        } catch NIOSSLError.uncleanShutdown {
            return false
        }
    }
}

/// An HTTP answer, read without a library so that nothing is glossed over.
struct RawAnswer {
    let status: Int
    let headers: [String: String]
    /// The values of all `Set-Cookie` headers.
    let setCookies: [String]
    let body: String

    /// Takes one answer off the front of `buffer` if it is whole; bodies only by Content-Length.
    init?(_ buffer: inout ByteBuffer) {
        let view = buffer.readableBytesView
        guard let end = view.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: view[view.startIndex..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first?.split(separator: " "), first.count > 1, let status = Int(first[1]) else { return nil }
        var headers: [String: String] = [:]
        var setCookies: [String] = []
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
            headers[parts[0].lowercased()] = value
            if parts[0].lowercased() == "set-cookie" { setCookies.append(value) }
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        let head = end.upperBound - view.startIndex
        guard view.count >= head + length else { return nil }
        buffer.moveReaderIndex(forwardBy: head)
        self.status = status
        self.headers = headers
        self.setCookies = setCookies
        body = buffer.readString(length: length) ?? ""
    }

    /// The `code` of a problem+json body.
    var code: String? {
        guard headers["content-type"] == "application/problem+json" else { return nil }
        guard let start = body.range(ofText: "\"code\":\"") else { return nil }
        return String(body[start...].prefix { $0 != "\"" })
    }
}

extension String {
    fileprivate func range(ofText text: String) -> String.Index? {
        firstRange(of: text)?.upperBound
    }
}

/// Connects, and closes when `body` is through.
///
/// With `reads` false nothing is taken from the socket, as by a client that has stopped to read.
func withRawConnection<Result: Sendable>(
    to address: SocketAddress, tls: NIOSSLContext? = nil, reads: Bool = true,
    _ body: @Sendable @escaping (inout RawConnection) async throws -> Result
) async throws -> Result {
    let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelOption(.allowRemoteHalfClosure, value: true)
        .channelOption(.autoRead, value: reads)
        .connect(to: address) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: tls, serverHostname: nil))
                }
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
            }
        }
    return try await client.executeThenClose { inbound, outbound in
        var connection = RawConnection(channel: client.channel, inbound: inbound, outbound: outbound)
        return try await body(&connection)
    }
}

/// Asks for something on a connection of its own, and waits for the answer.
///
/// When it returns, the server has received the bytes that other connections sent before.
func roundTrip(to address: SocketAddress) async throws {
    try #require(await isAnswering(at: address))
}

/// Whether a server at the address answers on a new connection.
func isAnswering(at address: SocketAddress) async -> Bool {
    let answer = try? await withRawConnection(to: address) { connection in
        try await connection.send("GET /v1/stats HTTP/1.1\r\nHost: x\r\n\r\n")
        return try await connection.answer() != nil
    }
    return answer ?? false
}

/// Opens connections one after another, `body` in between, and closes them all at the end.
func withRawConnections(
    _ count: Int, to address: SocketAddress, _ body: @Sendable @escaping (inout RawConnection) async throws -> Void
) async throws {
    guard count > 0 else { return }
    try await withRawConnection(to: address) { connection in
        try await body(&connection)
        try await withRawConnections(count - 1, to: address, body)
    }
}

/// Sends `text` on a new connection; returns the first answer, and everything that came after it.
func exchange(_ text: String, with server: TransportServer) async throws -> (answer: RawAnswer?, rest: String) {
    try await withRawConnection(to: server.address) { connection in
        await connection.trySend(text)
        let answer = try await connection.answer()
        return (answer, try await connection.rest())
    }
}
