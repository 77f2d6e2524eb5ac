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
        var settings = Self.settings
        if output.isForPerson { settings.onSlow = { output.notice("Asking the server …") } }
        let registry = try Registry(context, server: server, settings: settings)
        let list = PlateList(country: registry.country)
        var screen = CheckScreen(output: output, format: ListingFormat(time: context.shown))
        var checker = PlateChecker(client: registry.client, isPublic: registry.account == nil, isExact: isExact)
        switch plates {
        case []:
            return try CheckPrompt(context: context, output: output, list: list).run(&checker, &screen)
        case ["-"]:
            let lines = try readLines(context, output, list, &checker)
            var answer = checker.check(lines.plates)
            // What is no plate is told of in its place.
            for (place, plate) in lines.unread.reversed() { answer.plates.insert([plate], at: place) }
            guard checker.isAnyAsked else { throw Failure(PlateError(.empty)) }
            screen.say(answer)
        default:
            let asked: [[Reading]]
            do throws(PlateListError) {
                asked = try list.arguments(plates)
            } catch {
                throw error.failure(of: plates.joined(separator: " "))
            }
            guard !asked.isEmpty else { throw Failure(PlateError(.empty)) }
            screen.say(checker.check(asked))
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
        _ context: CommandContext, _ output: Output, _ list: PlateList, _ checker: inout PlateChecker
    ) throws(Failure) -> (plates: [[Reading]], unread: [(place: Int, plate: CheckedPlate)]) {
        let prompt = Prompt(context.terminal)
        var plates: [[Reading]] = []
        var unread: [(place: Int, plate: CheckedPlate)] = []
        for number in 1...Self.inputLinesMax {
            switch prompt.ask("plate") {
            case .end:
                return (plates, unread)
            case .tooLong:
                checker.countUnread()
                output.complaint(.usage("Line \(number) could not be checked: it is too long."))
            case .line(let line):
                do throws(PlateListError) {
                    plates += try list.line(line)
                } catch {
                    checker.countUnread()
                    unread.append((plates.count, CheckedPlate(line, unread: error)))
                }
            }
        }
        throw .usage("That is more than \(Self.inputLinesMax) lines.", advice: "Check them in parts.")
    }
}
