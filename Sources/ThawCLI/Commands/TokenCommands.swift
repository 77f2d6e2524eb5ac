import ArgumentParser
import Client
import Vocabulary
import Wire

extension Role: ExpressibleByArgument {}

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Invite people, list tokens, revoke them: for moderators and admins.",
        discussion: """
              thaw token invite volunteer
              thaw token list
              thaw token revoke 7GQK
            """,
        subcommands: [InviteCommand.self, TokenListCommand.self, RevokeCommand.self])
}

struct InviteCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Make an invite, good for one token and seven days.",
        discussion: """
            Give the code to the person on a safe way: whoever redeems it with "thaw login" gets the token, and you never see it. Moderators \
            invite readers and volunteers, admins anyone. Have the person note the token's short id, and note it yourself: it is how a lost \
            one is revoked. Who invited a volunteer is kept until probation ends, who made a moderator as long as the token.

              thaw token invite volunteer
              thaw token invite moderator --trusted
              thaw token invite --cancel 4KQ2
            """)

    @Argument(help: "reader, volunteer, moderator or admin.")
    var role: Role?

    @Flag(name: .long, help: "Without probation; for admins.")
    var trusted = false

    @Option(name: .long, help: ArgumentHelp("Cancel an open invite by its id.", valueName: "id"))
    var cancel: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if (role == nil) == (cancel == nil) { throw ValidationError("Name a role, or --cancel an invite.") }
    }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try Registry(context, server: nil).client
        if let cancel {
            try translated { () throws(ClientError) in try client.cancelInvite(cancel) }
            output.json(["cancelled": cancel])
            output.row([Cell("cancelled", field: 11), Cell(cancel)])
        }
        guard let role else { return .done }
        let request = InviteRequest(role: role, trusted: trusted)
        let invite = try translated { () throws(ClientError) in try client.makeInvite(request) }
        output.json(invite)
        // Alone on its line, so that it is copied whole.
        if output.format != .json { output.row([Cell(invite.invite, ink: .strong)]) }
        output.notice(
            "Good for one \(invite.role.rawValue), until \(context.shown.dayOfTime(invite.expiresAt)). It is shown this once. To cancel it: thaw token invite --cancel \(invite.id)"
        )
        return .done
    }
}

struct TokenListCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List tokens, or with --invites the open invites.",
        discussion: """
              thaw token list
              thaw token list --invites
            """)

    @Flag(name: .long, help: "List open invites instead.")
    var invites = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try Registry(context, server: nil).client
        let shown = context.shown
        if invites {
            let body = try translated { () throws(ClientError) in try client.invites() }
            output.json(body)
            output.table(
                Table(
                    titles: ["invite", "role", "trusted", "by", "until"],
                    rows: body.invites.map { invite in
                        [
                            Cell(invite.id), Cell(invite.role.rawValue), Cell(invite.trusted ? "yes" : "no"), Cell(invite.invitedBy ?? ""),
                            Cell(shown.dayOfTime(invite.expiresAt), plain: invite.expiresAt),
                        ]
                    }))
            if body.invites.isEmpty { output.notice("No invite is open.") }
            return .done
        }
        let body = try translated { () throws(ClientError) in try client.tokens() }
        output.json(body)
        output.table(
            Table(
                titles: ["token", "role", "trusted", "issued", "until", "invited by", ""],
                rows: body.tokens.map { token in
                    [
                        Cell(token.id), Cell(token.role.rawValue), Cell(token.trusted ? "yes" : "no"),
                        Cell(shown.day(token.issuedOn), plain: token.issuedOn), Cell(shown.day(token.expiresOn), plain: token.expiresOn),
                        Cell(token.invitedBy ?? ""), Cell(token.revoked ? "revoked" : ""),
                    ]
                }))
        return .done
    }
}

struct RevokeCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a token by its short id; it works at once.",
        discussion: """
            Whoever has a lost token can do what its role may until it is revoked. With a reader's: look up and search. With a volunteer's: \
            report, as one voice on a plate. With a moderator's: read the queue, 5,000 rows a day, decide, and purge 100 plates a day without \
            a second moderator. So revoke first, and ask afterwards.

              thaw token list
              thaw token revoke 7GQK

            Revoking takes no report back: nobody can tell which were made with it. What a moderator's token did can be seen, and its verdicts \
            undone for 24 hours; what it purged is gone.

              thaw mod audit --by 7GQK
              thaw mod undo 41
            """)

    @Argument(help: ArgumentHelp("The token's short id.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try Registry(context, server: nil).client
        let name = id.uppercased()
        try translated { () throws(ClientError) in try client.revokeToken(name) }
        output.json(["revoked": name])
        output.row([Cell("revoked", field: 11, ink: .good), Cell(name)])
        return .done
    }
}
