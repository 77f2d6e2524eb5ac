import ArgumentParser
import Client
import Vocabulary
import Wire

extension Role: ExpressibleByArgument {}

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Invite people, and list or revoke tokens (moderators and admins).",
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
        abstract: "Create an invite for one token, valid for seven days.",
        discussion: """
            Send the code to the person over a secure channel. Anyone who redeems it with "thaw login" gets the token; you never see the \
            token. Moderators can invite readers and volunteers; admins can invite anyone. A caller's token is for a program that answers \
            telephone calls. It can look up plates, also by telephone keys, and sees only public data. Both of you should write down the \
            token's short ID: a moderator needs it to revoke the token if it is lost. The server records who invited a volunteer until probation \
            ends, and who invited a moderator as long as the token exists.

              thaw token invite volunteer
              thaw token invite moderator --trusted
              thaw token invite --cancel 4KQ2
            """)

    @Argument(help: "The new token's role.")
    var role: Role?

    @Flag(name: .long, help: "Skip probation (admins only).")
    var trusted = false

    @Option(name: .long, help: ArgumentHelp("Cancel the unused invite with this ID.", valueName: "id"))
    var cancel: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if (role == nil) == (cancel == nil) { throw ValidationError("Give either a role or --cancel.") }
    }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try Registry(context, server: nil).client
        if let cancel {
            try translated { () throws(ClientError) in try client.cancelInvite(cancel) }
            output.json(["cancelled": cancel])
            output.row([Cell("canceled", plain: "cancelled", field: 11), Cell(cancel)])
        }
        guard let role else { return .done }
        let request = InviteRequest(role: role, trusted: trusted)
        let invite = try translated { () throws(ClientError) in try client.makeInvite(request) }
        output.json(invite)
        // The code has a line of its own, so that people copy all of it.
        if output.format != .json { output.row([Cell(invite.invite, style: .strong)]) }
        output.notice(
            "Valid for one \(invite.role.rawValue) token until \(context.shown.dayOfTime(invite.expiresAt)). It is shown only once. "
                + "To cancel it: thaw token invite --cancel \(invite.id)"
        )
        return .done
    }
}

struct TokenListCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List tokens, or with --invites the unused invites.",
        discussion: """
              thaw token list
              thaw token list --invites
            """)

    @Flag(name: .long, help: "List unused invites instead.")
    var invites = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try Registry(context, server: nil).client
        let shown = context.shown
        if invites {
            let body = try translated { () throws(ClientError) in try client.invites() }
            output.json(body)
            output.table(["invite", "role", "trusted", "by", "until"], body.invites) { invite in
                [
                    Cell(invite.id), Cell(invite.role.rawValue), Cell(invite.trusted ? "yes" : "no"), Cell(invite.invitedBy ?? ""),
                    Cell(shown.dayOfTime(invite.expiresAt), plain: invite.expiresAt),
                ]
            }
            if body.invites.isEmpty { output.notice("There are no unused invites.") }
            return .done
        }
        let body = try translated { () throws(ClientError) in try client.tokens() }
        output.json(body)
        output.table(["token", "role", "trusted", "issued", "until", "invited by", ""], body.tokens) { token in
            [
                Cell(token.id), Cell(token.role.rawValue), Cell(token.trusted ? "yes" : "no"),
                Cell(shown.day(token.issuedOn), plain: token.issuedOn), Cell(shown.day(token.expiresOn), plain: token.expiresOn),
                Cell(token.invitedBy ?? ""), Cell(token.revoked ? "revoked" : ""),
            ]
        }
        return .done
    }
}

struct RevokeCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a token by its short ID, effective immediately.",
        discussion: """
            Until you revoke a lost token, anyone who has it can use it. With a caller's token they can check confirmed \
            plates, faster than anyone without one. With a reader's they can look up and search. With a volunteer's they can report, as one \
            voice on a plate. With a moderator's they can read 5,000 rows of the queue a day, decide, and purge 100 plates a day without a \
            second moderator. So revoke first, and ask questions later.

              thaw token list
              thaw token revoke 7GQK

            Revoking a token withdraws no report, because nobody can tell which reports it made. You can see what a moderator's token did, \
            and undo its verdicts for 24 hours. Its purges cannot be undone.

              thaw mod audit --by 7GQK
              thaw mod undo 41
            """)

    @Argument(help: ArgumentHelp("The token's short ID.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try Registry(context, server: nil).client
        let name = id.uppercased()
        try translated { () throws(ClientError) in try client.revokeToken(name) }
        output.json(["revoked": name])
        output.row([Cell("revoked", field: 11, style: .good), Cell(name)])
        return .done
    }
}
