import ArgumentParser
import Client
import Wire

struct ShowPlatesCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything that the registry stores about plates, in the queue or not.",
        discussion: """
            A plate without an issuer selects every plate with its characters. Without a plate, the command asks, and saves nothing that \
            you type. With "-" it reads plates from standard input, one per line.

              thaw mod show
              thaw mod show MN:ABC123 XYZ987
              thaw mod show - --json < plates.txt

            Exit status: 0 if every plate is stored or protected, otherwise 2.
            """)

    @OptionGroup var named: VerdictPlates
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let moderation = try ModerationContext(context, output)
        if !named.plates.isEmpty { return show(try moderation.review(moderation.plates(named.plates)), moderation) }
        var status = ExitStatus.done
        while true {
            guard case .line(let line) = moderation.prompt.ask("plate"), ControlWord(line) != .done else { return status }
            guard !line.isEmpty else { continue }
            do throws(Failure) {
                if show(try moderation.review(moderation.plates(inLine: line)), moderation) != .done { status = .failed }
            } catch {
                status = .failed
                output.failure(error)
            }
        }
    }

    private func show(_ response: PlatesResponse, _ moderation: ModerationContext) -> ExitStatus {
        let output = moderation.output
        output.json(response)
        for result in response.results {
            for row in result.rows {
                if output.format == .screen { moderation.reviewScreen.card(row) } else { output.row(moderation.reviewScreen.line(row)) }
            }
            if let error = result.error {
                output.row([Cell(result.query, field: 12), Cell(error.detail, plain: error.code, style: .caution)])
            } else if result.protected {
                output.row([Cell(result.query, field: 12, style: .strong), Cell("protected", style: .good)])
            } else if result.rows.isEmpty {
                output.row([Cell(result.query, field: 12), Cell("not in the registry", plain: "unknown")])
            }
        }
        output.notice(response.read)
        return response.results.allSatisfy { $0.error == nil && ($0.protected || !$0.rows.isEmpty) } ? .done : .failed
    }
}
