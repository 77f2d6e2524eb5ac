import ArgumentParser
import Client
import Wire

struct ProposalsCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "proposals",
        abstract: "Show the purges and bulk verdicts that wait for a second moderator.",
        discussion: """
            They wait for 24 hours, and are then dropped.

              thaw mod proposals
              thaw mod proposals --json
            """)

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationDesk(context, output).client
        let body = try translated { () throws(ClientError) in try client.proposals() }
        let screen = ModerationScreen(output: output, time: context.shown)
        output.json(body)
        output.table(
            Table(
                titles: ["proposal", "what", "plates", "by", "until", ""],
                rows: body.proposals.map { proposal in
                    [
                        Cell(proposal.id, ink: .strong), Cell(screen.words(proposal)),
                        Cell(ModerationScreen.plates(proposal.plates, proposal.byStatus ?? [:]), plain: String(proposal.plates)),
                        Cell(proposal.by),
                        Cell(context.shown.clockOfTime(proposal.expiresAt), plain: proposal.expiresAt),
                        Cell(proposal.approvable ? "yours to approve" : "", plain: proposal.approvable ? "approvable" : ""),
                    ]
                }))
        if body.proposals.isEmpty { output.notice("Nothing waits for a second moderator.") }
        return .done
    }
}

struct ApproveCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve a colleague's purge or bulk verdict; it is done at once.",
        discussion: """
            Talk to whoever proposed it first, by another way than this server: what is purged cannot be brought back. On a terminal it shows \
            what it would do, what selected the plates and how many of each status they are, and asks. Nobody approves their own, nor that \
            of whoever invited them. What you approve does not count against the 100 plates a day of either of you.

              thaw mod proposals
              thaw mod approve 3
            """)

    @Argument(help: ArgumentHelp("The proposal's id, as `thaw mod proposals` shows it.", valueName: "id"))
    var id: String

    @Flag(name: .long, help: "Do not ask.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let desk = try ModerationDesk(context, output, settings: .forErasing)
        let waiting = try translated { () throws(ClientError) in try desk.client.proposals() }
        let proposal = waiting.proposals.first { $0.id == id }
        let screen = ModerationScreen(output: output, time: context.shown)
        // Whoever may not approve it is not asked: the server says why not.
        if let proposal, proposal.approvable, desk.prompt.isShown, !yes {
            let plates = ModerationScreen.plates(proposal.plates, proposal.byStatus ?? [:])
            output.warning("\(proposal.by) proposes: \(screen.words(proposal)); \(plates).")
            screen.say(proposal.first ?? [], of: proposal.plates)
            try desk.confirm("Approve it?", yes: yes, otherwise: "Nothing was approved")
        }
        let answer: ApprovalResponse
        do throws(ClientError) {
            answer = try desk.client.approve(id)
        } catch {
            throw Failure(error).doubted(
                by: error, "Whether it was approved is not known.",
                advice: "What was approved is carried out by itself. See: thaw mod proposals, and thaw mod audit --action approve.")
        }
        output.json(answer)
        if let purged = answer.purged { screen.say(purged) }
        guard let verdicts = answer.verdicts else { return .done }
        screen.say(verdicts, verdict: proposal?.verdict)
        return verdicts.results.contains { $0.result == .refused } ? .failed : .done
    }
}

struct CancelCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Take a purge or a bulk verdict back that waits for a second moderator.",
        discussion: """
              thaw mod proposals
              thaw mod cancel 3
            """)

    @Argument(help: ArgumentHelp("The proposal's id, as `thaw mod proposals` shows it.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationDesk(context, output).client
        try translated { () throws(ClientError) in try client.cancelProposal(id) }
        output.json(["cancelled": id])
        output.row([Cell("cancelled", field: 12, ink: .good), Cell(id)])
        return .done
    }
}
