import Hummingbird
import Vocabulary
import Wire

/// Invites and tokens.
extension Route {
    static let invitesAndTokens: [Route] = [
        listInvites, makeInvite, cancelInvite, redeemInvite, listTokens, showOwnToken, revokeOwnToken, revokeToken,
    ]

    private static let invitesPath = "/v1/invites"
    private static let ownTokenPath = "/v1/tokens/self"

    private static let listInvites = Route(
        .get, invitesPath, .role(.moderator),
        OpenAPIOperation(
            "listInvites", .access, "List open invites", "The token's own, or all for an admin; without their codes.",
            answer: .json("Invites"))
    ) { .json(try await $0.answers.invites(as: $1.requester)) }

    private static let makeInvite = Route(
        .post, invitesPath, .role(.moderator), body: .single,
        OpenAPIOperation(
            "makeInvite", .access, "Make an invite", "The code is shown only once, works once, and is valid for 7 days.",
            body: "InviteRequest", answer: .json("Invite"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.makeInvite(try $1.body(), as: $1.requester)) }

    private static let cancelInvite = Route(
        .delete, invitesPath + "/{id}", .role(.moderator),
        OpenAPIOperation(
            "cancelInvite", .access, "Cancel an invite", "The token's own, or any for an admin.", pathID: "The invite's ID.",
            refusals: [404] + OpenAPIOperation.storeRefusals)
    ) { api, exchange in
        try await api.answers.cancelInvite(id: exchange.id, as: exchange.requester)
        return .empty
    }

    private static let redeemInvite = Route(
        .post, invitesPath + "/redeem", .public, body: .single,
        OpenAPIOperation(
            "redeemInvite", .access, "Turn an invite into a token", "The token is shown only once.", body: "RedeemRequest",
            answer: .json("RedeemResponse"), refusals: [404, 410] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.redeem(try $1.body(), as: $1.requester)) }

    private static let listTokens = Route(
        .get, "/v1/tokens", .role(.moderator),
        OpenAPIOperation(
            "listTokens", .access, "List tokens", "Oldest first. The server stores only hashes of tokens.", answer: .json("Tokens"))
    ) { api, _ in .json(api.answers.tokens()) }

    private static let showOwnToken = Route(
        .get, ownTokenPath, .role(.caller),
        OpenAPIOperation(
            "getOwnToken", .access, "Show the token's own data", "For every role.", answer: .json("Token"))
    ) { .json(try $0.answers.ownToken(as: $1.requester)) }

    private static let revokeOwnToken = Route(
        .delete, ownTokenPath, .role(.caller),
        OpenAPIOperation(
            "revokeOwnToken", .access, "Revoke the token itself", "Immediately and permanently.", refusals: OpenAPIOperation.storeRefusals)
    ) { api, exchange in
        try await api.answers.revokeOwnToken(as: exchange.requester)
        return .empty
    }

    private static let revokeToken = Route(
        .delete, "/v1/tokens/{id}", .role(.moderator),
        OpenAPIOperation(
            "revokeToken", .access, "Revoke a token", "Moderators: callers', readers' and volunteers' tokens. Admins: any token.",
            pathID: "The token's short ID.", refusals: [404] + OpenAPIOperation.storeRefusals)
    ) { api, exchange in
        try await api.answers.revokeToken(shortID: exchange.id, as: exchange.requester)
        return .empty
    }
}
