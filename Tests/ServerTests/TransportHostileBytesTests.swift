import NIOCore
import Server
import TestSupport
import Testing

@Suite(.serialized) struct `Hostile bytes` {
    private static let requests = [
        "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nhello, world",
        "POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;a=b\r\n, world\r\n0\r\nX: y\r\n\r\n",
        "POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
    ]

    @Test func `However a stream of requests is cut, its answers are the same`() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        try await withTransportServer { server in
            var random = SplitMix64(state: seed)
            for _ in 0..<40 {
                let chosen = (0..<Int.random(in: 1...12, using: &random)).map { _ in Self.requests.indices.randomElement(using: &random)! }
                let bytes = Array(chosen.map { Self.requests[$0] }.joined().utf8)
                let cuts = (0..<Int.random(in: 0...20, using: &random)).map { _ in Int.random(in: 0...bytes.count, using: &random) }
                let edges = ([0, bytes.count] + cuts).sorted()
                let bodies = try await withRawConnection(to: server.address) { connection in
                    for (start, end) in zip(edges, edges.dropFirst()) { try await connection.send(Array(bytes[start..<end])) }
                    var bodies: [String?] = []
                    for _ in chosen { bodies.append(try await connection.answer()?.body) }
                    return bodies
                }
                #expect(bodies == chosen.map { ["hello", "12", "12", "unread"][$0] }, "seed \(seed)")
            }
        }
    }

    @Test func `After any bytes, the server answers in HTTP or closes, and serves the next client`() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        try await withTransportServer { server in
            var random = SplitMix64(state: seed)
            for _ in 0..<300 {
                var bytes = Array(
                    (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.requests.randomElement(using: &random)! }.joined().utf8)
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    let index = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.insert(contentsOf: Array("\r\n: 0;\0".utf8.shuffled(using: &random).prefix(2)), at: index)
                    case 2: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...20, using: &random)))
                    default: bytes.append(contentsOf: bytes[index...].prefix(40))
                    }
                    if bytes.isEmpty { bytes = [0] }
                }
                let sent = bytes
                let received = try await withRawConnection(to: server.address) { connection in
                    try? await connection.send(sent)
                    connection.finishSending()
                    return try await connection.rest()
                }
                #expect(received.isEmpty || received.hasPrefix("HTTP/1.1 "), "seed \(seed): \(sent)")
                #expect(!received.contains("HTTP/1.1 5"), "seed \(seed): \(sent)")
            }
            let (answer, _) = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", with: server)
            #expect(answer?.body == "hello")
        }
    }
}
