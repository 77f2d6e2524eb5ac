import Client
import Foundation
import Synchronization
import Wire

/// What a test server was asked.
struct Received: Sendable {
    var method: String
    var target: String
    /// Lower-case names.
    var headers: [String: String]
    var body: [UInt8]
    /// Counted from 0.
    var connection: Int

    func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try WireJSON.decode(type, from: Data(body))
    }
}

/// What a test server does with a request, well-behaved or not.
struct Reply: Sendable {
    enum Step: Sendable {
        case send([UInt8])
        case sleep(Double)
        /// Holds the answer back until the other end gives up.
        case hold
        /// Repeats the bytes until the other end gives up.
        case flood([UInt8])
        case reset
        case run(@Sendable () -> Void)
    }

    var steps: [Step]
    var closes = false

    static func raw(_ text: String, closes: Bool = true) -> Reply {
        Reply(steps: [.send(Array(text.utf8))], closes: closes)
    }

    static func json(_ value: some Encodable, status: Int = 200, headers: [String] = []) -> Reply {
        bytes(Array(WireJSON.encode(value)), status: status, type: "application/json", headers: headers)
    }

    static func problem(_ code: ErrorCode, status: Int? = nil, headers: [String] = []) -> Reply {
        bytes(
            Array(WireJSON.encode(Problem(code))), status: status ?? code.status ?? 500, type: "application/problem+json; charset=utf-8",
            headers: headers)
    }

    static func text(_ text: String, status: Int = 200, type: String, headers: [String] = []) -> Reply {
        bytes(Array(text.utf8), status: status, type: type, headers: headers)
    }

    static func bytes(_ body: [UInt8], status: Int, type: String, headers: [String] = []) -> Reply {
        let lines = ["HTTP/1.1 \(status) Whatever", "Content-Type: \(type)", "Content-Length: \(body.count)"] + headers
        return Reply(steps: [.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)])
    }
}

/// A small HTTP/1.1 server on loopback that answers as it is told, and remembers what it was asked.
final class TestServer: Sendable {
    private let listener: Listener
    private let log: Log

    private final class Log: Sendable {
        let received = Mutex<[Received]>([])
        let connections = Mutex(0)
    }

    var port: Int { listener.port }
    var received: [Received] { log.received.withLock { $0 } }
    var connectionCount: Int { log.connections.withLock { $0 } }

    /// - Parameter answer: gets the request and how many came before it.
    init(_ answer: @escaping @Sendable (Received, Int) -> Reply) {
        let log = Log()
        self.log = log
        listener = Listener { socket in
            let connection = log.connections.withLock { count in
                count += 1
                return count - 1
            }
            var buffer: [UInt8] = []
            while let request = Self.read(socket, &buffer, connection) {
                let index = log.received.withLock { received in
                    received.append(request)
                    return received.count - 1
                }
                let reply = answer(request, index)
                guard Self.perform(reply, socket) else { return }
            }
        }
    }

    var address: ServerAddress {
        get throws { try ServerAddress("http://127.0.0.1:\(port)") }
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
            case .run(let body): body()
            }
        }
        if reply.closes { socket.finish() }
        return !reply.closes
    }

    private static func read(_ socket: Socket, _ buffer: inout [UInt8], _ connection: Int) -> Received? {
        let separator = Array("\r\n\r\n".utf8)
        var headEnd: Int?
        while headEnd == nil {
            headEnd = buffer.indices.first { buffer[$0...].starts(with: separator) }
            if headEnd == nil {
                guard let more = socket.receive() else { return nil }
                buffer += more
            }
        }
        let lines = String(decoding: buffer[..<headEnd!], as: UTF8.self).components(separatedBy: "\r\n")
        let start = lines[0].split(separator: " ")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        buffer.removeSubrange(..<(headEnd! + separator.count))
        let length = Int(headers["content-length"] ?? "0") ?? 0
        while buffer.count < length {
            guard let more = socket.receive() else { return nil }
            buffer += more
        }
        let body = Array(buffer[..<length])
        buffer.removeSubrange(..<length)
        return Received(method: String(start[0]), target: String(start[1]), headers: headers, body: body, connection: connection)
    }
}
