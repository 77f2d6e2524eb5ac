import ArgumentParser
import Client
import Wire

struct ProposalsCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "proposals",
        abstract: "Show the purges and bulk verdicts waiting for a second moderator.",
        discussion: """
            Proposals expire after 24 hours.

              thaw mod proposals
              thaw mod proposals --json
            """)

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationContext(context, output).client
        let body = try translated { () throws(ClientError) in try client.proposals() }
        let screen = ModerationScreen(output: output, time: context.shown)
        output.json(body)
        output.table(["proposal", "what", "plates", "by", "until", ""], body.proposals) { proposal in
            [
                Cell(proposal.id, style: .strong), Cell(screen.words(proposal)),
                Cell(ModerationScreen.plates(proposal.plates, proposal.byStatus ?? [:]), plain: String(proposal.plates)),
                Cell(proposal.by),
                Cell(context.shown.clockOfTime(proposal.expiresAt), plain: proposal.expiresAt),
                Cell(proposal.approvable ? "you can approve it" : "", plain: proposal.approvable ? "approvable" : ""),
            ]
        }
        if body.proposals.isEmpty { output.notice("No proposal is waiting.") }
        return .done
    }
}

struct ApproveCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve another moderator's purge or bulk verdict. It takes effect at once.",
        discussion: """
            First talk to the person who proposed it, outside this server: nobody can undo a purge. On a terminal, the command shows what \
            the proposal would do, how it selects plates and how many there are of each status, then asks. You cannot approve your own \
            proposal, or one by the person who invited you. Approved plates do not count toward the 100 plates a day of either of you.

              thaw mod proposals
              thaw mod approve 3
            """)

    @Argument(help: ArgumentHelp("The proposal's ID, from `thaw mod proposals`.", valueName: "id"))
    var id: String

    @Flag(name: .long, help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let moderation = try ModerationContext(context, output, settings: .forErasing)
        let waiting = try translated { () throws(ClientError) in try moderation.client.proposals() }
        let proposal = waiting.proposals.first { $0.id == id }
        let screen = ModerationScreen(output: output, time: context.shown)
        // It does not ask people who may not approve the proposal. The server's answer tells them why.
        if let proposal, proposal.approvable, moderation.prompt.isShown, !yes {
            let plates = ModerationScreen.plates(proposal.plates, proposal.byStatus ?? [:])
            output.warning("\(proposal.by) proposes: \(screen.words(proposal)); \(plates).")
            screen.show(proposal.first ?? [], of: proposal.plates)
            try moderation.prompt.confirm("Approve it?", unless: yes, orRefuse: "Nothing was approved.")
        }
        let answer = try translated(
            ifLost: "It may or may not have been approved.",
            advice: "If it was, the server carries it out. To find out: thaw mod proposals, thaw mod audit --action approve"
        ) { () throws(ClientError) in try moderation.client.approve(id) }
        output.json(answer)
        if let purged = answer.purged { screen.show(purged) }
        guard let verdicts = answer.verdicts else { return .done }
        screen.show(verdicts, verdict: proposal?.verdict)
        return verdicts.results.contains { $0.result == .refused } ? .failed : .done
    }
}

struct CancelCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel a purge or bulk verdict waiting for a second moderator.",
        discussion: """
              thaw mod proposals
              thaw mod cancel 3
            """)

    @Argument(help: ArgumentHelp("The proposal's ID, from `thaw mod proposals`.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationContext(context, output).client
        try translated { () throws(ClientError) in try client.cancelProposal(id) }
        output.json(["cancelled": id])
        output.row([Cell("canceled", plain: "cancelled", field: 12, style: .good), Cell(id)])
        return .done
    }
}
