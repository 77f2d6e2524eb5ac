/// A bearer token: `thaw_`, 32 random base-32 characters and four check characters.
///
/// Its description hides it; only ``text`` shows it.
package struct BearerToken: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package static let prefix = "thaw_"
    package static let randomBytes = CheckedCode.randomBytes

    private let code: CheckedCode

    /// - Precondition: `random` has ``randomBytes`` bytes.
    package init(random: [UInt8]) {
        code = CheckedCode(prefix: Self.prefix, random: random)
    }

    /// `nil` if the text is not a token or is mistyped; the check saves the server a search.
    package init?(_ text: String) {
        guard let code = CheckedCode(prefix: Self.prefix, text: text) else { return nil }
        self.code = code
    }

    /// The secret itself, in its one spelling: it is hashed, and sent in the Authorization header.
    package var text: String { code.text }

    package var description: String { "thaw_…" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
