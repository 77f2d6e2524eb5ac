package import Wire

/// What the transport may ask about a request's token before its body has come.
package struct TokenCheck: Sendable {
    /// Whether the values of every `Authorization` header are one good token. Charges nobody.
    let isGood: @Sendable (_ authorization: [String]) -> Bool
    /// Why they are not, charged to whoever sent them; `nil` if they are.
    let refusal: @Sendable (_ authorization: [String], _ origin: Origin) -> ErrorCode?

    package init(
        isGood: @escaping @Sendable (_ authorization: [String]) -> Bool,
        refusal: @escaping @Sendable (_ authorization: [String], _ origin: Origin) -> ErrorCode?
    ) {
        self.isGood = isGood
        self.refusal = refusal
    }

    /// For a listener that knows no tokens.
    package static let none = TokenCheck(isGood: { _ in false }, refusal: { _, _ in .tokenUnknown })
}

extension Authenticator {
    var check: TokenCheck {
        TokenCheck(
            isGood: { (try? known($0)) != nil },
            refusal: { authorization, origin in
                do {
                    return try bearer(authorization, from: origin) == nil ? .tokenMissing : nil
                } catch {
                    return (error as? Refusal)?.code ?? .internalError
                }
            })
    }
}
