/// A program's help as a manual page, in the man(7) macros.
package struct ManualPage {
    /// A part of the page that the help does not have.
    package struct Closing: Sendable {
        let title: String
        /// In roff.
        let lines: [String]

        package init(title: String, lines: [String]) {
            self.title = title
            self.lines = lines
        }
    }

    private let dump: ToolDump
    private let section: Int
    private let manual: String
    private let leftOut: Set<String>
    private let closings: [Closing]
    private let seeAlso: [String]

    /// - Parameters:
    ///   - manual: the name of the section: `User Commands`.
    ///   - leftOut: the names of options that another page describes.
    ///   - seeAlso: other pages, such as `curl (1)`.
    package init(
        dump: ToolDump, section: Int, manual: String, leftOut: Set<String> = [], closings: [Closing] = [], seeAlso: [String]
    ) {
        self.dump = dump
        self.section = section
        self.manual = manual
        self.leftOut = leftOut
        self.closings = closings
        self.seeAlso = seeAlso
    }

    package var text: String {
        let root = dump.command
        let name = root.commandName
        var lines = [
            ".TH \(name.uppercased()) \(section) \"\" \"thaw\" \"\(manual)\"", ".SH NAME",
            name + " \\- " + RoffText.escaped(Self.lowerFirst(root.abstract ?? "")),
        ]
        lines += [".SH SYNOPSIS", ".B \(name)", ".I command", "[\\fIarguments\\fR]"]
        lines += [".SH DESCRIPTION"] + Self.paragraphs(root.discussion)
        lines += [".SH COMMANDS"]
        for command in dump.leaves {
            let arguments = command.ownArguments.filter { !($0.names ?? []).contains { leftOut.contains($0.name) } }
            let synopsis = ([command.fullName] + arguments.map(\.synopsis)).joined(separator: " ")
            lines += [".SS " + RoffText.escaped(command.fullName), RoffText.escaped(command.abstract ?? "")]
            lines += [".PP", ".nf", RoffText.escaped(synopsis), ".fi"]
            lines += Self.paragraphs(command.discussion)
            for argument in arguments {
                lines += [".TP", "\\fB" + RoffText.escaped(argument.term) + "\\fR", RoffText.escaped(argument.words)]
            }
        }
        for closing in closings { lines += [".SH " + closing.title] + closing.lines }
        lines += [".SH SEE ALSO"] + seeAlso.enumerated().map { ".BR " + $1 + ($0 < seeAlso.count - 1 ? "," : "") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func paragraphs(_ discussion: String?) -> [String] {
        ToolDump.blocks(discussion).flatMap { block -> [String] in
            switch block {
            case .text(let text): [".PP", RoffText.escaped(text)]
            case .code(let lines): [".PP", ".RS 4", ".nf"] + lines.map(RoffText.escaped) + [".fi", ".RE"]
            }
        }
    }

    private static func lowerFirst(_ text: String) -> String {
        let sentence = text.hasSuffix(".") ? String(text.dropLast()) : text
        return sentence.prefix(1).lowercased() + sentence.dropFirst()
    }
}

package enum RoffText {
    /// No command at the start of a line, and every hyphen one that can be copied.
    package static func escaped(_ text: String) -> String {
        let safe = text.reduce(into: "") { safe, character in
            switch character {
            case "\\": safe += "\\e"
            case "-": safe += "\\-"
            case "'": safe += "\\(aq"
            case "`": safe += "\\(ga"
            case "~": safe += "\\(ti"
            case "…": safe += "..."
            case "–": safe += "\\-"
            default: safe.append(character)
            }
        }
        return safe.hasPrefix(".") ? "\\&" + safe : safe
    }
}
