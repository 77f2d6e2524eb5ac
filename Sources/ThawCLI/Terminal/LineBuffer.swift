/// Splits a stream of bytes into lines of limited length.
package struct LineBuffer: Sendable {
    /// Far above any report, search or token.
    package static let lineBytesMax = 4_096

    package init() {}

    private var bytes: [UInt8] = []
    private var isSkipping = false
    private var pending: ArraySlice<UInt8> = []

    /// Whether bytes after the last line have been read.
    var hasMore: Bool { !pending.isEmpty }

    /// Removes and returns the bytes after the last line.
    mutating func takePending() -> ArraySlice<UInt8> {
        defer { pending = [] }
        return pending
    }

    /// The next line. `read` gives more bytes, and none at the end of the input.
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

/// Counts lines that are not blank.
struct LineCount {
    private var ended = 0
    private var holdsWord = false

    var total: Int { ended + (holdsWord ? 1 : 0) }

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if holdsWord { ended += 1 }
                holdsWord = false
            } else if byte > 0x20 {
                holdsWord = true
            }
        }
    }
}
