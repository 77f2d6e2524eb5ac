package import Vocabulary

/// The body of `POST /v1/invites`.
package struct InviteRequest: Codable, Hashable, Sendable {
    package var role: Role
    /// Whether the token is trusted at once; only admins may set it.
    package var trusted: Bool

    package init(role: Role, trusted: Bool = false) {
        self.role = role
        self.trusted = trusted
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        guard let role: Role = try fields.word(.role, unknown: .inviteRoleUnknown) else {
            throw fields.refusal(.requestFieldMissing, at: .role)
        }
        self.role = role
        trusted = try fields.optional(.trusted) ?? false
    }
}

/// The answer to `POST /v1/invites`: the one time that the code is shown.
package struct InviteBody: Codable, Hashable, Sendable {
    package var invite: String
    /// Names the invite in lists and to cancel it.
    package var id: String
    package var role: Role
    package var trusted: Bool
    package var expiresAt: String

    package init(invite: String, id: String, role: Role, trusted: Bool, expiresAt: String) {
        self.invite = invite
        self.id = id
        self.role = role
        self.trusted = trusted
        self.expiresAt = expiresAt
    }

    private enum CodingKeys: String, CodingKey {
        case invite, id, role, trusted
        case expiresAt = "expires_at"
    }
}

/// The answer to `GET /v1/invites`: the open invites, without their codes.
package struct InvitesBody: Codable, Hashable, Sendable {
    package var invites: [OpenInvite]

    package init(invites: [OpenInvite]) {
        self.invites = invites
    }

    package struct OpenInvite: Codable, Hashable, Sendable {
        package var id: String
        package var role: Role
        package var trusted: Bool
        /// The short ID of the inviter's token.
        package var invitedBy: String?
        package var expiresAt: String

        package init(id: String, role: Role, trusted: Bool, invitedBy: String?, expiresAt: String) {
            self.id = id
            self.role = role
            self.trusted = trusted
            self.invitedBy = invitedBy
            self.expiresAt = expiresAt
        }

        private enum CodingKeys: String, CodingKey {
            case id, role, trusted
            case invitedBy = "invited_by"
            case expiresAt = "expires_at"
        }
    }
}

/// The body of `POST /v1/invites/redeem`.
package struct RedeemRequest: Codable, Hashable, Sendable {
    package var invite: String

    package init(invite: String) {
        self.invite = invite
    }

    package init(from decoder: any Decoder) throws {
        invite = try StrictFields(decoder, of: CodingKeys.self).required(.invite)
    }
}

/// The answer to `POST /v1/invites/redeem`: the one time that the token is shown.
package struct RedeemResponse: Codable, Hashable, Sendable {
    package var token: String
    /// The token's short ID, by which a moderator can revoke it.
    package var id: String
    package var role: Role
    package var trusted: Bool
    package var expiresAt: String
    package var help: String?
    package var contact: String?

    package init(token: String, id: String, role: Role, trusted: Bool, expiresAt: String, help: String? = nil, contact: String? = nil) {
        self.token = token
        self.id = id
        self.role = role
        self.trusted = trusted
        self.expiresAt = expiresAt
        self.help = help
        self.contact = contact
    }

    private enum CodingKeys: String, CodingKey {
        case token, id, role, trusted, help, contact
        case expiresAt = "expires_at"
    }
}
