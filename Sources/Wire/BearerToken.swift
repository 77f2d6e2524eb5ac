/// A bearer token: `thaw_`, 32 random base-32 characters and four check characters.
package struct BearerToken: SecretCode {
    package static let prefix = "thaw_"
    package let code: CheckedCode

    package init(_ code: CheckedCode) { self.code = code }
}
