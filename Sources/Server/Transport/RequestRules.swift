import NIOHTTP1
import Wire

/// The rules for a request's head before its body is accepted, for all routes.
struct RequestRules {
    /// The body's limit in bytes.
    private(set) var bodyLimit = 0
    /// The value of `Content-Length`.
    private(set) var declaredBytes: Int?
    private(set) var expectsContinue = false
    /// Whether the connection ends with the answer.
    private(set) var closesAfterAnswer = false

    private var hostCount = 0
    private var hasCredentials = false
    private var isChunked = false

    /// - Throws: the code of the first rule that the head breaks.
    init(_ head: HTTPRequestHead, limits: ServerLimits) throws(HeadRefusal) {
        guard Self.isPath(head.uri) else { throw HeadRefusal(code: .requestTarget) }
        for (name, value) in head.headers {
            guard name.utf8.count + value.utf8.count <= limits.request.headerBytes else { throw HeadRefusal(code: .requestHeadersTooLarge) }
            try take(name, value)
        }
        guard hostCount == 1 else { throw HeadRefusal(code: .requestHost) }
        if isChunked {
            guard declaredBytes == nil, !head.version.isBefore11 else { throw HeadRefusal(code: .requestMalformed) }
        }
        let path = head.uri.prefix { $0 != "?" }
        bodyLimit = limits.request.bodyBytes(path: path, hasCredentials: hasCredentials)
        guard declaredBytes ?? 0 <= bodyLimit else { throw HeadRefusal(code: .requestTooLarge) }
        if declaredBytes == 0 || head.version.isBefore11 { expectsContinue = false }
        if !head.isKeepAlive || head.version.isBefore11 { closesAfterAnswer = true }
    }

    private mutating func take(_ name: String, _ value: String) throws(HeadRefusal) {
        switch name.utf8.count {
        case 4 where name.lowercased() == "host":
            hostCount += 1
            guard Self.isHost(value.utf8) else { throw HeadRefusal(code: .requestHost) }
        case 6 where name.lowercased() == "expect":
            guard value.lowercased() == "100-continue" else { throw HeadRefusal(code: .requestExpectation) }
            expectsContinue = true
        case 7 where name.lowercased() == "upgrade":
            // The upgrade is ignored, but the decoder stopped reading: it expects another protocol.
            closesAfterAnswer = true
        case 13 where name.lowercased() == "authorization":
            hasCredentials = true
        case 14 where name.lowercased() == "content-length":
            guard declaredBytes == nil, let bytes = Self.length(value) else { throw HeadRefusal(code: .requestMalformed) }
            declaredBytes = bytes
        case 17 where name.lowercased() == "transfer-encoding":
            guard !isChunked, value.lowercased() == "chunked" else { throw HeadRefusal(code: .requestMalformed) }
            isChunked = true
        default:
            break
        }
    }

    /// Origin form only: no `http://…`, no `host:port`, no `*`, no fragment, and printable ASCII throughout.
    private static func isPath(_ target: String) -> Bool {
        target.utf8.first == 0x2f && target.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != 0x23 }
    }

    static func isHost(_ value: some Collection<UInt8>) -> Bool {
        guard (1...255).contains(value.count) else { return false }
        return value.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"): true
            default: false
            }
        }
    }

    private static func length(_ value: String) -> Int? {
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(value) ?? .max
    }
}

extension HTTPVersion {
    /// Whether the client supports neither chunks nor `100 Continue`.
    var isBefore11: Bool { (major, minor) < (1, 1) }
}

/// The rule that a head breaks.
struct HeadRefusal: Error {
    let code: ErrorCode
}
