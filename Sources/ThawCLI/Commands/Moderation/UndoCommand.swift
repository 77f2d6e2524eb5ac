import ArgumentParser
import Client
import Vocabulary
import Wire

struct UndoCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Undo a decision by its ID, for all of its plates.",
        discussion: """
            Every verdict prints its decision's ID, and "thaw mod show" shows the ID for 24 hours. After that, make a new decision \
            instead. The undo skips plates that someone has decided on since.

              thaw mod undo 41
            """)

    @Argument(help: ArgumentHelp("The decision's ID.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationContext(context, output).client
        let answer = try translated(
            ifLost: "It may or may not have been undone.", advice: "To find out: thaw mod audit --action undo"
        ) { () throws(ClientError) in try client.undo(id) }
        output.json(answer)
        output.row([
            Cell("undone", field: 12, style: .good), Cell(answer.verdict.rawValue),
            Cell(count(answer.undone, "plate"), plain: String(answer.undone)),
        ])
        if answer.superseded > 0 {
            output.warning("\(count(answer.superseded, "plate")) skipped, because someone has decided on them since.")
        }
        return .done
    }
}
