import HTTPTypes
import Vocabulary
import Web
import Wire

/// Moderators' invites and tokens, where alerts go, and what is held.
extension PageRoute {
    static let accessModeration: [PageRoute] = [invites, workOnInvites, tokens, revoke, alerts, holdAlerts]

    private static let invites = moderating(.get, "/invites", home: "/moderate/invites") { pages, exchange in
        let open = try await pages.answers.invites(as: exchange.requester)
        return Page(pages.site.invites(open, asOf: pages.now, for: exchange.reader))
    }

    private static let workOnInvites = moderating(.post, "/invites", home: "/moderate/invites") { pages, exchange in
        let form = try exchange.form()
        if let id = try form.value("cancel") {
            try await pages.answers.cancelInvite(id: id, as: exchange.requester)
            return Page(pages.site.canceledInvite(for: exchange.reader))
        }
        guard let role = Role(rawValue: try form.required("role")) else { throw Refusal(.inviteRoleUnknown, field: "role") }
        let invite = try await pages.answers.makeInvite(
            InviteRequest(role: role, trusted: form.isTicked("trusted")), as: exchange.requester)
        return Page(pages.site.invited(invite, asOf: pages.now, for: exchange.reader))
    }

    private static let tokens = moderating(.get, "/tokens", home: "/moderate/tokens") { pages, exchange in
        Page(pages.site.tokens(pages.answers.tokens(), asOf: pages.now, for: exchange.reader))
    }

    private static let revoke = moderating(.post, "/tokens", home: "/moderate/tokens") { pages, exchange in
        let form = try exchange.form()
        let id = try form.required("revoke")
        guard form.isTicked("sure") else {
            guard let token = pages.answers.tokens().tokens.first(where: { $0.id == id }) else { throw Refusal(.tokenNotFound) }
            return Page(
                pages.site.ask(.revoke(token, asOf: pages.now), fields: [HiddenField(name: "revoke", value: id)], for: exchange.reader))
        }
        try await pages.answers.revokeToken(shortID: id, as: exchange.requester)
        return Page(pages.site.revokedToken(id, for: exchange.reader))
    }

    private static let alerts = moderating(.get, "/alerts", home: "/moderate/alerts") { pages, exchange in
        Page(pages.site.alerts(await pages.answers.alertOutputs(), asOf: pages.now, for: exchange.reader))
    }

    private static let holdAlerts = moderating(.post, "/alerts", home: "/moderate/alerts") { pages, exchange in
        let form = try exchange.form()
        let held = try form.value("hold")
        let request = AlertHoldRequest(output: try held ?? form.required("resume"), held: held != nil)
        let body = try await pages.answers.holdAlerts(request, as: exchange.requester)
        return Page(pages.site.alerts(body, done: request, asOf: pages.now, for: exchange.reader))
    }
}
