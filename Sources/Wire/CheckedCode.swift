import Crypto

/// A secret that people copy and type. Its description hides it; only ``text`` shows it.
package protocol SecretCode: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    static var prefix: String { get }
    var code: CheckedCode { get }
    init(_ code: CheckedCode)
}

extension SecretCode {
    package static var randomBytes: Int { CheckedCode.randomBytes }

    /// - Precondition: `random` has ``randomBytes`` bytes.
    package init(random: [UInt8]) {
        self.init(CheckedCode(prefix: Self.prefix, random: random))
    }

    /// `nil` if the text is not such a code or is mistyped; the check saves the server a search.
    package init?(_ text: String) {
        guard let code = CheckedCode(prefix: Self.prefix, text: text) else { return nil }
        self.init(code)
    }

    /// The secret itself, in its one spelling.
    package var text: String { code.text }

    package var description: String { Self.prefix + "…" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A random code in text: a prefix, 32 base-32 characters, and four more that check them.
///
/// The alphabet is RFC 4648's in lower case, which has neither 0 nor 1. The check is the first 20 bits of the SHA-256 of the text before
/// it, so one typing mistake in a million passes.
package struct CheckedCode: Hashable, Sendable {
    fileprivate static let randomBytes = 20

    fileprivate let text: String

    /// - Precondition: `random` has ``randomBytes`` bytes.
    fileprivate init(prefix: String, random: [UInt8]) {
        precondition(random.count == Self.randomBytes, "a code is made from \(Self.randomBytes) random bytes")
        let payload = prefix + Self.base32(random)
        text = payload + Self.check(of: payload)
    }

    /// `nil` unless the text has the prefix, the length, the alphabet and the check; capitals count as lower case.
    fileprivate init?(prefix: String, text typed: String) {
        let bytes = typed.utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
        guard bytes.count == prefix.utf8.count + Self.payloadCharacters + Self.checkCharacters, bytes.starts(with: prefix.utf8) else {
            return nil
        }
        guard bytes.dropFirst(prefix.utf8.count).allSatisfy(Self.isOfAlphabet) else { return nil }
        let payload = String(decoding: bytes.dropLast(Self.checkCharacters), as: UTF8.self)
        let check = String(decoding: bytes.suffix(Self.checkCharacters), as: UTF8.self)
        guard Self.check(of: payload) == check else { return nil }
        text = payload + check
    }

    private static let payloadCharacters = 32
    private static let checkCharacters = 4
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    private static func isOfAlphabet(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "2")...UInt8(ascii: "7") ~= byte
    }

    private static func check(of payload: String) -> String {
        String(base32(Array(SHA256.hash(data: Array(payload.utf8)).prefix(5))).prefix(checkCharacters))
    }

    /// Base 32 of a whole number of five-byte groups, so that none needs padding.
    private static func base32(_ bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 5) {
            let group = bytes[start..<start + 5].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            for shift in stride(from: 35, through: 0, by: -5) {
                characters.append(alphabet[Int(group >> UInt64(shift) & 31)])
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }
}

/// A bearer token: `thaw_`, 32 random base-32 characters and four check characters.
package struct BearerToken: SecretCode {
    package static let prefix = "thaw_"
    package let code: CheckedCode

    package init(_ code: CheckedCode) { self.code = code }
}

/// A one-time code that its bearer turns into a token: `thawinv_`, 32 random base-32 characters and four check characters.
package struct InviteCode: SecretCode {
    package static let prefix = "thawinv_"
    package let code: CheckedCode

    package init(_ code: CheckedCode) { self.code = code }
}
