import Foundation
import TestSupport
import Testing

/// A Markdown page of this repository, and the commands that it shows.
///
/// A block that is fenced as `sh` is a script; one fenced as `console` holds commands behind `$ ` (continued behind `> `), each with the
/// output that a reader would see. `<!-- not run: reason -->` on the line before a block exempts it, and `<!-- before: commands -->`
/// prepares what follows.
struct DocumentPage: Sendable, CustomTestStringConvertible {
    /// One thing that a reader would type, or that has to be there before.
    struct Step: Sendable {
        enum Kind: Hashable, Sendable {
            /// A comment that prepares files or settings.
            case preparation
            case script
            /// A command, and the output that stands below it.
            case command(output: String)
        }

        let kind: Kind
        let text: String
        /// Its line in the page, from 1.
        let line: Int
    }

    struct Exemption: Sendable, CustomTestStringConvertible {
        let place: String
        let reason: String

        var testDescription: String { "\(place): \(reason)" }
    }

    /// From the repository's root.
    let path: String
    private(set) var steps: [Step] = []
    private(set) var exemptions: [Exemption] = []
    /// The languages that its blocks name, with their lines; empty for a block without a language.
    private(set) var fences: [(language: String, line: Int)] = []

    var testDescription: String { path }

    var hasCommands: Bool { steps.contains { $0.kind != .preparation } }

    init(path: String, text: String) {
        self.path = path
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var pending: String?
        var index = 0
        while index < lines.count {
            let line = lines[index].trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("<!--") {
                let end = lines[index...].firstIndex { $0.contains("-->") } ?? lines.count - 1
                pending = read(comment: lines[index...end].joined(separator: "\n"), line: index + 1)
                index = end + 1
            } else if line.hasPrefix("```") {
                let end = lines[(index + 1)...].firstIndex { $0.trimmingCharacters(in: .whitespaces) == "```" } ?? lines.count
                let indent = lines[index].prefix { $0 == " " }.count
                let content = lines[(index + 1)..<end].map { String($0.dropFirst(min(indent, $0.prefix { $0 == " " }.count))) }
                read(block: content, language: String(line.dropFirst(3)), line: index + 1, exemption: pending)
                pending = nil
                index = end + 1
            } else {
                if !line.isEmpty { pending = nil }
                index += 1
            }
        }
    }

    /// Reads a comment; returns the reason if it exempts the next block.
    private mutating func read(comment: String, line: Int) -> String? {
        let text = comment.replacing("<!--", with: "").replacing("-->", with: "").trimmingCharacters(in: .whitespacesAndNewlines)
        if text.hasPrefix("before:") {
            let commands = String(text.dropFirst("before:".count)).trimmingCharacters(in: .whitespacesAndNewlines)
            steps.append(Step(kind: .preparation, text: commands, line: line))
        }
        guard text.hasPrefix("not run:") else { return nil }
        return String(text.dropFirst("not run:".count)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private mutating func read(block: [String], language: String, line: Int, exemption: String?) {
        fences.append((language, line))
        guard ["sh", "console"].contains(language) else { return }
        if let exemption {
            exemptions.append(Exemption(place: "\(path):\(line)", reason: exemption))
        } else if language == "sh" {
            steps.append(Step(kind: .script, text: block.joined(separator: "\n"), line: line + 1))
        } else {
            read(console: block, line: line + 1)
        }
    }

    private mutating func read(console lines: [String], line: Int) {
        var index = 0
        while index < lines.count {
            let first = index
            var command = lines[index].hasPrefix("$ ") ? [String(lines[index].dropFirst(2))] : []
            index += 1
            while index < lines.count, lines[index].hasPrefix("> ") || command.last?.hasSuffix("\\") == true {
                command.append(lines[index].hasPrefix("> ") ? String(lines[index].dropFirst(2)) : lines[index])
                index += 1
            }
            let end = lines[index...].firstIndex { $0.hasPrefix("$ ") } ?? lines.count
            let output = lines[index..<end].joined(separator: "\n")
            index = end
            steps.append(Step(kind: .command(output: output), text: command.joined(separator: "\n"), line: line + first))
        }
    }
}

extension DocumentPage {
    /// Pages whose blocks are not a session, with the reason.
    static let synopses = [
        Exemption(
            place: "docs/reference/cli.md", reason: "generated from the program's help: each example stands alone, for some other server")
    ]

    /// The README, the other pages at the root, and every page below `docs`.
    static let all: [DocumentPage] = {
        let folder = RepositoryFiles.root.appending(path: "docs").resolvingSymlinksInPath().path
        let below = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return (["README.md", "CONTRIBUTING.md", "SECURITY.md"] + below.filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }.sorted())
            .compactMap { path in
                guard let text = try? String(contentsOf: RepositoryFiles.root.appending(path: path), encoding: .utf8) else { return nil }
                return DocumentPage(path: path, text: text)
            }
    }()
}
