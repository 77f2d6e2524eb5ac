/// The program's help as a manual page, in the man(7) macros.
struct ManualPage {
    let dump: ToolDump

    var text: String {
        let root = dump.command
        var lines = [".TH THAW 1 \"\" \"thaw\" \"User Commands\"", ".SH NAME", "thaw \\- " + escaped(lowerFirst(root.abstract ?? ""))]
        lines += [".SH SYNOPSIS", ".B thaw", ".I command", "[\\fIarguments\\fR]"]
        lines += [".SH DESCRIPTION"] + paragraphs(root.discussion)
        lines += [".SH COMMANDS"]
        for command in dump.leaves {
            lines += [".SS " + escaped(command.fullName), escaped(command.abstract ?? ""), ".PP", ".nf", escaped(command.synopsis), ".fi"]
            lines += paragraphs(command.discussion)
            for argument in command.ownArguments {
                lines += [".TP", "\\fB" + escaped(argument.term) + "\\fR", escaped(argument.words)]
            }
        }
        lines += [".SH SEE ALSO", ".BR thawd (1),", ".BR curl (1)"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func paragraphs(_ discussion: String?) -> [String] {
        ToolDump.blocks(discussion).flatMap { block -> [String] in
            switch block {
            case .text(let text): [".PP", escaped(text)]
            case .code(let lines): [".PP", ".RS 4", ".nf"] + lines.map(escaped) + [".fi", ".RE"]
            }
        }
    }

    private func lowerFirst(_ text: String) -> String {
        let sentence = text.hasSuffix(".") ? String(text.dropLast()) : text
        return sentence.prefix(1).lowercased() + sentence.dropFirst()
    }

    /// Text that roff takes for text: no command at the start of a line, and every hyphen one that can be copied.
    private func escaped(_ text: String) -> String {
        let safe = text.reduce(into: "") { safe, character in
            switch character {
            case "\\": safe += "\\e"
            case "-": safe += "\\-"
            case "'": safe += "\\(aq"
            case "`": safe += "\\(ga"
            case "…": safe += "..."
            case "–": safe += "\\-"
            default: safe.append(character)
            }
        }
        return safe.hasPrefix(".") ? "\\&" + safe : safe
    }
}
