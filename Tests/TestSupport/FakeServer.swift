import Foundation
import Synchronization
package import Wire

/// One request, as a ``FakeServer`` received it.
package struct Received: Sendable {
    package var method: String
    package var target: String
    /// Lower-case names.
    package var headers: [String: String]
    package var body: [UInt8]
    /// Counted from 0.
    package var connection: Int

    package var path: String { String(target.prefix { $0 != "?" }) }
    package var authorization: String? { headers["authorization"] }

    package func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try WireJSON.decode(type, from: Data(body))
    }
}

/// How a ``FakeServer`` answers a request, well-behaved or not.
package struct Reply: Sendable {
    package enum Step: Sendable {
        case send([UInt8])
        case sleep(Double)
        /// Holds the answer back until the other end gives up.
        case hold
        /// Repeats the bytes until the other end gives up.
        case flood([UInt8])
        case reset
        /// Ends the connection in an orderly way, without an answer.
        case close
        case run(@Sendable () -> Void)
    }

    package var steps: [Step]
    package var closes = false

    package init(steps: [Step], closes: Bool = false) {
        self.steps = steps
        self.closes = closes
    }

    /// The connection breaks before an answer arrives.
    package static let lost = Reply(steps: [.close])

    package static func raw(_ text: String, closes: Bool = true) -> Reply {
        Reply(steps: [.send(Array(text.utf8))], closes: closes)
    }

    package static func json(_ value: some Encodable, status: Int = 200, headers: [String] = []) -> Reply {
        bytes(Array(WireJSON.encode(value)), status: status, type: "application/json", headers: headers)
    }

    package static func problem(_ code: ErrorCode, status: Int? = nil, headers: [String] = []) -> Reply {
        bytes(
            Array(WireJSON.encode(Problem(code))), status: status ?? code.status ?? 500, type: "application/problem+json; charset=utf-8",
            headers: headers)
    }

    package static func text(_ text: String, status: Int = 200, type: String, headers: [String] = []) -> Reply {
        bytes(Array(text.utf8), status: status, type: type, headers: headers)
    }

    /// The header of a time in Unix seconds.
    package static func dateHeader(_ seconds: Int64) -> String {
        var (seconds, fields) = (time_t(seconds), tm())
        gmtime_r(&seconds, &fields)
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &fields)
        return "Date: " + String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    package static func bytes(_ body: [UInt8], status: Int, type: String, headers: [String] = []) -> Reply {
        let lines = ["HTTP/1.1 \(status) Answer", "Content-Type: \(type)", "Content-Length: \(body.count)"] + headers
        return Reply(steps: [.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)])
    }
}

/// A small HTTP/1.1 server on loopback for the faults that the real one does not have: it answers as a test says, and keeps the requests.
package final class FakeServer: Sendable {
    private let listener: Mutex<Listener?>
    private let log: Log
    package let port: Int

    private final class Log: Sendable {
        let received = Mutex<[Received]>([])
        let connections = Mutex(0)
    }

    package var received: [Received] { log.received.withLock { $0 } }
    package var connectionCount: Int { log.connections.withLock { $0 } }
    package var url: String { "http://127.0.0.1:\(port)" }

    /// - Parameter answer: gets the request and how many came before it. It runs on the connection's thread and may block.
    package init(_ answer: @escaping @Sendable (Received, Int) -> Reply) {
        let log = Log()
        self.log = log
        let listener = Listener { socket in
            let connection = log.connections.withLock { count in
                count += 1
                return count - 1
            }
            var unread = Data()
            while let request = Self.read(socket, &unread, connection) {
                let index = log.received.withLock { received in
                    received.append(request)
                    return received.count - 1
                }
                let reply = answer(request, index)
                guard Self.perform(reply, socket) else { return }
            }
        }
        port = listener.port
        self.listener = Mutex(listener)
    }

    /// Stops listening: from now on a connection is refused.
    package func stop() {
        listener.withLock { $0 = nil }
    }

    /// Returns whether the connection goes on.
    private static func perform(_ reply: Reply, _ socket: Socket) -> Bool {
        for step in reply.steps {
            switch step {
            case .send(let bytes): guard socket.send(bytes) else { return false }
            case .sleep(let seconds): Thread.sleep(forTimeInterval: seconds)
            case .hold:
                while socket.receive() != nil {}
                return false
            case .flood(let bytes): while socket.send(bytes) {}
            case .reset:
                socket.abort()
                return false
            case .close: return false
            case .run(let body): body()
            }
        }
        if reply.closes { socket.finish() }
        return !reply.closes
    }

    private static func read(_ socket: Socket, _ unread: inout Data, _ connection: Int) -> Received? {
        (try? HTTPMessage(from: &unread, of: socket)).map {
            Received(method: $0.start[0], target: $0.start[1], headers: $0.headers, body: Array($0.body), connection: connection)
        }
    }
}
