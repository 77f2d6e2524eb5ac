/// A one-time code that its bearer turns into a token: `thawinv_`, 32 random base-32 characters and four check characters.
package struct InviteCode: SecretCode {
    package static let prefix = "thawinv_"
    package let code: CheckedCode

    package init(_ code: CheckedCode) { self.code = code }
}
