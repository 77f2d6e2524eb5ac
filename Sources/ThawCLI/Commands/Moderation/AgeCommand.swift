import ArgumentParser
import Client
import Wire

struct AgeCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "age",
        abstract: "Coarsen and erase what is due, and show what is about to lapse.",
        discussion: """
            The server does so by itself; this does it now. With --dry-run it only says what is due.

              thaw mod age --dry-run
              thaw mod age
            """)

    @Flag(name: .long, help: "Say what is due, and change nothing.")
    var dryRun = false

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationDesk(context, output, settings: .forErasing).client
        let body = try translated { () throws(ClientError) in try client.age(dryRun: dryRun) }
        let time = context.shown
        output.json(body)
        output.row([
            Cell(dryRun ? "due" : "aged", field: 12, ink: .good), Cell(count(body.plates, "plate"), plain: String(body.plates)),
            Cell(body.nextAt.map { "next " + time.clockOfTime($0) } ?? "", plain: body.nextAt ?? ""),
        ])
        output.row([
            Cell("lapsing", field: 12), Cell("\(count(body.lapsing, "confirmed plate")) within a week", plain: String(body.lapsing)),
        ])
        for plate in body.first {
            output.row(
                [
                    Cell(Show.plate(plate.plate), field: 12, ink: .strong),
                    Cell("lapses " + time.day(plate.lapsesOn), plain: plate.lapsesOn),
                ],
                lead: Flow.narrowIndent)
        }
        if body.lapsing > 0 { output.notice("To renew them: thaw mod queue --reason lapsing") }
        output.notice(body.read)
        return .done
    }
}
