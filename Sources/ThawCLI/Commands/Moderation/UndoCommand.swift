import ArgumentParser
import Client
import Vocabulary
import Wire

struct UndoCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Undo a decision by its id, with all plates that it was on.",
        discussion: """
            Every verdict says its decision's id, and so does "thaw mod show" for 24 hours; afterwards decide anew. Plates on which somebody \
            has decided since stay as they are.

              thaw mod undo 41
            """)

    @Argument(help: ArgumentHelp("The decision's id.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try ModerationDesk(context, output).client
        let answer: UndoResponse
        do throws(ClientError) {
            answer = try client.undo(id)
        } catch {
            throw Failure(error).doubted(
                by: error, "Whether it was undone is not known.", advice: "Look with: thaw mod audit --action undo")
        }
        output.json(answer)
        output.row([
            Cell("undone", field: 12, ink: .good), Cell(answer.verdict.rawValue),
            Cell(count(answer.undone, "plate"), plain: String(answer.undone)),
        ])
        if answer.superseded > 0 {
            output.warning("\(count(answer.superseded, "plate")) stayed: somebody has decided on them since.")
        }
        return .done
    }
}
