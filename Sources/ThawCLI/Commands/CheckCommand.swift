import ArgumentParser
import Client
import Plates

struct CheckCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look plates up: listed, not listed, or could not be checked.",
        discussion: """
            Without a plate it asks for one after the other until you type "done", and nothing that you type is kept. With "-" it reads \
            plates from standard input, one a line.

              thaw check
              thaw check MN ABC-123
              thaw check ABC123 XYZ987
              thaw check - < plates.txt

            An issuer belongs to the plate that follows it; words of up to three characters are parts of one plate (ABC 123); commas and \
            quotes keep plates apart. A plate without an issuer is looked for under every issuer.

            Only the exact plate is a match. "Similar, not a match" is one step away: a character that is easily confused, two that are \
            swapped, one more, one less or one different, or another issuer. "Not listed" does not mean safe, and what could not be checked \
            is said to be so.

            Exit status: 0 if any plate is listed; else 2 if any could not be checked; else 1.
            """)

    @Argument(help: ArgumentHelp("Plates, with or without their issuers; - reads them from standard input.", valueName: "plate"))
    var plates: [String] = []

    @Flag(name: .long, help: "Leave near misses out.")
    var exact = false

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    /// Enough for any list that a person keeps; more would be a server's whole content.
    private static let inputLinesMax = 10_000

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let registry = try Registry(context, server: server.server, settings: Self.settings)
        let reader = PlateReader(country: registry.country)
        var checker = PlateChecker(client: registry.client, isPublic: registry.account == nil, isExact: exact)
        switch plates {
        case []:
            return CheckPrompt(context: context, output: output, reader: reader).run(&checker)
        case ["-"]:
            let readings = try readLines(context, output, reader, &checker)
            CheckScreen(output: output, show: Show(time: context.shown)).say(checker.check(readings))
        default:
            let readings: [PlateReading]
            do throws(PlateReadingError) {
                readings = try reader.arguments(plates)
            } catch {
                throw error.failure
            }
            let answer = checker.check(readings)
            CheckScreen(output: output, show: Show(time: context.shown)).say(answer)
        }
        return checker.exit
    }

    /// A person waits: give up sooner than for a batch.
    private static var settings: ClientSettings {
        var settings = ClientSettings()
        settings.retry = RetryPolicy(attemptsMax: 2, totalSeconds: 20)
        settings.attemptSeconds = 15
        return settings
    }

    private func readLines(
        _ context: CommandContext, _ output: Output, _ reader: PlateReader, _ checker: inout PlateChecker
    ) throws(Failure) -> [PlateReading] {
        let prompt = Prompt(context.terminal)
        var readings: [PlateReading] = []
        for number in 1...Self.inputLinesMax {
            switch prompt.ask("plate") {
            case .end:
                return readings
            case .tooLong:
                checker.countUnread()
                output.complaint(.usage("Line \(number) could not be checked: it is too long."))
            case .line(let line):
                do throws(PlateReadingError) {
                    readings += try reader.line(line)
                } catch {
                    checker.countUnread()
                    output.complaint(.usage("Line \(number) could not be checked. \(error.sentence)"))
                }
            }
        }
        throw .usage("That is more than \(Self.inputLinesMax) lines.", advice: "Check them in parts.")
    }
}
