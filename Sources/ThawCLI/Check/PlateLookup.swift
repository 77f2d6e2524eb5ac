import Client
import Plates

/// Runs `thaw check`, once its arguments are parsed.
struct PlateLookup {
    /// The arguments. Without any, the command asks for plates; a single `-` reads them from standard input.
    var plates: [String] = []
    var isExact = false
    /// Whether it uses only the list on this machine, never the server.
    var isPrivate = false
    /// A server to ask without a token; `nil` for the server of `login`.
    var server: String?

    /// More lines than any list that a person keeps.
    private static let inputLinesMax = 10_000

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        var settings = ClientSettings.forPerson
        if output.isForPerson { settings.onSlow = { output.notice("Asking the server …") } }
        let registry = try Registry(context, server: server, settings: settings)
        let list = PlateList(country: registry.country)
        var screen = CheckScreen(output: output, format: ListingFormat(time: context.shown))
        let kept = registry.account.map { KeptList(folders: registry.folders, account: $0, environment: context.environment) }
        var checker = PlateChecker(
            client: isPrivate ? nil : registry.client, list: kept, isPublic: registry.account == nil, isExact: isExact)
        defer { checker.refreshList(output) }
        switch plates {
        case []:
            return try CheckPrompt(context: context, output: output, list: list).run(&checker, &screen)
        case ["-"]:
            let lines = try readLines(context, output, list, &checker)
            var answer = checker.check(lines.plates)
            // A line that is not a plate is shown where it was typed.
            for (index, plate) in lines.unread.reversed() { answer.plates.insert([plate], at: index) }
            guard checker.isAnyAsked else { throw Failure(PlateError(.empty)) }
            screen.say(answer)
            screen.leftOut(FoundPlates(leftOut: lines.leftOut))
        default:
            let found: FoundPlates
            do throws(PlateListError) {
                found = try list.plates(inArguments: plates)
            } catch {
                throw error.failure(of: plates.joined(separator: " "), country: registry.country)
            }
            guard !found.readings.isEmpty else { throw Failure(PlateError(.empty)) }
            screen.say(checker.check(found.readings))
            screen.leftOut(found)
        }
        return checker.exit
    }

    /// The lines of standard input.
    private struct InputLines {
        var plates: [[Reading]] = []
        /// The lines that are not plates, each with the number of plates before it.
        var unread: [(index: Int, plate: CheckedPlate)] = []
        /// Words that were not looked up.
        var leftOut: [String] = []
    }

    private func readLines(
        _ context: CommandContext, _ output: Output, _ list: PlateList, _ checker: inout PlateChecker
    ) throws(Failure) -> InputLines {
        let prompt = Prompt(context.terminal)
        var lines = InputLines()
        for number in 1...Self.inputLinesMax {
            switch prompt.ask("plate") {
            case .end:
                return lines
            case .tooLong:
                checker.countUnread()
                output.complaint(.usage("Line \(number) could not be checked: it is too long."))
            case .line(let line):
                do throws(PlateListError) {
                    let found = try list.plates(inLine: line)
                    lines.plates += found.readings
                    lines.leftOut += found.leftOut
                } catch {
                    checker.countUnread()
                    lines.unread.append((lines.plates.count, CheckedPlate(line, unread: error)))
                }
            }
        }
        throw .usage("Too many lines: the limit is \(Self.inputLinesMax).", advice: "Split the list.")
    }
}
