import Vocabulary

extension OpenAPIDocument {
    static let inviteAndTokenSchemas: [String: JSONValue] = [
        "Role": words(Role.allCases.map(\.rawValue)),
        "InviteRequest": object(
            ["role": reference("Role"), "trusted?": flag.adding(["default": false, "description": "For admins."])], isRequest: true),
        "Invite": object(["invite": text("The code."), "id": text(), "role": reference("Role"), "trusted": flag, "expires_at": time]),
        "Invites": object([
            "invites": list(
                object([
                    "id": text(), "role": reference("Role"), "trusted": flag,
                    "invited_by?": text("The inviter's short ID, or shell for the operator."),
                    "expires_at": time,
                ]))
        ]),
        "RedeemRequest": object(["invite": text("The code.")], isRequest: true),
        "RedeemResponse": object(
            [
                "token": text("The token, shown this once."), "id": text("Its short ID."), "role": reference("Role"), "trusted": flag,
                "expires_at": time,
            ],
            hasChapterLines: true),
        "Tokens": object(["tokens": list(reference("Token"))]),
        "Token": object([
            "id": text("The short ID."), "role": reference("Role"), "trusted": flag, "issued_on": day, "expires_on": day,
            "revoked": flag,
            "invited_by?": text("The inviter's short ID, or shell for the operator, as long as it is kept; only in lists."),
        ]),
    ]
}
