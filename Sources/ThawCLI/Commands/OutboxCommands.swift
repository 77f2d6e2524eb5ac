import ArgumentParser
import Client
import Wire

struct WithdrawCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Withdraw a report: the last one, or one by its ID.",
        discussion: """
            You can withdraw a report for about two days, with the token that made it. This removes everything that your token said about \
            the plate. You can report the plate again. A report that was never sent is removed from the outbox.

              thaw withdraw
              thaw outbox --sent
              thaw withdraw 5f0c9a31
            """)

    @Argument(help: ArgumentHelp("The report's ID or its first characters; by default the last report.", valueName: "id"))
    var id: String?

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let archive = try ReportArchive(context, output)
        var whole: String?
        if let id { whole = try archive.id(beginningWith: id, amongSent: true) }
        let withdrawal = try translated { () throws(ClientError) in try archive.outbox.withdraw(id: whole, through: archive.client) }
        archive.screen.say(ReportOutcome(withdrawal))
        if case .refused = withdrawal { return .failed }
        return .done
    }
}

struct OutboxCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Show the reports waiting on this machine, and why.",
        discussion: """
            With --sent it shows the reports that the server answered in the last two days. "thaw withdraw" can still withdraw them.

              thaw outbox
              thaw outbox --sent
            """)

    @Flag(name: .long, help: "Show the reports sent in the last two days instead.")
    var sent = false

    @OptionGroup var output: OutputOptions

    private static let titles = ["id", "result", "plate", "area", "seen", "why"]
    /// Enough characters to tell one person's reports apart.
    private static let idCharacters = 8

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let archive = try ReportArchive(context, output)
        let outbox = archive.outbox
        let outcomes: [ReportOutcome]
        if sent {
            outcomes = try translated { () throws(ClientError) in try outbox.sent() }.map { ReportOutcome($0.report, $0.result) }
        } else {
            let contents = try translated { () throws(ClientError) in try outbox.contents() }
            outcomes = contents.waiting.map { ReportOutcome(waiting: $0) }
            for file in contents.setAside { output.warning("\(file.reason.asSentence) The file was moved to \(file.path)") }
        }
        for outcome in outcomes { output.json(outcome) }
        output.table(Self.titles, outcomes) { row($0, archive.screen) }
        if outcomes.isEmpty { output.notice(sent ? "Nothing was sent in the last two days." : "The outbox is empty.") }
        return .done
    }

    private func row(_ outcome: ReportOutcome, _ screen: ReportScreen) -> [Cell] {
        [
            Cell(String(outcome.id.prefix(Self.idCharacters)), plain: outcome.id),
            Cell(outcome.result.rawValue),
            Cell(outcome.plate.map(ListingFormat.plate) ?? ""),
            Cell(outcome.area),
            Cell(screen.slot(outcome.seenAt), plain: outcome.seenAt),
            Cell(outcome.error?.detail ?? "", plain: outcome.error?.code ?? ""),
        ]
    }
}

struct SendCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send the reports waiting in the outbox.",
        discussion: """
            Sending twice is safe: the server recognizes a report by its ID. A refused report never holds up the others. Reports that have \
            waited for more than 24 hours are removed with a notice.

              thaw send

            Exit status: 0 if no report is waiting and none was refused, otherwise 2.
            """)

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let archive = try ReportArchive(context, output)
        let outbox = archive.outbox
        let waiting = try translated { () throws(ClientError) in try outbox.contents().waiting }
        guard !waiting.isEmpty else {
            output.notice("The outbox is empty.")
            return .done
        }
        var sender = ReportSender(
            context: context, output: output, outbox: outbox, client: archive.client, slotMinutes: archive.screen.slotMinutes)
        try sender.deliver(announcing: Set(waiting.map(\.id)))
        sender.refreshList(KeptList(folders: outbox.folders, account: outbox.account, environment: context.environment))
        let left = try translated { () throws(ClientError) in try outbox.contents().waiting }
        return left.isEmpty && !sender.hasFailed ? .done : .failed
    }
}

struct DropCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Remove a waiting report without sending it.",
        discussion: """
              thaw outbox
              thaw drop 5f0c9a31
            """)

    @Argument(help: ArgumentHelp("The report's ID or its first characters, from `thaw outbox`.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let archive = try ReportArchive(context, output)
        let whole = try archive.id(beginningWith: id, amongSent: false)
        let outbox = archive.outbox
        let entry = try translated { () throws(ClientError) in try outbox.drop(whole) }
        archive.screen.say(ReportOutcome(dropped: entry))
        if entry.wasTried { output.warning("An earlier attempt to send it may have reached the server.") }
        return .done
    }
}
