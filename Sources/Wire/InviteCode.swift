/// A one-time code that its bearer turns into a token: `thawinv_`, 32 random base-32 characters and four check characters.
///
/// Its description hides it; only ``text`` shows it.
package struct InviteCode: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package static let prefix = "thawinv_"
    package static let randomBytes = CheckedCode.randomBytes

    private let code: CheckedCode

    /// - Precondition: `random` has ``randomBytes`` bytes.
    package init(random: [UInt8]) {
        code = CheckedCode(prefix: Self.prefix, random: random)
    }

    /// `nil` if the text is not an invite or is mistyped.
    package init?(_ text: String) {
        guard let code = CheckedCode(prefix: Self.prefix, text: text) else { return nil }
        self.code = code
    }

    /// The secret itself, in its one spelling.
    package var text: String { code.text }

    package var description: String { "thawinv_…" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
