import Foundation
import ThawCLI

/// ArgumentParser's dump of the program's commands.
struct ToolDump: Decodable {
    struct Command: Decodable {
        var commandName: String
        var superCommands: [String]?
        var abstract: String?
        var discussion: String?
        var subcommands: [Command]?
        var arguments: [Argument]?

        /// `thaw token invite`.
        var fullName: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String

            var text: String { (kind == "short" ? "-" : "--") + name }
        }

        var kind: String
        var names: [Name]?
        var valueName: String?
        var abstract: String?
        var defaultValue: String?
        var isOptional: Bool
        var isRepeating: Bool
        var shouldDisplay: Bool
        var completionKind: Completion?
        var allValues: [String]?

        struct Completion: Decodable {
            struct List: Decodable {
                var values: [String]
            }

            var list: List?
        }

        /// `--area <area>`, `-q, --quiet`, `<plate>`.
        var term: String {
            let value = "<\(valueName ?? "value")>"
            guard kind != "positional" else { return value }
            let shortFirst = (names ?? []).sorted { $0.kind == "short" && $1.kind != "short" }
            return shortFirst.map(\.text).joined(separator: ", ") + (kind == "option" ? " " + value : "")
        }

        /// How it stands in a synopsis.
        var synopsis: String {
            let name = (names?.first { $0.kind == "long" } ?? names?.first)?.text
            let value = "<\(valueName ?? "value")>"
            let whole =
                kind == "positional" ? value : [name ?? "", kind == "option" ? value : ""].filter { !$0.isEmpty }.joined(separator: " ")
            let repeated = isRepeating ? whole + " ..." : whole
            return isOptional ? "[\(repeated)]" : repeated
        }

        var words: String {
            var text = abstract ?? ""
            if let values = completionKind?.list?.values ?? allValues { text += " One of: " + values.joined(separator: ", ") + "." }
            if let defaultValue { text += " Default: \(defaultValue)." }
            return text
        }
    }

    /// A piece of a discussion.
    enum Block: Equatable {
        case text(String)
        /// Lines to copy into a shell.
        case code([String])
    }

    var command: Command

    /// The program's own words, without ArgumentParser's `help` command.
    static func current() throws -> ToolDump {
        let fixture = try Fixture(loggedIn: false)
        let terminal = fixture.pipe("--experimental-dump-help").terminal
        var dump = try JSONDecoder().decode(ToolDump.self, from: Data(terminal.output.utf8))
        dump.command.subcommands?.removeAll { $0.commandName == "help" }
        return dump
    }

    /// Every command that does something, in the order of the help; groups are left out.
    var leaves: [Command] {
        (command.subcommands ?? []).flatMap { $0.subcommands.map { $0.filter { $0.commandName != "help" } } ?? [$0] }
    }

    static func blocks(_ discussion: String?) -> [Block] {
        (discussion ?? "").components(separatedBy: "\n\n").filter { !$0.isEmpty }.map { block in
            let lines = block.split(separator: "\n").map(String.init)
            return lines.allSatisfy { $0.hasPrefix("  ") }
                ? .code(lines.map { String($0.dropFirst(2)) }) : .text(lines.joined(separator: " "))
        }
    }
}

extension ToolDump.Command {
    /// The options to list: every command has `--help` and `--version`.
    var ownArguments: [ToolDump.Argument] {
        (arguments ?? []).filter { argument in
            argument.shouldDisplay && !(argument.names ?? []).contains { ["help", "version"].contains($0.name) }
        }
    }

    var synopsis: String { ([fullName] + ownArguments.map(\.synopsis)).joined(separator: " ") }

    var examples: [String] {
        ToolDump.blocks(discussion).flatMap { block -> [String] in if case .code(let lines) = block { lines } else { [] } }
    }
}
