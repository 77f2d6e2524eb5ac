/// SipHash-2-4 with a 128-bit result over whole 64-bit words: a keyed code for rows of a few dozen bytes.
///
/// It is written here because no library in use has a keyed code for short messages. HMAC-SHA-256 takes 0.6 µs a row, SipHash a tenth of
/// that, and a start checks tens of millions of rows. Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012; the tests use their
/// vectors.
package struct SipHash: Sendable {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    private var words: UInt64 = 0

    /// - Parameter key: 128 bits, as two little-endian words.
    package init(key: (low: UInt64, high: UInt64)) {
        v0 = 0x736f_6d65_7073_6575 ^ key.low
        v1 = 0x646f_7261_6e64_6f6d ^ key.high ^ 0xee
        v2 = 0x6c79_6765_6e65_7261 ^ key.low
        v3 = 0x7465_6462_7974_6573 ^ key.high
    }

    /// Appends eight bytes, least significant first.
    @inline(__always)
    package mutating func append(_ word: UInt64) {
        words &+= 1
        compress(word)
    }

    /// Appends the count and then the bytes, padded with zeros to whole words. So two different texts never give the same message.
    package mutating func append(counted bytes: UnsafeRawBufferPointer) {
        append(UInt64(bytes.count))
        var offset = 0
        while offset + 8 <= bytes.count {
            append(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        guard offset < bytes.count else { return }
        append(bytes[offset...].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// The code of everything appended so far.
    @inline(__always)
    package consuming func code() -> Digest128 {
        // The last block is the length in bytes, modulo 256.
        compress((words &* 8) << 56)
        v2 ^= 0xee
        for _ in 0..<4 { round() }
        let first = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xdd
        for _ in 0..<4 { round() }
        return Digest128(high: first, low: v0 ^ v1 ^ v2 ^ v3)
    }

    @inline(__always)
    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 &+= v1
        v1 = v1 << 13 | v1 >> 51
        v1 ^= v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = v3 << 16 | v3 >> 48
        v3 ^= v2
        v0 &+= v3
        v3 = v3 << 21 | v3 >> 43
        v3 ^= v0
        v2 &+= v1
        v1 = v1 << 17 | v1 >> 47
        v1 ^= v2
        v2 = v2 << 32 | v2 >> 32
    }
}
