import Foundation
import TestSupport

/// The program's help, and the JSON that its commands write, as `docs/reference/cli.md`.
struct ReferencePage {
    let dump: ToolDump
    /// By a command's full name: an example's arguments, and what they wrote.
    let examples: [String: [(arguments: String, json: String)]]

    var text: String {
        var parts = [
            "# The command line: `thaw`",
            "This page is generated from the program's own help and its real output "
                + "(`THAW_REGENERATE=1 swift test --filter ThawCLITests`). "
                + "`thaw --help` and `thaw COMMAND --help` say the same, and so does `man thaw`.",
        ]
        parts += blocks(dump.command.discussion)
        parts.append(
            "| command | what |\n| --- | --- |\n"
                + dump.leaves.map { "| [`\($0.fullName)`](#\(anchor($0))) | \($0.abstract ?? "") |" }.joined(separator: "\n"))
        for command in dump.leaves { parts += section(command) }
        parts += [
            "## When a command fails",
            "The error and what to do next go to standard error. With `--json`, the same also goes to standard output, with a `code` from "
                + "the [table of errors](errors.md):",
        ]
        parts += (examples["error"] ?? []).map(json)
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func section(_ command: ToolDump.Command) -> [String] {
        var parts = ["## `\(command.fullName)`", command.abstract ?? "", "```\n\(command.synopsis)\n```"] + blocks(command.discussion)
        let arguments = command.ownArguments
        parts.append(
            "| argument | what |\n| --- | --- |\n" + arguments.map { "| `\($0.term)` | \(cell($0.words)) |" }.joined(separator: "\n"))
        if let examples = examples[command.fullName] { parts += ["With `--json`:"] + examples.map(json) }
        return parts
    }

    private func json(_ example: (arguments: String, json: String)) -> String {
        "```\n$ \(example.arguments)\n\(example.json)\n```"
    }

    private func blocks(_ discussion: String?) -> [String] {
        ToolDump.blocks(discussion).map { block in
            switch block {
            case .text(let text): text.replacingOccurrences(of: "<", with: "\\<").replacingOccurrences(of: "*", with: "\\*")
            case .code(let lines): "```sh\n" + lines.joined(separator: "\n") + "\n```"
            }
        }
    }

    private func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|") }

    private func anchor(_ command: ToolDump.Command) -> String { command.fullName.replacingOccurrences(of: " ", with: "-") }
}
