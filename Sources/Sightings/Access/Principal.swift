/// Who makes a request: the token as sent, and its stored form.
///
/// Its description hides the token.
package struct Principal: Sendable, CustomStringConvertible, CustomReflectable {
    /// The token's text; it is hashed into receipts and tags and never stored.
    package let raw: [UInt8]
    package let token: Token

    package init(raw: [UInt8], token: Token) {
        self.raw = raw
        self.token = token
    }

    package var viewer: Viewer { Viewer(role: token.role) }

    package var description: String { "principal \(token.shortID)" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
