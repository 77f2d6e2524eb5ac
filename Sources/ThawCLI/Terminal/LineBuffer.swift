/// Cuts a stream of bytes into lines, none longer than a bound.
package struct LineBuffer: Sendable {
    /// Far above any report, search or token.
    package static let lineBytesMax = 4_096

    package init() {}

    private var bytes: [UInt8] = []
    private var isSkipping = false
    private var pending: ArraySlice<UInt8> = []

    /// Whether bytes behind the last line were read already.
    var hasMore: Bool { !pending.isEmpty }

    /// The next line, refilled by `read`, which gives no bytes at the end of the input.
    package mutating func next(_ read: () -> [UInt8]) throws(InputError) -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                append(pending[..<end])
                pending = pending[(end + 1)...]
                return try finish()
            }
            append(pending)
            pending = read()[...]
            if pending.isEmpty {
                return bytes.isEmpty && !isSkipping ? nil : try finish()
            }
        }
    }

    private mutating func append(_ more: ArraySlice<UInt8>) {
        if bytes.count + more.count > Self.lineBytesMax { isSkipping = true }
        if isSkipping { bytes.removeAll() } else { bytes.append(contentsOf: more) }
    }

    private mutating func finish() throws(InputError) -> String {
        defer {
            bytes.removeAll(keepingCapacity: true)
            isSkipping = false
        }
        if isSkipping { throw .lineTooLong }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
