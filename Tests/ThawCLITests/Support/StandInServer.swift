import Foundation
import Synchronization

/// An HTTP server on loopback that answers as a test says.
final class StandInServer: Sendable {
    struct Request: Sendable {
        var method = ""
        var target = ""
        var authorization: String?
        var body = Data()
    }

    struct Response: Sendable {
        var status = 200
        var mediaType = "application/json"
        var body = Data()
        /// Whether the connection breaks before it arrives.
        var isLost = false
        /// What the server's clock says, as HTTP writes it.
        var date: String?
    }

    let port: UInt16
    private let listener: Int32
    /// A descriptor that is closed twice is somebody else's by then.
    private let isStopped = Atomic<Bool>(false)
    private let answer: @Sendable (Request) -> Response

    init(answer: @escaping @Sendable (Request) -> Response) throws {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileReadUnknown) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in accept() }
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// From now on nobody is there.
    func stop() {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func accept() {
        while true {
            let connection = Foundation.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            Thread.detachNewThread { [self] in
                serve(connection)
                close(connection)
            }
        }
    }

    private func serve(_ connection: Int32) {
        var bytes = Data()
        while let request = next(connection, &bytes) {
            let response = answer(request)
            guard !response.isLost else { return }
            let head =
                "HTTP/1.1 \(response.status) Answer\r\nContent-Type: \(response.mediaType)\r\nContent-Length: \(response.body.count)\r\n"
                + (response.date.map { "Date: \($0)\r\n" } ?? "") + "\r\n"
            let all = Array(Data(head.utf8) + response.body)
            guard send(connection, all, all.count, Int32(MSG_NOSIGNAL)) == all.count else { return }
        }
    }

    private func next(_ connection: Int32, _ bytes: inout Data) -> Request? {
        let end = Data("\r\n\r\n".utf8)
        while true {
            if let range = bytes.range(of: end) {
                let lines = String(decoding: bytes[..<range.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                let words = lines[0].split(separator: " ")
                guard words.count == 3 else { return nil }
                var request = Request(method: String(words[0]), target: String(words[1]))
                var length = 0
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                    if parts[0].lowercased() == "content-length" { length = Int(parts[1]) ?? 0 }
                    if parts[0].lowercased() == "authorization" { request.authorization = parts[1] }
                }
                if bytes.count - bytes.distance(from: bytes.startIndex, to: range.upperBound) >= length {
                    request.body = Data(bytes[range.upperBound...].prefix(length))
                    bytes = Data(bytes[range.upperBound...].dropFirst(length))
                    return request
                }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes.append(contentsOf: buffer[..<count])
        }
    }
}
