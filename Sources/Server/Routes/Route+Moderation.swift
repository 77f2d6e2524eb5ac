import Hummingbird
import Vocabulary
import Wire

extension Route {
    static let moderation: [Route] = [
        queue, plates, skips, verdicts, undo, previews, purges, listProposals, cancelProposal, approveProposal, audit, ageing,
    ]

    private static let proposalsPath = "/v1/moderation/proposals"

    /// A `POST`, because what is read is written down first.
    private static let queue = Route(
        .post, "/v1/moderation/queue", .role(.moderator), body: .single,
        OpenAPIOperation(
            "showQueue", .moderation, "The plates that wait for a moderator",
            "The riskiest first; paged by a cursor. Rows are counted: at most 5,000 a day. The counts are of what fits the filter.",
            body: "QueueRequest", answer: .json("QueuePage"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.queue(try $1.body(), as: $1.requester)) }

    private static let plates = Route(
        .post, "/v1/moderation/plates", .role(.moderator), body: .single,
        OpenAPIOperation(
            "showPlates", .moderation, "All that is kept of single plates", "Watched ones too. Rows are counted as those of the queue.",
            body: "PlatesRequest", answer: .json("PlatesResponse"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.plates(try $1.body(), as: $1.requester)) }

    private static let skips = Route(
        .post, "/v1/moderation/skips", .role(.moderator), body: .single,
        OpenAPIOperation(
            "skipPlates", .moderation, "Leave plates to a colleague", "The mark is gone after 24 hours, and with a restart.",
            body: "PlatesRequest")
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
            "undoDecision", .moderation, "Take a decision back", "On every plate on which nobody has decided since.",
            body: "UndoRequest", answer: .json("UndoResponse"), refusals: [404, 409] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.undo(try $1.body(), as: $1.requester)) }

    private static let previews = Route(
        .post, "/v1/moderation/previews", .role(.moderator), body: .single,
        OpenAPIOperation(
            "preview", .moderation, "What a purge or a bulk verdict would do", "Its id works once, for a quarter of an hour.",
            body: "PreviewRequest", answer: .json("Preview"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.preview(try $1.body(), as: $1.requester)) }

    private static let purges = Route(
        .post, "/v1/moderation/purges", .role(.moderator), body: .single,
        OpenAPIOperation(
            "purge", .moderation, "Erase what a preview showed", "Answers once it is erased from every file, or that it waits.",
            body: "PurgeRequest", answer: .json("PurgeResponse"), refusals: [404, 409] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.purge(try $1.body(), as: $1.requester)) }

    private static let listProposals = Route(
        .get, proposalsPath, .role(.moderator),
        OpenAPIOperation(
            "listProposals", .moderation, "What waits for a second moderator",
            "For 24 hours each. The plates that it shows count as read.",
            answer: .json("Proposals"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.proposals(as: $1.requester)) }

    private static let cancelProposal = Route(
        .delete, proposalsPath + "/{id}", .role(.moderator),
        OpenAPIOperation(
            "cancelProposal", .moderation, "Take a proposal away", "Any moderator may: nothing was done yet.",
            pathID: "The proposal's id.", refusals: [404] + OpenAPIOperation.storeRefusals)
    ) { api, exchange in
        try await api.answers.cancel(proposal: exchange.id, as: exchange.requester)
        return .empty
    }

    private static let approveProposal = Route(
        .post, proposalsPath + "/{id}/approval", .role(.moderator),
        OpenAPIOperation(
            "approveProposal", .moderation, "Approve and carry out a proposal", "Not one's own, nor that of whoever invited one.",
            pathID: "The proposal's id.", answer: .json("Approval"), refusals: [404] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.approve(proposal: $1.id, as: $1.requester)) }

    private static let audit = Route(
        .post, "/v1/moderation/audit", .role(.moderator), body: .single,
        OpenAPIOperation(
            "showAudit", .moderation, "The audit chain",
            "Who did what to how many, on which day; every entry's hash covers all before it. A plate that is named counts as read.",
            body: "AuditRequest", answer: .json("AuditPage"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.audit(try $1.body(), as: $1.requester)) }

    private static let ageing = Route(
        .post, "/v1/moderation/ageing", .role(.moderator), body: .single,
        OpenAPIOperation(
            "age", .moderation, "Let everything age that is due", "Or say how much is; and what is about to lapse.",
            body: "AgeingRequest", answer: .json("Ageing"), refusals: OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.ageing(try $1.body(), as: $1.requester)) }
}
