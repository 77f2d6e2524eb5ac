import Client
import Plates

/// Asks for plates and answers each, until told to stop.
struct CheckPrompt {
    let context: CommandContext
    let output: Output
    let list: PlateList

    func run(_ checker: inout PlateChecker, _ screen: inout CheckScreen) throws(Failure) -> ExitStatus {
        let prompt = Prompt(context.terminal)
        // The shell would run waiting lines as commands.
        defer { prompt.dropWaitingLines(output, "looked up") }
        if prompt.isShown {
            output.notice("Type a plate and press Enter. To end, type \"done\" or press Enter twice. Nothing that you type here is saved.")
        }
        var wasEmpty = false
        while true {
            switch prompt.ask("plate") {
            case .end:
                // A person has seen the prompt. A script gets an error.
                guard prompt.isShown || checker.isAnyAsked else { throw Failure(PlateError(.empty)) }
                return checker.exit
            case .tooLong:
                checker.countUnread()
                output.complaint(.usage("That line is too long for a plate."))
            case .line(""):
                if prompt.isShown, wasEmpty { return checker.exit }
                wasEmpty = true
                continue
            case .line(let line):
                switch prompt.isShown ? ControlWord(line) : nil {
                case .done: return checker.exit
                case .help:
                    output.warning("Type plates as you read or say them: mn abc 123, alpha bravo charlie one two three.")
                    output.warning("Put commas between plates. \"done\" ends. For part of a plate: thaw search '7?K*'.")
                case .cancel, .undo, .yes, .no: output.warning("Nothing was looked up. Type a plate, or \"done\".")
                case nil: check(line, &checker, &screen)
                }
            }
            wasEmpty = false
        }
    }

    private func check(_ line: String, _ checker: inout PlateChecker, _ screen: inout CheckScreen) {
        do throws(PlateListError) {
            let found = try list.plates(inLine: line)
            guard !found.readings.isEmpty else { throw .plate(PlateError(.empty)) }
            screen.say(checker.check(found.readings))
            screen.leftOut(found)
            checker.refreshList(output)
        } catch {
            checker.countUnread()
            screen.unread(line, error, country: list.context.country)
        }
    }
}
