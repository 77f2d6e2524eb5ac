import Foundation
import Synchronization
import TestSupport

/// A SOCKS 5 proxy without authentication that leads every connection to one loopback port, and remembers which names it was asked for.
final class SOCKSServer: Sendable {
    private let listener: Listener
    private let log: Log

    private final class Log: Sendable {
        let requests = Mutex<[String]>([])
    }

    var port: Int { listener.port }
    var url: String { "socks5h://127.0.0.1:\(port)" }
    /// As in `name registry.test:80`, or `address 127.0.0.1:80`.
    var requests: [String] { log.requests.withLock { $0 } }

    init(target: Int) {
        let log = Log()
        self.log = log
        listener = Listener { client in
            guard let greeting = client.receive(exactly: 2), client.receive(exactly: Int(greeting[1])) != nil else { return }
            client.send([5, 0])
            guard let head = client.receive(exactly: 4), let destination = Self.destination(head[3], client) else { return }
            log.requests.withLock { $0.append(destination) }
            guard let server = Socket.connect(port: target) else {
                client.send([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])
                return
            }
            client.send([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])
            Thread.detachNewThread {
                while let bytes = server.receive(), client.send(bytes) {}
                client.finish()
            }
            while let bytes = client.receive(), server.send(bytes) {}
            server.finish()
        }
    }

    private static func destination(_ kind: UInt8, _ client: Socket) -> String? {
        let host: String
        switch kind {
        case 1:
            guard let bytes = client.receive(exactly: 4) else { return nil }
            host = "address " + bytes.map(String.init).joined(separator: ".")
        case 3:
            guard let length = client.receive(exactly: 1), let bytes = client.receive(exactly: Int(length[0])) else { return nil }
            host = "name " + String(decoding: bytes, as: UTF8.self)
        default: return nil
        }
        guard let port = client.receive(exactly: 2) else { return nil }
        return host + ":" + String(Int(port[0]) << 8 | Int(port[1]))
    }
}
