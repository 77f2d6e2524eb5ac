import ArgumentParser
import Client
import Wire

struct ShowPlatesCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is kept of single plates, in the queue or not.",
        discussion: """
            A plate without an issuer stands for every plate of its characters. Without a plate it asks, and nothing that you type is kept; \
            with "-" it reads plates from standard input, one a line.

              thaw mod show
              thaw mod show MN:ABC123 XYZ987
              thaw mod show - --json < plates.txt

            Exit status: 0 if something is kept of every plate, or it is protected; else 2.
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let desk = try ModerationDesk(context, output)
        if !named.plates.isEmpty { return say(try desk.review(desk.plates(named.plates)), desk) }
        var status = ExitStatus.done
        while true {
            guard case .line(let line) = desk.prompt.ask("plate"), ControlWord(line) != .done else { return status }
            guard !line.isEmpty else { continue }
            do throws(Failure) {
                if say(try desk.review(desk.plates(inLine: line)), desk) != .done { status = .failed }
            } catch {
                status = .failed
                output.failure(error)
            }
        }
    }

    private func say(_ response: PlatesResponse, _ desk: ModerationDesk) -> ExitStatus {
        let output = desk.output
        output.json(response)
        for result in response.results {
            for row in result.rows {
                if output.format == .screen { desk.show.card(row) } else { output.row(desk.show.line(row)) }
            }
            if let error = result.error {
                output.row([Cell(result.query, field: 12), Cell(error.detail, plain: error.code, ink: .caution)])
            } else if result.protected {
                output.row([Cell(result.query, field: 12, ink: .strong), Cell("protected", ink: .good)])
            } else if result.rows.isEmpty {
                output.row([Cell(result.query, field: 12), Cell("nothing is kept of it", plain: "unknown")])
            }
        }
        output.notice(response.read)
        return response.results.allSatisfy { $0.error == nil && ($0.protected || !$0.rows.isEmpty) } ? .done : .failed
    }
}
