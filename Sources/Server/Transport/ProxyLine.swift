import NIOCore

/// The first line of a connection, in which a proxy names its client: the PROXY protocol, version 1.
///
/// tor sends it with `HiddenServiceExportCircuitID haproxy`, with a circuit's number as the address:
/// `PROXY TCP6 fc00:dead:beef:4dad::0:27 ::1 39 80`.
enum ProxyLine: Equatable {
    /// More bytes are needed.
    case incomplete
    /// The bytes do not begin with a PROXY line.
    case absent
    /// It names no client: the proxy's own request.
    case unknown(length: Int)
    case client(IPAddress, length: Int)

    /// Bytes of a line with its end, by the protocol.
    static let bytesMax = 107
    private static let beginning = Array("PROXY ".utf8)
    private static let end = Array("\r\n".utf8)

    init(_ bytes: ByteBufferView) {
        let beginning = bytes.prefix(Self.beginning.count)
        guard Self.beginning.starts(with: beginning) else {
            self = .absent
            return
        }
        guard beginning.count == Self.beginning.count, let end = bytes.prefix(Self.bytesMax).firstRange(of: Self.end) else {
            self = bytes.count < Self.bytesMax ? .incomplete : .absent
            return
        }
        let words = bytes[..<end.lowerBound].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let length = end.upperBound - bytes.startIndex
        if words[1] == "UNKNOWN" {
            self = .unknown(length: length)
        } else if words.count == 6, words[1] == "TCP4" || words[1] == "TCP6", let client = IPAddress(words[2]) {
            self = .client(client, length: length)
        } else {
            self = .absent
        }
    }
}

/// Gives a connection's guard the client that its proxy named.
struct ClientNamed: Sendable {
    let client: IPAddress
}

/// Removes a PROXY line from the start of a connection if its peer may send one. Passes other bytes on unchanged.
final class ProxyLineReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let proxies: TrustedProxies
    /// The bytes so far, at most one line.
    private var held = ByteBuffer()
    private var isOver = false

    init(_ proxies: TrustedProxies) {
        self.proxies = proxies
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        held.writeBuffer(&bytes)
        let peer = context.channel.remoteAddress.flatMap { IPAddress($0) }
        switch ProxyLine(held.readableBytesView) {
        case .incomplete:
            return
        case .unknown(let length) where proxies.trusts(peer: peer):
            held.moveReaderIndex(forwardBy: length)
        case .client(let client, let length) where proxies.believes(lineOf: peer, naming: client):
            held.moveReaderIndex(forwardBy: length)
            context.fireUserInboundEventTriggered(ClientNamed(client: client))
        case .unknown, .client, .absent:
            break
        }
        isOver = true
        let rest = held
        held = ByteBuffer()
        if rest.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(rest)) }
    }
}
