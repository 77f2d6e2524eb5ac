package import Wire

/// Lets the transport check a request's token before its body has come.
package struct TokenCheck: Sendable {
    /// Whether the `Authorization` headers hold one valid token. Charges nobody.
    let isGood: @Sendable (_ authorization: [String]) -> Bool
    /// Why they do not, charged to the sender; `nil` if they do.
    let refusal: @Sendable (_ authorization: [String], _ origin: ClientOrigin) -> ErrorCode?

    package init(
        isGood: @escaping @Sendable (_ authorization: [String]) -> Bool,
        refusal: @escaping @Sendable (_ authorization: [String], _ origin: ClientOrigin) -> ErrorCode?
    ) {
        self.isGood = isGood
        self.refusal = refusal
    }

    /// For a listener without tokens.
    package static let none = TokenCheck(isGood: { _ in false }, refusal: { _, _ in .tokenUnknown })
}

extension Authenticator {
    var check: TokenCheck {
        TokenCheck(
            isGood: { authorization in (try? known(authorization)) != nil },
            refusal: { authorization, origin in
                do throws(Refusal) {
                    return try principal(authorization, from: origin) == nil ? .tokenMissing : nil
                } catch {
                    return error.code
                }
            })
    }
}
