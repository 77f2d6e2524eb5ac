package import Vocabulary

/// A bearer credential as the registry stores it: never the credential itself.
package struct Token: TableRow, Hashable, Sendable {
    package var rowID: RowID
    /// Never used again.
    package var id: TokenID
    /// SHA-256 of the token's text: 32 bytes.
    package var hash: [UInt8]
    package var role: Role
    /// Trusted from its first day, because an admin issued it so.
    package var isTrustedFromIssue: Bool
    package var issued: Day
    /// The first day on which it is no longer valid.
    package var expires: Day
    package var isRevoked: Bool
    /// The ID of the inviter's token, as long as it is kept.
    package var invitedBy: TokenID

    package init(
        rowID: RowID, id: TokenID, hash: [UInt8], role: Role, isTrustedFromIssue: Bool, issued: Day, expires: Day, isRevoked: Bool = false,
        invitedBy: TokenID = .none
    ) {
        self.rowID = rowID
        self.id = id
        self.hash = hash
        self.role = role
        self.isTrustedFromIssue = isTrustedFromIssue
        self.issued = issued
        self.expires = expires
        self.isRevoked = isRevoked
        self.invitedBy = invitedBy
    }

    /// Four letters and digits that identify a token, unique among stored ones; they do not reveal the token.
    package var shortID: String { Self.shortID(ofHash: hash) }

    /// The last 20 bits of the hash in Crockford's base 32, which has no I, L, O or U.
    package static func shortID(ofHash hash: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let bits = hash.suffix(3).reduce(0) { $0 << 8 | Int($1) } & 0xF_FFFF
        return String([15, 10, 5, 0].map { digits[bits >> $0 & 31] })
    }

    /// How much its reports count on the day of a sighting.
    package func standing(on day: Day, _ rules: Rules) -> Voice.Standing {
        if role >= .moderator { return .moderator }
        return isTrustedFromIssue || day >= issued + rules.tokens.probationDays ? .trusted : .probation
    }
}

/// A one-time code that its bearer turns into a token.
package struct Invite: TableRow, Hashable, Sendable {
    package var rowID: RowID
    package var id: InviteID
    /// SHA-256 of the code's text: 32 bytes.
    package var hash: [UInt8]
    package var role: Role
    package var isTrusted: Bool
    package var expires: Instant
    /// The inviter's token.
    package var invitedBy: TokenID

    package init(rowID: RowID, id: InviteID, hash: [UInt8], role: Role, isTrusted: Bool, expires: Instant, invitedBy: TokenID) {
        self.rowID = rowID
        self.id = id
        self.hash = hash
        self.role = role
        self.isTrusted = isTrusted
        self.expires = expires
        self.invitedBy = invitedBy
    }
}
