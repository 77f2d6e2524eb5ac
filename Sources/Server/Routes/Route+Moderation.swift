import Hummingbird
import Vocabulary
import Wire

extension Route {
    static let moderation: [Route] = [
        queue, plates, skips, verdicts, undo, previews, purges, listProposals, cancelProposal, approveProposal, audit, ageing, listAlerts,
        holdAlerts,
    ]

    private static let proposalsPath = "/v1/moderation/proposals"
    private static let alertsPath = "/v1/moderation/alerts"

    /// A `POST`, because each read is recorded first.
    private static let queue = Route(
        .post, "/v1/moderation/queue", .role(.moderator), body: .single,
        OpenAPIOperation(
            "showQueue", .moderation, "Show the queue",
            "The riskiest first; paged by a cursor. A moderator may read 5,000 rows a day; each plate that a row names counts as one. The counts are of plates that fit the filter.",
            body: "QueueRequest", answer: .json("QueuePage"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.queue(try $1.body(), as: $1.requester)) }

    private static let plates = Route(
        .post, "/v1/moderation/plates", .role(.moderator), body: .single,
        OpenAPIOperation(
            "showPlates", .moderation, "Show the records of single plates", "Including watched ones. Rows count like those of the queue.",
            body: "PlatesRequest", answer: .json("PlatesResponse"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.plates(try $1.body(), as: $1.requester)) }

    private static let skips = Route(
        .post, "/v1/moderation/skips", .role(.moderator), body: .single,
        OpenAPIOperation(
            "skipPlates", .moderation, "Skip plates", "Colleagues see the mark and its reason for 24 hours or until a restart.",
            body: "SkipsRequest")
    ) { api, exchange in
        try await api.answers.skip(exchange.body(), as: exchange.requester)
        return .empty
    }

    private static let verdicts = Route(
        .post, "/v1/moderation/verdicts", .role(.moderator), body: .batch,
        OpenAPIOperation(
            "decide", .moderation, "Decide on plates",
            """
            Each as the moderator saw it, by its version, or all of a preview. Named plates count as read. Can be undone for 24 hours. \
            Past a number of plates a day a second moderator must approve.
            """,
            body: "VerdictsRequest", answer: .json("VerdictsResponse"), refusals: [404, 409] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.verdicts(try $1.body(), as: $1.requester)) }

    private static let undo = Route(
        .post, "/v1/moderation/undo", .role(.moderator), body: .single,
        OpenAPIOperation(
            "undoDecision", .moderation, "Undo a decision", "On every plate without a later decision.",
            body: "UndoRequest", answer: .json("UndoResponse"), refusals: [404, 409] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.undo(try $1.body(), as: $1.requester)) }

    private static let previews = Route(
        .post, "/v1/moderation/previews", .role(.moderator), body: .single,
        OpenAPIOperation(
            "preview", .moderation, "Preview a purge or bulk verdict", "Its ID works once, within 15 minutes.",
            body: "PreviewRequest", answer: .json("Preview"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.preview(try $1.body(), as: $1.requester)) }

    private static let purges = Route(
        .post, "/v1/moderation/purges", .role(.moderator), body: .single,
        OpenAPIOperation(
            "purge", .moderation, "Carry out a previewed purge", "Answers when every file is erased, or with the proposal that waits.",
            body: "PurgeRequest", answer: .json("PurgeResponse"), refusals: [404, 409] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.purge(try $1.body(), as: $1.requester)) }

    private static let listProposals = Route(
        .get, proposalsPath, .role(.moderator),
        OpenAPIOperation(
            "listProposals", .moderation, "List the proposals waiting for a second moderator",
            "Each waits for 24 hours. The plates shown count as read.",
            answer: .json("Proposals"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.proposals(as: $1.requester)) }

    private static let cancelProposal = Route(
        .delete, proposalsPath + "/{id}", .role(.moderator),
        OpenAPIOperation(
            "cancelProposal", .moderation, "Cancel a proposal", "Any moderator may: nothing was done yet.",
            pathID: "The proposal's ID.", refusals: [404] + OpenAPIOperation.storeRefusals)
    ) { api, exchange in
        try await api.answers.cancel(proposal: exchange.id, as: exchange.requester)
        return .empty
    }

    private static let approveProposal = Route(
        .post, proposalsPath + "/{id}/approval", .role(.moderator),
        OpenAPIOperation(
            "approveProposal", .moderation, "Approve and carry out a proposal",
            "Not the moderator's own, and not one by the person who invited them.",
            pathID: "The proposal's ID.", answer: .json("Approval"), refusals: [404] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.approve(proposal: $1.id, as: $1.requester)) }

    private static let audit = Route(
        .post, "/v1/moderation/audit", .role(.moderator), body: .single,
        OpenAPIOperation(
            "showAudit", .moderation, "The audit chain",
            "Actor, action, count and day; each entry's hash covers all earlier ones. A named plate counts as read.",
            body: "AuditRequest", answer: .json("AuditPage"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.audit(try $1.body(), as: $1.requester)) }

    private static let ageing = Route(
        .post, "/v1/moderation/ageing", .role(.moderator), body: .single,
        OpenAPIOperation(
            "age", .moderation, "Age everything that is due", "Or count it; also lists plates that will lapse soon.",
            body: "AgeingRequest", answer: .json("Ageing"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.ageing(try $1.body(), as: $1.requester)) }

    private static let listAlerts = Route(
        .get, alertsPath, .role(.moderator),
        OpenAPIOperation(
            "listAlertOutputs", .moderation, "List the alert outputs", "Their names, what goes there, and who holds them; no address.",
            answer: .json("AlertOutputs"))
    ) { api, _ in .json(await api.answers.alertOutputs()) }

    private static let holdAlerts = Route(
        .post, alertsPath, .role(.moderator), body: .single,
        OpenAPIOperation(
            "holdAlerts", .moderation, "Hold or resume an alert output",
            "Safe to repeat. A held output gets no alerts. They are not sent later. Corrections still go out.",
            body: "AlertHoldRequest", answer: .json("AlertOutputs"), refusals: [404] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.holdAlerts(try $1.body(), as: $1.requester)) }
}
