import Vocabulary
package import Wire

/// The open invites, and the form for a new one.
struct InvitesPage: Sendable {
    let frame: PageFrame
    let roles: [Choice]
    let isAdmin: Bool
    let invites: [Row]
    let isEmpty: Bool

    /// An invite, or a token.
    struct Row: Sendable {
        let id: String
        let text: String
    }
}

/// All tokens that are stored, the newest first.
struct TokensPage: Sendable {
    let frame: PageFrame
    let tokens: [Token]

    struct Token: Sendable {
        let id: String
        let text: String
        let canBeRevoked: Bool
    }
}

extension Site {
    package func invites(_ body: InvitesBody, asOf now: String, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        let isAdmin = reader.role == .admin
        return edition.templates.page(
            .invites,
            InvitesPage(
                frame: PageFrame(self, edition, for: reader),
                roles: words.choices(
                    "role", Role.allCases.filter { isAdmin || $0.isInvitedByModerators }, chosen: Role.volunteer.rawValue),
                isAdmin: isAdmin,
                invites: body.invites.map { invite in
                    .init(
                        id: invite.id,
                        text: words.text(
                            "moderate.invites.row",
                            [
                                "id": invite.id, "role": words["role.\(invite.role.rawValue)"],
                                "by": invite.invitedBy.map(words.person) ?? "–",
                                "date": edition.time.day(String(invite.expiresAt.prefix(10)), asOf: now),
                            ]))
                },
                isEmpty: body.invites.isEmpty))
    }

    /// The one time that an invite's code is shown.
    package func invited(_ invite: InviteBody, asOf now: String, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let words = edition.words
        return result(
            words.text("moderate.invites.made.title", ["role": words["role.\(invite.role.rawValue)"]]),
            [words.text("moderate.invites.made.text", ["date": edition.time.day(String(invite.expiresAt.prefix(10)), asOf: now)])],
            code: invite.invite, for: reader)
    }

    package func canceledInvite(for reader: PageReader) -> [UInt8] {
        result(edition(reader.language).words["moderate.invites.canceled"], for: reader)
    }

    package func tokens(_ body: TokensBody, asOf now: String, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        return edition.templates.page(
            .tokens,
            TokensPage(
                frame: PageFrame(self, edition, for: reader),
                tokens: body.tokens.reversed().map { token in
                    let mayRevoke = token.id == reader.tokenID || reader.role == .admin || token.role <= .volunteer
                    return .init(
                        id: token.id, text: row(of: token, asOf: now, edition), canBeRevoked: !token.revoked && mayRevoke)
                }))
    }

    /// `K7PX, volunteer, November 20 – May 19, 2027, trusted`
    func row(of token: TokenBody, asOf now: String, _ edition: Edition) -> String {
        let words = edition.words
        let row = words.text(
            "moderate.tokens.row",
            [
                "id": token.id, "role": words["role.\(token.role.rawValue)"],
                "from": edition.time.day(token.issuedOn, asOf: now), "until": edition.time.day(token.expiresOn, asOf: now),
            ])
        let marks = [
            token.trusted ? words["moderate.tokens.trusted"] : nil,
            token.invitedBy.map { words.text("moderate.tokens.invited_by", ["id": words.person($0)]) },
            token.revoked ? words["moderate.tokens.revoked"] : nil,
        ]
        return ([row] + marks.compactMap { $0 }).joined(separator: ", ")
    }

    package func revokedToken(_ id: String, for reader: PageReader) -> [UInt8] {
        result(edition(reader.language).words.text("moderate.tokens.revoke.done", ["id": id]), for: reader)
    }
}
