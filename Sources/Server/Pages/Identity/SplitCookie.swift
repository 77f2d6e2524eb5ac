package import Seal
package import Wire

/// A token in two cookies, each of them noise without the other: the token's text masked with random bytes, and these bytes.
///
/// Its description hides both.
package struct SplitCookie: Sendable, CustomStringConvertible, CustomReflectable {
    package let masked: String
    /// The mask. Deleting this cookie makes the other one useless.
    package let half: String

    package init(_ token: BearerToken, random: RandomSource) {
        let text = Array(token.text.utf8)
        let mask = random.bytes(text.count)
        masked = Base64URL.text(zip(text, mask).map { $0 ^ $1 })
        half = Base64URL.text(mask)
    }

    private init(masked: String, half: String) {
        self.masked = masked
        self.half = half
    }

    /// The token; nil for halves of different logins, and for other text.
    package var token: BearerToken? {
        guard let masked = Base64URL.bytes(masked), let mask = Base64URL.bytes(half), masked.count == mask.count else { return nil }
        return String(validating: zip(masked, mask).map { $0 ^ $1 }, as: UTF8.self).flatMap { BearerToken($0) }
    }

    package var description: String { "split cookie" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension SplitCookie {
    /// The content of a request's `Cookie` headers.
    package enum Found: Hashable, Sendable {
        case nothing
        /// One half, halves that do not fit, or a name twice: to be deleted.
        case useless
        case token(BearerToken)
    }

    /// - Parameter headers: the values of all `Cookie` headers. Other cookies of the host are ignored.
    package static func find(in headers: [String], _ names: CookieNames) -> Found {
        var masked: [Substring] = []
        var half: [Substring] = []
        for pair in headers.lazy.flatMap({ $0.split(separator: ";") }) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            switch parts[0].drop(while: { $0 == " " || $0 == "\t" }) {
            case names.masked[...]: masked.append(parts[1])
            case names.half[...]: half.append(parts[1])
            default: break
            }
        }
        guard !masked.isEmpty || !half.isEmpty else { return .nothing }
        guard masked.count == 1, half.count == 1 else { return .useless }
        return SplitCookie(masked: String(masked[0]), half: String(half[0])).token.map(Found.token) ?? .useless
    }
}
