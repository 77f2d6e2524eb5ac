import Alerts
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("One try", .timeLimit(.minutes(2)))
struct AlertSenderTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    private static let endless = Reply(
        steps: [.send(Array("\(head)Connection: close\r\n\r\n".utf8)), .flood([UInt8](repeating: 32, count: 65_536))])

    private func outcomeOf(
        _ reply: Reply, _ kind: AlertDestination.Kind = .ntfy, timeout: Duration = .seconds(60)
    ) async throws -> AlertOutcome {
        let server = FakeServer { _, _ in reply }
        let result = try await outcome(to: .sample(kind, at: server.url), timeout: timeout)
        #expect(server.connectionCount == 1)
        return result
    }

    @Test(arguments: [200, 201, 202, 204])
    func `an answer of the twos is a delivery`(_ status: Int) async throws {
        let reply = status == 204 ? Reply.raw("HTTP/1.1 204 No Content\r\n\r\n") : .status(status)
        #expect(try await outcomeOf(reply) == .delivered(status: status))
    }

    @Test(arguments: [400, 401, 403, 404, 410, 413, 500, 502])
    func `any other answer is a failure`(_ status: Int) async throws {
        #expect(try await outcomeOf(.status(status, headers: ["Retry-After: 60"])) == .failed(.status(status)))
    }

    @Test(
        arguments: [
            (429, "120", .seconds(120)), (503, "7", .seconds(7)), (429, "0", .zero), (429, "Sun, 22 Nov 2026 15:46:30 GMT", .seconds(90)),
            (429, "Sun, 22 Nov 2026 15:00:00 GMT", .zero), (429, "soon", nil), (429, "-5", nil), (429, "", nil),
        ] as [(Int, String, Duration?)])
    func `a receiver that is busy says when it may be asked again`(_ status: Int, _ value: String, _ wait: Duration?) async throws {
        #expect(try await outcomeOf(.status(status, headers: ["Retry-After: \(value)"])) == .failed(.status(status), wait: wait))
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is not followed`(_ status: Int) async throws {
        let other = FakeServer { _, _ in .taken }
        #expect(try await outcomeOf(.status(status, headers: ["Location: \(other.url)/"])) == .failed(.status(status)))
        #expect(other.received.isEmpty)
    }

    @Test(arguments: AlertDestination.Kind.allCases)
    func `a receiver that hangs ends the try in time`(_ kind: AlertDestination.Kind) async throws {
        #expect(try await outcomeOf(Reply(steps: [.hold]), kind, timeout: .milliseconds(200)) == .failed(.timeout))
    }

    @Test(arguments: [Reply(steps: [.reset]), .lost, .raw("220 mail.example.org ESMTP\r\n\r\n")])
    func `a connection that breaks is a failure`(_ reply: Reply) async throws {
        #expect(try await outcomeOf(reply) == .failed(.broken))
    }

    /// The library would end the process at the end of an answer whose head it ignored.
    @Test(
        arguments: ["000", "001", "099"].map { "HTTP/1.1 \($0) Odd\r\nContent-Length: 0\r\n\r\n" } + [
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n",
            String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 17) + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        ])
    func `an answer without a status of HTTP is a failure`(_ answer: String) async throws {
        #expect(try await outcomeOf(.raw(answer)) == .failed(.broken))
    }

    @Test func `a few early heads before the answer are ignored`() async throws {
        let early = String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 16)
        #expect(try await outcomeOf(.raw(early + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) == .delivered(status: 200))
    }

    @Test func `nobody who listens is a failure`() async throws {
        let port = DeadPort()
        let destination = try AlertDestination.sample(.text, at: "http://127.0.0.1:\(port.port)")
        #expect(await outcome(to: destination) == .failed(.unreachable))
    }

    @Test func `a server without TLS behind HTTPS is a failure of TLS`() async throws {
        let listener = Listener { socket in
            _ = socket.receive()
            socket.send(Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8))
            socket.finish()
        }
        let destination = try AlertDestination.sample(.webhook, at: "https://127.0.0.1:\(listener.port)")
        #expect(await outcome(to: destination) == .failed(.certificate))
        withExtendedLifetime(listener) {}
    }

    // MARK: Bodies

    @Test(arguments: [.ntfy, .text, .webhook] as [AlertDestination.Kind])
    func `a slow body and an endless one do not matter where the status says all`(_ kind: AlertDestination.Kind) async throws {
        let slow = Reply(steps: [.send(Array("\(Self.head)Content-Length: 100000\r\n\r\n{".utf8)), .hold])
        #expect(try await outcomeOf(slow, kind) == .delivered(status: 200))
        #expect(try await outcomeOf(Self.endless, kind) == .delivered(status: 200))
    }

    @Test func `signal-cli's slow body is a timeout, and its endless one is not read to the end`() async throws {
        let slow = Reply(steps: [.send(Array("\(Self.head)Content-Length: 100\r\n\r\n{".utf8)), .hold])
        #expect(try await outcomeOf(slow, .signal, timeout: .milliseconds(200)) == .failed(.timeout))
        #expect(try await outcomeOf(Self.endless, .signal) == .failed(.unreadable))
    }

    @Test func `signal-cli's body that breaks off is a failure`() async throws {
        let broken = Reply(steps: [.send(Array("\(Self.head)Content-Length: 100\r\n\r\n{".utf8)), .close])
        #expect(try await outcomeOf(broken, .signal) == .failed(.broken))
    }

    @Test(
        arguments: [
            (#"{"jsonrpc":"2.0","result":{"timestamp":1795362300123,"results":[]},"id":"00112233445566778899aabbccddeeff"}"#, nil),
            (#"{"jsonrpc":"2.0","error":{"code":-32602,"message":"no","data":null},"id":"x"}"#, .signal(-32_602)),
            (#"{"jsonrpc":"2.0","error":{"code":-1,"message":"canary"},"id":null}"#, .signal(-1)),
            (#"{"jsonrpc":"2.0","result":{"timestamp":999},"id":"another"}"#, .unreadable),
            (#"{"jsonrpc":"2.0","result":{"timestamp":999},"id":4}"#, .unreadable), (#"{"jsonrpc":"2.0","id":"x"}"#, .unreadable),
            (#"{"result":{},"id":"00112233445566778899aabbccddeeff"}"#, .unreadable), ("ok", .unreadable), ("", .unreadable),
            ("[]", .unreadable), (String(repeating: "[", count: 600), .unreadable),
        ] as [(String, AlertFailure?)])
    func `signal-cli's answer decides, not its status`(_ body: String, _ failure: AlertFailure?) async throws {
        let answer = try await outcomeOf(.text(body, status: 200, type: "application/json"), .signal)
        #expect(answer == failure.map { AlertOutcome.failed($0) } ?? .delivered(status: 200))
    }

    @Test func `an answer about a thousand members of a Signal group is read`() async throws {
        let member = #"{"recipientAddress":{"uuid":"11111111-1111-4111-8111-111111111111","number":"+16125550199"},"type":"SUCCESS"}"#
        let results = Array(repeating: member, count: 1_000).joined(separator: ",")
        let body = #"{"jsonrpc":"2.0","result":{"timestamp":1,"results":[\#(results)]},"id":"\#(AlertMessage.sampleID)"}"#
        #expect(try await outcomeOf(.text(body, status: 200, type: "application/json"), .signal) == .delivered(status: 200))
    }

    // MARK: Proxies

    @Test func `an onion service is asked for by its name, through the proxy`() async throws {
        let proxy = FakeProxy()
        let destination = try AlertDestination.sample(.webhook, at: "http://exampleexample.onion")
        #expect(try await outcome(to: destination, through: proxy.address) == .delivered(status: 200))
        #expect(proxy.asked == ["exampleexample.onion:80"])
    }

    @Test func `any name beyond this machine is left to the proxy, and this machine is not`() async throws {
        let proxy = FakeProxy()
        let far = try AlertDestination.sample(.text, at: "https://chat.example.invalid")
        #expect(try await outcome(to: far, through: proxy.address) == .failed(.certificate))
        #expect(proxy.asked == ["chat.example.invalid:443"])
        let server = FakeServer { _, _ in .taken }
        #expect(try await outcome(to: .sample(.text, at: server.url), through: proxy.address) == .delivered(status: 200))
        #expect(proxy.asked.count == 1 && server.received.count == 1)
    }

    @Test func `without a proxy, no onion name is looked for`() async throws {
        let destination = try AlertDestination.sample(.webhook, at: "http://exampleexample.onion")
        #expect(await outcome(to: destination) == .failed(.unreachable))
    }

    @Test func `a proxy that is not there is a failure, and is never gone around`() async throws {
        let port = DeadPort()
        let proxy = try #require(AlertProxy("socks5://127.0.0.1:\(port.port)"))
        let destination = try AlertDestination.sample(.webhook, at: "https://receiver.example.invalid")
        #expect(await outcome(to: destination, through: proxy) == .failed(.unreachable))
    }
}

/// A SOCKS5 proxy that connects nowhere: it keeps the names it was asked for, and takes every request itself.
final class FakeProxy: Sendable {
    private let listener: Listener
    private let names: Names

    private final class Names: Sendable {
        let asked = Mutex<[String]>([])
    }

    /// Names with their ports.
    var asked: [String] { names.asked.withLock { $0 } }

    var address: AlertProxy {
        get throws { try #require(AlertProxy("socks5://127.0.0.1:\(listener.port)")) }
    }

    /// RFC 1928: the greeting, a request to connect to a name, and the reply.
    init() {
        let names = Names()
        self.names = names
        listener = Listener { socket in
            guard let greeting = socket.receive(exactly: 2), greeting[0] == 5, socket.receive(exactly: Int(greeting[1])) != nil,
                socket.send([5, 0]), let request = socket.receive(exactly: 4), request == [5, 1, 0, 3],
                let length = socket.receive(exactly: 1), let name = socket.receive(exactly: Int(length[0])),
                let port = socket.receive(exactly: 2)
            else { return socket.finish() }
            names.asked.withLock { $0.append("\(String(decoding: name, as: UTF8.self)):\(Int(port[0]) << 8 | Int(port[1]))") }
            socket.send([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
            _ = socket.receive()
            socket.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8))
            socket.finish()
        }
    }
}
