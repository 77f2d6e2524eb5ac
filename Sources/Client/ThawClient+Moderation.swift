package import Vocabulary
package import Wire

extension ThawClient {
    package func queue(_ request: QueueRequest) throws(ClientError) -> QueuePage {
        try ask(post("/v1/moderation/queue", request))
    }

    /// Reads the registry's data about up to 20 plates, and checks that each got its own answer.
    package func review(_ plates: [String]) throws(ClientError) -> PlatesResponse {
        let response: PlatesResponse = try ask(post("/v1/moderation/plates", PlatesRequest(plates: plates)))
        guard response.results.map(\.query) == plates else { throw ClientError(.notUnderstood, subject: "results") }
        return response
    }

    /// Leaves up to 20 plates to another moderator.
    package func skip(_ plates: [String], _ reason: SkipReason) throws(ClientError) {
        try send(post("/v1/moderation/skips", SkipsRequest(plates: plates, reason: reason)))
    }

    /// Decides on plates, and checks that each got its own answer.
    ///
    /// Sent once. If the answer is lost, the plates' versions show whether the decision was made. Trying again is safe, because a version
    /// can be used only once.
    package func decide(_ request: VerdictsRequest) throws(ClientError) -> VerdictsResponse {
        let response: VerdictsResponse = try ask(post("/v1/moderation/verdicts", request, isRepeatable: false))
        let isWhole = request.preview != nil || response.waiting != nil || response.results.count == request.plates.count
        guard isWhole, response.results.allSatisfy({ ($0.result == .refused) == ($0.error != nil) }) else {
            throw ClientError(.notUnderstood, subject: "results")
        }
        return response
    }

    /// Undoes a decision. Sent once: a second time there is nothing to undo.
    package func undo(_ decision: String) throws(ClientError) -> UndoResponse {
        try ask(post("/v1/moderation/undo", UndoRequest(decision: decision), isRepeatable: false))
    }

    package func preview(_ request: PreviewRequest) throws(ClientError) -> PreviewBody {
        try ask(post("/v1/moderation/previews", request))
    }

    /// Purges the data that a preview showed. Sent once: a preview's ID works only once.
    ///
    /// The server answers after everything is erased, so the client needs long time limits: see ``ClientSettings/forErasing``.
    package func purge(preview: String) throws(ClientError) -> PurgeResponse {
        let response: PurgeResponse = try ask(post("/v1/moderation/purges", PurgeRequest(preview: preview), isRepeatable: false))
        guard (response.purged == nil) != (response.waiting == nil) else { throw ClientError(.notUnderstood, subject: "purged") }
        return response
    }

    package func proposals() throws(ClientError) -> ProposalsBody {
        try ask(HTTPRequest(target: "/v1/moderation/proposals"))
    }

    /// Approves another moderator's proposal. Sent once: a proposal can be approved only once.
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

    /// The outputs of alerts, and who holds which of them.
    package func alertOutputs() throws(ClientError) -> AlertOutputsBody {
        try ask(HTTPRequest(target: Self.alertsTarget))
    }

    /// Holds or resumes an output of alerts, and checks that the answer says so. It is safe to repeat.
    package func holdAlerts(_ output: String, isHeld: Bool) throws(ClientError) -> AlertOutputsBody {
        let response: AlertOutputsBody = try ask(post(Self.alertsTarget, AlertHoldRequest(output: output, held: isHeld)))
        let isDone = response.outputs.contains { $0.name == output && ($0.heldBy != nil) == isHeld }
        guard isDone else { throw ClientError(.notUnderstood, subject: "outputs") }
        return response
    }

    private static let alertsTarget = "/v1/moderation/alerts"

    /// Ages everything that is due. It is safe to repeat.
    package func age(dryRun: Bool) throws(ClientError) -> AgeingBody {
        try ask(post("/v1/moderation/ageing", AgeingRequest(dryRun: dryRun)))
    }
}

extension ClientSettings {
    /// Settings for requests that the server answers only after erasing: ten minutes, in which no byte may arrive.
    package static var forErasing: ClientSettings {
        var settings = ClientSettings()
        settings.attemptSeconds = erasingSeconds
        settings.stallSeconds = Int(erasingSeconds)
        settings.retry.totalSeconds = erasingSeconds
        return settings
    }

    private static let erasingSeconds = 600.0
}
