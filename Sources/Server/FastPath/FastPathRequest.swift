import Glibc
import HTTPTypes
import NIOCore

/// A look-up or a few reports that came in one piece and can be read in only one way.
///
/// Accepts a small, unambiguous part of HTTP/1.1: CRLF line ends, names of letters, digits and hyphens, one space after the colon,
/// printable ASCII, one `Host`, one exact `Content-Length`. Returns nil for anything else, valid or not, and NIO's decoder reads it.
///
/// Noncopyable, because a copy would count the references of all its parts at each look-up.
struct FastPathRequest: ~Copyable {
    enum Question { case lookups, reports }

    private(set) var question = Question.lookups
    /// Whether there is one `Content-Type`, and it says JSON.
    private(set) var isJSON = false
    /// The values of all headers of that name, in order.
    private(set) var authorization: [String] = []
    private(set) var forwardedFor: [String] = []
    private(set) var body: ByteBuffer
    private var contentTypes = 0
    private var hosts = 0
    private var length: Int?

    private static let lookupsLine = line(of: .lookups)
    private static let reportsLine = line(of: .reports)

    private static func line(of route: Route) -> [UInt8] { Array("\(route.method.rawValue) \(route.path) HTTP/1.1\r\n".utf8) }

    /// The most bytes and headers of a head: longer heads are rare. Below the server's limits.
    private static let headBytesMax = 4096
    private static let headersMax = 32
    /// Bytes of a body of reports: about twenty reports. More would block the connection's thread for longer than the router costs.
    private static let reportsBytesMax = 4096

    /// - Parameter bytes: all bytes since the last request's end.
    init?(_ bytes: ByteBuffer, limits: ServerLimits.Request) {
        body = bytes
        let headBytes = bytes.withUnsafeReadableBytes { readHead($0, limits) }
        guard let headBytes, hosts == 1, let length, length == bytes.readableBytes - headBytes else { return nil }
        guard length <= (question == .reports ? min(limits.bodyBytes, Self.reportsBytesMax) : limits.bodyBytes) else { return nil }
        body.moveReaderIndex(forwardBy: headBytes)
    }

    /// The index of the body's first byte.
    private mutating func readHead(_ bytes: UnsafeRawBufferPointer, _ limits: ServerLimits.Request) -> Int? {
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(min(Self.headBytesMax, limits.headerBytes, limits.headBytes)))
        guard let (question, lineBytes) = Self.readLine(head) else { return nil }
        self.question = question
        var index = lineBytes
        for _ in 0...min(Self.headersMax, limits.headerCount) {
            guard let end = Self.lineEnd(head, from: index) else { return nil }
            if end == index { return end + 2 }
            guard readHeader(UnsafeRawBufferPointer(rebasing: head[index..<end])) else { return nil }
            index = end + 2
        }
        return nil
    }

    /// The request line's target, and the index of the first header.
    private static func readLine(_ bytes: UnsafeRawBufferPointer) -> (Question, Int)? {
        func begins(_ line: [UInt8]) -> Bool {
            guard bytes.count > line.count, let base = bytes.baseAddress else { return false }
            return memcmp(base, line, line.count) == 0
        }
        if begins(lookupsLine) { return (.lookups, lookupsLine.count) }
        if begins(reportsLine) { return (.reports, reportsLine.count) }
        return nil
    }

    /// The index of the CRLF that ends the line from `start`; nil without one, or if the first CR stands alone.
    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0D, bytes.count - start) else { return nil }
        let end = UnsafeRawPointer(found) - base
        return end + 1 < bytes.count && bytes[end + 1] == 0x0A ? end : nil
    }

    private mutating func readHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        var colon = 0
        while colon < line.count, Self.isOfName(line[colon]) { colon += 1 }
        guard line.count > colon + 2, line[colon] == UInt8(ascii: ":"), line[colon + 1] == 0x20, line[colon + 2] != 0x20,
            line[line.count - 1] != 0x20
        else { return false }
        let value = UnsafeRawBufferPointer(rebasing: line[(colon + 2)...])
        guard value.allSatisfy({ (0x20...0x7E).contains($0) }) else { return false }
        return take(UnsafeRawBufferPointer(rebasing: line[..<colon]), value)
    }

    /// False for an uncommon or repeated header.
    private mutating func take(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
        func isNamed(_ text: StaticString) -> Bool {
            // Both have one length. This bit changes only a letter's case; no other allowed character becomes a letter.
            name.indices.allSatisfy { name[$0] | 0x20 == text.utf8Start[$0] }
        }
        switch name.count {
        case 0: return false
        case 4 where isNamed("host"):
            hosts += 1
            return RequestRules.isHost(value)
        case 6 where isNamed("expect"), 7 where isNamed("upgrade"), 7 where isNamed("trailer"), 10 where isNamed("connection"),
            16 where isNamed("content-encoding"), 16 where isNamed("proxy-connection"), 17 where isNamed("transfer-encoding"):
            return false
        case 12 where isNamed("content-type"):
            contentTypes += 1
            isJSON = contentTypes == 1 && JSONExchange.isJSON(value)
        case 13 where isNamed("authorization"): authorization.append(String(decoding: value, as: UTF8.self))
        case 14 where isNamed("content-length"):
            guard length == nil, value.count <= 8, value.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
            length = value.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        case 15 where isNamed("x-forwarded-for"): forwardedFor.append(String(decoding: value, as: UTF8.self))
        default: break
        }
        return true
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "-")
        }
    }
}
