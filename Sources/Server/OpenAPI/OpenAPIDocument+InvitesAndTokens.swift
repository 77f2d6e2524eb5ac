import Vocabulary

extension OpenAPIDocument {
    static let inviteAndTokenSchemas: [String: JSONValue] = [
        "Role": words(Role.allCases.map(\.rawValue)),
        "InviteRequest": object(
            ["role": reference("Role"), "trusted": flag.adding(["default": false, "description": "For admins."])], required: ["role"],
            isRequest: true),
        "Invite": object(
            ["invite": text("The code."), "id": text(), "role": reference("Role"), "trusted": flag, "expires_at": time],
            required: ["invite", "id", "role", "trusted", "expires_at"]),
        "Invites": object(
            [
                "invites": list(
                    object(
                        [
                            "id": text(), "role": reference("Role"), "trusted": flag,
                            "invited_by": text("The inviter's short ID, or shell for the operator."),
                            "expires_at": time,
                        ],
                        required: ["id", "role", "trusted", "expires_at"]))
            ],
            required: ["invites"]),
        "RedeemRequest": object(["invite": text("The code.")], required: ["invite"], isRequest: true),
        "RedeemResponse": object(
            [
                "token": text("The token, shown this once."), "id": text("Its short ID."), "role": reference("Role"), "trusted": flag,
                "expires_at": time,
            ].merging(chapterLines) { first, _ in first },
            required: ["token", "id", "role", "trusted", "expires_at"]),
        "Tokens": object(["tokens": list(reference("Token"))], required: ["tokens"]),
        "Token": object(
            [
                "id": text("The short ID."), "role": reference("Role"), "trusted": flag, "issued_on": day, "expires_on": day,
                "revoked": flag,
                "invited_by": text("The inviter's short ID, or shell for the operator, as long as it is kept; only in lists."),
            ],
            required: ["id", "role", "trusted", "issued_on", "expires_on", "revoked"]),
    ]
}
