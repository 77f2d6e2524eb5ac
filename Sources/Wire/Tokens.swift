package import Vocabulary

/// What is known of a token; also the answer to `GET /v1/tokens/self`.
package struct TokenBody: Codable, Hashable, Sendable {
    /// The short id, by which it is named and revoked.
    package var id: String
    package var role: Role
    /// Whether its reports already count in full.
    package var trusted: Bool
    package var issuedOn: String
    package var expiresOn: String
    package var revoked: Bool
    /// The short id of whoever invited its bearer, or `shell` for the operator, as long as that is kept: for a reader or volunteer until probation
    /// ends. In lists alone.
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
