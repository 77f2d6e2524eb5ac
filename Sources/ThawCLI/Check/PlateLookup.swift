import Client
import Plates

/// What `thaw check` does, once its words are understood.
struct PlateLookup {
    /// As typed; none asks for them, and a single `-` reads them from standard input.
    var plates: [String] = []
    var isExact = false
    /// The server to ask as the public; `nil` for that of `login`.
    var server: String?

    /// Enough for any list that a person keeps; more would be a server's whole content.
    private static let inputLinesMax = 10_000

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let registry = try Registry(context, server: server, settings: Self.settings)
        let reader = PlateReader(country: registry.country)
        var checker = PlateChecker(client: registry.client, isPublic: registry.account == nil, isExact: isExact)
        switch plates {
        case []:
            return try CheckPrompt(context: context, output: output, reader: reader).run(&checker)
        case ["-"]:
            let lines = try readLines(context, output, reader, &checker)
            var answer = checker.check(lines.readings)
            // What is no plate is told of in its place.
            for (place, plate) in lines.unread.reversed() { answer.plates.insert([plate], at: place) }
            guard checker.isAnyAsked else { throw Failure(PlateError(.empty)) }
            CheckScreen(output: output, show: Show(time: context.shown)).say(answer)
        default:
            let readings: [PlateReading]
            do throws(PlateReadingError) {
                readings = try reader.arguments(plates)
            } catch {
                throw error.failure
            }
            guard !readings.isEmpty else { throw Failure(PlateError(.empty)) }
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

    /// The plates of standard input, and the lines that are none, each with the number of plates before it.
    private func readLines(
        _ context: CommandContext, _ output: Output, _ reader: PlateReader, _ checker: inout PlateChecker
    ) throws(Failure) -> (readings: [PlateReading], unread: [(place: Int, plate: CheckedPlate)]) {
        let prompt = Prompt(context.terminal)
        var readings: [PlateReading] = []
        var unread: [(place: Int, plate: CheckedPlate)] = []
        for number in 1...Self.inputLinesMax {
            switch prompt.ask("plate") {
            case .end:
                return (readings, unread)
            case .tooLong:
                checker.countUnread()
                output.complaint(.usage("Line \(number) could not be checked: it is too long."))
            case .line(let line):
                do throws(PlateReadingError) {
                    readings += try reader.line(line)
                } catch {
                    checker.countUnread()
                    unread.append((readings.count, CheckedPlate(line, unread: error)))
                }
            }
        }
        throw .usage("That is more than \(Self.inputLinesMax) lines.", advice: "Check them in parts.")
    }
}
