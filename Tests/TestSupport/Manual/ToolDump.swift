import Foundation

/// ArgumentParser's dump of the program's commands.
package struct ToolDump: Decodable {
    package struct Command: Decodable {
        package var commandName: String
        package var superCommands: [String]?
        package var abstract: String?
        package var discussion: String?
        package var subcommands: [Command]?
        package var arguments: [Argument]?

        /// `thaw token invite`.
        package var fullName: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }
    }

    package struct Argument: Decodable {
        package struct Name: Decodable {
            package var kind: String
            package var name: String

            package var text: String { (kind == "short" ? "-" : "--") + name }
        }

        package var kind: String
        package var names: [Name]?
        package var valueName: String?
        package var abstract: String?
        package var defaultValue: String?
        package var isOptional: Bool
        package var isRepeating: Bool
        package var shouldDisplay: Bool
        package var completionKind: Completion?
        package var allValues: [String]?

        package struct Completion: Decodable {
            package struct List: Decodable {
                package var values: [String]
            }

            package var list: List?
        }

        /// `--area <area>`, `-q, --quiet`, `<plate>`.
        package var term: String {
            let value = "<\(valueName ?? "value")>"
            guard kind != "positional" else { return value }
            let shortFirst = (names ?? []).sorted { $0.kind == "short" && $1.kind != "short" }
            return shortFirst.map(\.text).joined(separator: ", ") + (kind == "option" ? " " + value : "")
        }

        /// How it stands in a synopsis.
        package var synopsis: String {
            let name = (names?.first { $0.kind == "long" } ?? names?.first)?.text
            let value = "<\(valueName ?? "value")>"
            let whole =
                kind == "positional" ? value : [name ?? "", kind == "option" ? value : ""].filter { !$0.isEmpty }.joined(separator: " ")
            let repeated = isRepeating ? whole + " ..." : whole
            return isOptional ? "[\(repeated)]" : repeated
        }

        package var words: String {
            var text = abstract ?? ""
            if let values = completionKind?.list?.values ?? allValues { text += " One of: " + values.joined(separator: ", ") + "." }
            if let defaultValue { text += " Default: \(defaultValue)." }
            return text
        }
    }

    /// A piece of a discussion.
    package enum Block: Equatable {
        case text(String)
        /// Lines to copy into a shell.
        case code([String])
    }

    package var command: Command

    /// Reads a program's own words, without ArgumentParser's `help` command.
    package init(json: String) throws {
        self = try JSONDecoder().decode(ToolDump.self, from: Data(json.utf8))
        command.subcommands?.removeAll { $0.commandName == "help" }
    }

    /// Every command that does something, in the order of the help; groups are left out.
    package var leaves: [Command] { command.leaves }

    package static func blocks(_ discussion: String?) -> [Block] {
        (discussion ?? "").components(separatedBy: "\n\n").filter { !$0.isEmpty }.map { block in
            let lines = block.split(separator: "\n").map(String.init)
            return lines.allSatisfy { $0.hasPrefix("  ") }
                ? .code(lines.map { String($0.dropFirst(2)) }) : .text(lines.joined(separator: " "))
        }
    }
}

extension ToolDump.Command {
    /// The command itself, or the commands below it, however deep.
    fileprivate var leaves: [ToolDump.Command] {
        guard let subcommands else { return [self] }
        return subcommands.filter { $0.commandName != "help" }.flatMap(\.leaves)
    }

    /// The options to list: every command has `--help` and `--version`.
    package var ownArguments: [ToolDump.Argument] {
        (arguments ?? []).filter { argument in
            argument.shouldDisplay && !(argument.names ?? []).contains { ["help", "version"].contains($0.name) }
        }
    }

    package var synopsis: String { ([fullName] + ownArguments.map(\.synopsis)).joined(separator: " ") }

    package var examples: [String] {
        ToolDump.blocks(discussion).flatMap { block -> [String] in if case .code(let lines) = block { lines } else { [] } }
    }
}
