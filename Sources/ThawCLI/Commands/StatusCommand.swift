import ArgumentParser
import Client
import Vocabulary
import Wire

struct StatusCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the server, your token, the outbox, the list and the clock difference.",
        discussion: """
              thaw status
              thaw status --json

            Exit status: 0 if the server answers and accepts the token, otherwise 2.
            """)

    @OptionGroup var output: OutputOptions

    private static let nameField = 10
    /// How many days before a token expires the command warns.
    private static let expiryNoticeDays: Int32 = 14

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let registry = try Registry(context, server: nil)
        guard let account = registry.account else { throw Failure(.clientNoLogin) }
        let client = registry.client
        var body = StatusBody(server: client.server.text, token: .init(id: account.shortID, role: account.role.rawValue))
        do throws(ClientError) {
            let token = try client.ownToken()
            body.token = .init(id: token.id, role: token.role.rawValue, trusted: token.trusted, expiresOn: token.expiresOn)
            body.listings = try client.stats().listings
            body.reachable = true
        } catch {
            body.reachable = error.kind == .refused
            body.error = FailureBody(Failure(error)).error
        }
        body.clockDifferenceSeconds = client.clockDifferenceSeconds
        let outbox = Outbox(folders: registry.folders, account: account, environment: context.environment)
        let waiting = try translated { () throws(ClientError) in try outbox.contents().waiting }
        body.waiting = waiting.count
        var listFailure: Failure?
        do throws(ClientError) {
            let list = try KeptList(folders: registry.folders, account: account, environment: context.environment).open().summary
            body.list = KeptListBody(list, ageSeconds: max(0, context.now - list.asOfSeconds))
        } catch {
            if error.reason != .listMissing { listFailure = Failure(error) }
        }
        output.json(body)
        show(body, waiting, context, output)
        if let listFailure { output.complaint(listFailure) }
        return body.error == nil ? .done : .failed
    }

    private func show(_ body: StatusBody, _ waiting: [OutboxEntry], _ context: CommandContext, _ output: Output) {
        let clock = body.clockDifferenceSeconds.map { seconds in
            abs(seconds) < 2 ? "clocks agree" : "its clock is \(duration(seconds)) \(seconds > 0 ? "ahead of" : "behind") this one"
        }
        line(output, "server", body.server, body.reachable ? "reachable" : "not reached", clock ?? "")
        let expiry = body.token.expiresOn.map { "until \(context.shown.day($0))" } ?? ""
        let trust = body.token.trusted.map { $0 ? "trusted" : "on probation" } ?? ""
        line(output, "token", body.token.id, body.token.role, trust, expiry)
        let oldest = waiting.first.map { "oldest from \(context.shown.clock($0.seenSeconds))" } ?? ""
        line(output, "outbox", waiting.isEmpty ? "empty" : "\(waiting.count) waiting", oldest)
        if let listings = body.listings {
            let confirmed = listings.confirmed.map { "\($0) confirmed" } ?? ""
            line(output, "listed", confirmed, listings.suspected.map { "\($0) suspected" } ?? "")
        }
        if let list = body.list {
            line(
                output, "list", "\(duration(list.ageSeconds ?? 0)) old", count(list.listings, "confirmed plate"),
                "until \(context.shown.clockOfTime(list.validUntil))")
        } else {
            line(output, "list", "none")
        }
        if let error = body.error { output.warning(error.detail) }
        if let seconds = body.clockDifferenceSeconds, abs(seconds) > ThawClient.clockDifferenceMax {
            output.warning("Set this machine's clock. Until then, thaw corrects the times of reports by the difference.")
        }
        if let end = body.token.expiresOn.flatMap(WireTime.day), end - Int32(context.now / 86_400) <= Self.expiryNoticeDays {
            output.warning("The token expires soon. Ask a moderator for an invite.")
        }
    }

    private func line(_ output: Output, _ name: String, _ words: String...) {
        output.row([Cell(name, field: Self.nameField, style: .faint)] + words.map { Cell($0) })
    }

    private struct StatusBody: Encodable {
        struct Token: Encodable {
            var id: String
            var role: String
            var trusted: Bool?
            var expiresOn: String?

            private enum CodingKeys: String, CodingKey {
                case id, role, trusted
                case expiresOn = "expires_on"
            }
        }

        var server: String
        var reachable = false
        var clockDifferenceSeconds: Int64?
        var token: Token
        var waiting = 0
        /// The list on this machine, if it can be used.
        var list: KeptListBody?
        var listings: StatsBody.ListingsFigure?
        var error: FailureBody.Detail?

        private enum CodingKeys: String, CodingKey {
            case server, reachable, token, waiting, list, listings, error
            case clockDifferenceSeconds = "clock_difference_seconds"
        }
    }
}
