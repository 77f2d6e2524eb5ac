package import Vocabulary

/// The actor of a recorded operation.
package struct AuditedPrincipal: Hashable, Sendable {
    package let name: AuditActor
    /// The token's ID; 0 for the operator's shell.
    package let tokenID: TokenID
    package let role: Role

    package init(_ token: Token) {
        guard let name = AuditActor(shortID: token.shortID) else { preconditionFailure("a short ID has 20 bits") }
        self.name = name
        tokenID = token.id
        role = token.role
    }

    init(name: AuditActor, tokenID: TokenID, role: Role) {
        self.name = name
        self.tokenID = tokenID
        self.role = role
    }

    /// The operator, on the server's own shell.
    package static let shell = AuditedPrincipal(name: .shell, tokenID: 0, role: .admin)
}
