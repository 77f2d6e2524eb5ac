package import Wire

extension ThawClient {
    package func queue(_ request: QueueRequest) throws(ClientError) -> QueuePage {
        try ask(post("/v1/moderation/queue", request))
    }

    /// What is kept of up to 20 plates, and makes sure that each got an answer of its own.
    package func review(_ plates: [String]) throws(ClientError) -> PlatesResponse {
        let response: PlatesResponse = try ask(post("/v1/moderation/plates", PlatesRequest(plates: plates)))
        guard response.results.map(\.query) == plates else { throw ClientError(.notUnderstood, subject: "results") }
        return response
    }

    /// Hands up to 20 plates over to a colleague.
    package func skip(_ plates: [String]) throws(ClientError) {
        try send(post("/v1/moderation/skips", PlatesRequest(plates: plates)))
    }

    /// Decides, and makes sure that each plate got an answer of its own.
    ///
    /// Sent once: a lost answer may have decided, which a look at the plates' versions tells. Trying again is safe, because a version serves
    /// once.
    package func decide(_ request: VerdictsRequest) throws(ClientError) -> VerdictsResponse {
        var message = try post("/v1/moderation/verdicts", request)
        message.isRepeatable = false
        let response: VerdictsResponse = try ask(message)
        let isWhole = request.preview != nil || response.waiting != nil || response.results.count == request.plates.count
        guard isWhole, response.results.allSatisfy({ ($0.result == .refused) == ($0.error != nil) }) else {
            throw ClientError(.notUnderstood, subject: "results")
        }
        return response
    }

    /// Takes a decision back. Sent once: the second time there is nothing to undo.
    package func undo(_ decision: String) throws(ClientError) -> UndoResponse {
        var request = try post("/v1/moderation/undo", UndoRequest(decision: decision))
        request.isRepeatable = false
        return try ask(request)
    }

    package func preview(_ request: PreviewRequest) throws(ClientError) -> PreviewBody {
        try ask(post("/v1/moderation/previews", request))
    }

    /// Purges what a preview showed. Sent once: its id works once.
    ///
    /// The answer comes when everything is erased, so the client needs time; see ``ClientSettings/forErasing``.
    package func purge(preview: String) throws(ClientError) -> PurgeResponse {
        var request = try post("/v1/moderation/purges", PurgeRequest(preview: preview))
        request.isRepeatable = false
        let response: PurgeResponse = try ask(request)
        guard (response.purged == nil) != (response.waiting == nil) else { throw ClientError(.notUnderstood, subject: "purged") }
        return response
    }

    package func proposals() throws(ClientError) -> ProposalsBody {
        try ask(HTTPRequest(target: "/v1/moderation/proposals"))
    }

    /// Approves what a colleague proposed, as its second moderator. Sent once: it is done once.
    package func approve(_ id: String) throws(ClientError) -> ApprovalResponse {
        let target = "/v1/moderation/proposals/\(Self.percentEncoded(id))/approval"
        let response: ApprovalResponse = try ask(HTTPRequest(method: .post, target: target, isRepeatable: false))
        guard (response.purged == nil) != (response.verdicts == nil) else { throw ClientError(.notUnderstood, subject: "purged") }
        return response
    }

    package func cancelProposal(_ id: String) throws(ClientError) {
        try send(HTTPRequest(method: .delete, target: "/v1/moderation/proposals/" + Self.percentEncoded(id)))
    }

    package func audit(_ request: AuditRequest) throws(ClientError) -> AuditPage {
        try ask(post("/v1/moderation/audit", request))
    }

    /// Ages what is due, which may be done any number of times.
    package func age(dryRun: Bool) throws(ClientError) -> AgeingBody {
        try ask(post("/v1/moderation/ageing", AgeingRequest(dryRun: dryRun)))
    }
}

extension ClientSettings {
    /// For what is answered only when the last byte is erased: ten minutes, in which nothing may arrive.
    package static var forErasing: ClientSettings {
        var settings = ClientSettings()
        settings.attemptSeconds = erasingSeconds
        settings.stallSeconds = Int(erasingSeconds)
        settings.retry.totalSeconds = erasingSeconds
        return settings
    }

    private static let erasingSeconds = 600.0
}
