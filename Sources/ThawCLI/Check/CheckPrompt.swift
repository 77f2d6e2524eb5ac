import Client
import Plates

/// Asks for plates and answers each, until told to stop.
struct CheckPrompt {
    let context: CommandContext
    let output: Output
    let reader: PlateReader

    func run(_ checker: inout PlateChecker) throws(Failure) -> ExitStatus {
        let prompt = Prompt(context.terminal)
        if prompt.isShown { output.notice("Type a plate and press Enter; \"done\" ends. Nothing that you type here is kept.") }
        while true {
            switch prompt.ask("plate") {
            case .end:
                // A person has seen the prompt; a script would hear nothing at all.
                guard prompt.isShown || checker.isAnyAsked else { throw Failure(PlateError(.empty)) }
                return checker.exit
            case .tooLong:
                checker.countUnread()
                output.complaint(.usage("That line is too long for a plate."))
            case .line(let line):
                if Prompt.endWords.contains(line.lowercased()) { return checker.exit }
                if Prompt.helpWords.contains(line.lowercased()) {
                    output.warning("Type plates as you read them: mn abc 123, or several apart by commas. \"done\" ends.")
                } else if !line.isEmpty {
                    check(line, &checker)
                }
            }
        }
    }

    private func check(_ line: String, _ checker: inout PlateChecker) {
        let screen = CheckScreen(output: output, show: Show(time: context.shown))
        do throws(PlateReadingError) {
            let readings = try reader.line(line)
            guard !readings.isEmpty else { return }
            screen.say(checker.check(readings))
        } catch {
            checker.countUnread()
            screen.unread(line, error)
        }
    }
}
