package import Vocabulary

/// A token's data; also the answer to `GET /v1/tokens/self`.
package struct TokenBody: Codable, Hashable, Sendable {
    /// The short ID, which names the token in lists and to revoke it.
    package var id: String
    package var role: Role
    /// Whether its reports already count in full.
    package var trusted: Bool
    package var issuedOn: String
    package var expiresOn: String
    package var revoked: Bool
    /// The inviter's short ID, or `shell` for the operator; for a reader or volunteer it is kept until probation ends. Only in lists.
    package var invitedBy: String?

    package init(
        id: String, role: Role, trusted: Bool, issuedOn: String, expiresOn: String, revoked: Bool, invitedBy: String? = nil
    ) {
        self.id = id
        self.role = role
        self.trusted = trusted
        self.issuedOn = issuedOn
        self.expiresOn = expiresOn
        self.revoked = revoked
        self.invitedBy = invitedBy
    }

    private enum CodingKeys: String, CodingKey {
        case id, role, trusted, revoked
        case invitedBy = "invited_by"
        case issuedOn = "issued_on"
        case expiresOn = "expires_on"
    }
}

/// The answer to `GET /v1/tokens`.
package struct TokensBody: Codable, Hashable, Sendable {
    package var tokens: [TokenBody]

    package init(tokens: [TokenBody]) {
        self.tokens = tokens
    }
}
