import CCurl

/// Collects one answer as it arrives, and stops the transfer at a limit.
final class AnswerSink {
    private(set) var isTooLarge = false
    private var body: [UInt8] = []
    private var headerBytes = 0
    private var serverSeconds: Int64?
    private var tag: String?
    private var signature: String?
    private let bytesMax: Int

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// Whether a proxy answered the CONNECT request with an error status.
    func proxyRefused(_ easy: UnsafeMutableRawPointer) -> Bool {
        var status = 0
        thaw_curl_get_long(easy, CURLINFO_HTTP_CONNECTCODE, &status)
        return status >= 300
    }

    /// The finished answer.
    func answer(from easy: UnsafeMutableRawPointer) -> HTTPAnswer {
        var status = 0
        var retryAfter: curl_off_t = 0
        var contentType: UnsafePointer<CChar>?
        thaw_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        thaw_curl_get_offset(easy, CURLINFO_RETRY_AFTER, &retryAfter)
        thaw_curl_get_string(easy, CURLINFO_CONTENT_TYPE, &contentType)
        let mediaType = contentType.map { String(cString: $0) }?.prefix { $0 != ";" && $0 != " " }.lowercased()
        return HTTPAnswer(
            status: status, mediaType: mediaType, body: body, serverSeconds: serverSeconds,
            retryAfterSeconds: retryAfter > 0 ? min(Int(clamping: retryAfter), Self.retryAfterSecondsMax) : nil,
            tag: tag, signature: signature)
    }

    fileprivate func appendBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= bytesMax else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    fileprivate func readHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerBytesMax else {
            isTooLarge = true
            return 0
        }
        if let value = value(of: "date:", in: bytes) {
            let seconds = curl_getdate(value, nil)
            serverSeconds = 0..<Self.serverSecondsEnd ~= Int64(seconds) ? Int64(seconds) : nil
        }
        if let value = value(of: "etag:", in: bytes) { tag = Self.trimmed(value) }
        if let value = value(of: "thaw-signature:", in: bytes) { signature = Self.trimmed(value) }
        return bytes.count
    }

    /// The rest of a header line that begins with this name.
    private func value(of name: String, in bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count > name.utf8.count, zip(bytes, name.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else { return nil }
        return String(decoding: bytes.dropFirst(name.utf8.count), as: UTF8.self)
    }

    /// A value without the blanks around it; nil unless it is short and of printable ASCII, so that it can be sent back.
    private static func trimmed(_ value: String) -> String? {
        let bytes = Array(value.utf8)
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return nil }
        let inner = bytes[first...last]
        guard inner.count <= valueBytesMax, inner.allSatisfy({ 0x20...0x7E ~= $0 }) else { return nil }
        return String(decoding: inner, as: UTF8.self)
    }

    private static let valueBytesMax = 256

    private static let headerBytesMax = 64 * 1024
    /// A month. Nobody waits longer.
    private static let retryAfterSecondsMax = 31 * 86_400
    /// 10000-01-01. Later times are not written as text.
    private static let serverSecondsEnd: Int64 = 253_402_300_800
}

/// Both callbacks run inside `curl_multi_perform`, on the thread that locked the connection. The sink outlives the transfer.
let receiveBody: thaw_curl_bytes_callback = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    return Unmanaged<AnswerSink>.fromOpaque(context).takeUnretainedValue().appendBody(
        UnsafeRawBufferPointer(start: bytes, count: size * count))
}

let receiveHeader: thaw_curl_bytes_callback = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    return Unmanaged<AnswerSink>.fromOpaque(context).takeUnretainedValue().readHeader(
        UnsafeRawBufferPointer(start: bytes, count: size * count))
}
