package import Foundation
import Glibc

/// One keep-alive HTTP/1.1 connection to loopback, blocking and plain: it sends exactly the given bytes.
package final class LoopbackConnection {
    package struct Answer {
        package let status: Int
        package let headers: [String: String]
        package let body: Data

        package var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
        package var text: String { String(decoding: body, as: UTF8.self) }
        /// A problem's stable code.
        package var code: String? { json["code"] as? String }
    }

    package enum Failure: Error {
        case connect(errno: Int32)
        case closed
    }

    private let socket: Socket
    private var unread = Data()

    package init(port: UInt16) throws {
        guard let socket = Socket.connect(port: Int(port)) else { throw Failure.connect(errno: errno) }
        self.socket = socket
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket.descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var isOn: Int32 = 1
        setsockopt(socket.descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }

    package func send(_ bytes: Data) throws {
        guard socket.send(Array(bytes)) else { throw Failure.closed }
    }

    package func request(_ method: String, _ path: String, token: String? = nil, body: String? = nil) throws -> Answer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let body { head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n" }
        try send(Data((head + "\r\n" + (body ?? "")).utf8))
        return try answer()
    }

    package func answer() throws -> Answer {
        let message = try HTTPMessage(from: &unread, of: socket)
        return Answer(status: message.start.dropFirst().first.flatMap { Int($0) } ?? 0, headers: message.headers, body: message.body)
    }
}
