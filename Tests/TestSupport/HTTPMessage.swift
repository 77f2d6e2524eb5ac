import Foundation

/// A request or an answer, read without a library; it has a body only by its `Content-Length`.
struct HTTPMessage {
    /// The words of the first line.
    let start: [String]
    /// Lower-case names.
    let headers: [String: String]
    let body: Data

    /// Takes a message off the front of `unread`, and receives what it lacks.
    init(from unread: inout Data, of socket: Socket) throws(LoopbackConnection.Failure) {
        func receive() throws(LoopbackConnection.Failure) {
            guard let more = socket.receive() else { throw .closed }
            unread.append(contentsOf: more)
        }
        let end = Data("\r\n\r\n".utf8)
        while unread.range(of: end) == nil { try receive() }
        let head = unread.range(of: end)!
        let lines = String(decoding: unread[unread.startIndex..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        unread = Data(unread[head.upperBound...])
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while unread.count < length { try receive() }
        body = Data(unread.prefix(length))
        unread = Data(unread.dropFirst(length))
        start = lines[0].split(separator: " ").map(String.init)
        self.headers = headers
    }
}
