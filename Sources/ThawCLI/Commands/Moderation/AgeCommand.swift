import ArgumentParser
import Client
import Wire

struct AgeCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "age",
        abstract: "Age all due records, and show confirmations that lapse soon.",
        discussion: """
            The server ages records by itself. This command does it now. With --dry-run it only shows how much is due.

              thaw mod age --dry-run
              thaw mod age
            """)

    @Flag(name: .long, help: "Show how many plates are due, and change nothing.")
    var dryRun = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationContext(context, output, settings: .forErasing).client
        let body = try translated { () throws(ClientError) in try client.age(dryRun: dryRun) }
        let time = context.shown
        output.json(body)
        output.row([
            Cell(dryRun ? "due" : "aged", field: 12, style: .good), Cell(count(body.plates, "plate"), plain: String(body.plates)),
            Cell(body.nextAt.map { "next " + time.clockOfTime($0) } ?? "", plain: body.nextAt ?? ""),
        ])
        output.row([
            Cell("lapsing", field: 12), Cell("\(count(body.lapsing, "confirmed plate")) within a week", plain: String(body.lapsing)),
        ])
        for plate in body.first {
            output.row(
                [
                    Cell(ListingFormat.plate(plate.plate), field: 12, style: .strong),
                    Cell("lapses " + time.day(plate.lapsesOn), plain: plate.lapsesOn),
                ],
                lead: WordWrap.narrowIndent)
        }
        if body.lapsing > 0 { output.notice("To renew them: thaw mod queue --reason lapsing") }
        output.notice(body.read)
        return .done
    }
}
