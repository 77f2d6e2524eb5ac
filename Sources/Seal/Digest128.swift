import Crypto

/// The first 16 bytes of an HMAC-SHA-256. Receipts, replay rows and tags are stored in this form.
///
/// Half the length is the minimum that RFC 2104, section 5, allows for a truncated HMAC.
package struct Digest128: Hashable, Comparable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The first 16 bytes of `bytes`, most significant first; nil if there are fewer.
    package init?(_ bytes: some Sequence<UInt8>) {
        var words: (UInt64, UInt64) = (0, 0)
        var count = 0
        for byte in bytes.prefix(16) {
            if count < 8 {
                words.0 = words.0 << 8 | UInt64(byte)
            } else {
                words.1 = words.1 << 8 | UInt64(byte)
            }
            count += 1
        }
        guard count == 16 else { return nil }
        self.init(high: words.0, low: words.1)
    }

    init(cutting digest: SHA256Digest) {
        self = digest.withUnsafeBytes { bytes in
            Digest128(
                high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }

    package static let zero = Digest128(high: 0, low: 0)

    /// The 16 bytes, most significant first.
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<8 {
                buffer[index] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * index))
                buffer[8 + index] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * index))
            }
            count = 16
        }
    }

    /// The bits are as good as random, so one half hashes as well as both, in half the time.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(low)
    }

    package static func < (left: Digest128, right: Digest128) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
