import Foundation
import TestSupport
import Testing

@Suite("The docs of the command line", .blocking)
struct ReferenceTests {
    @Test func `the manual page is what the help says`() throws {
        let page = ManualPage(dump: try .current(), section: 1, manual: "User Commands", seeAlso: ["thawd (8)", "curl (1)"])
        #expect(try RepositoryFiles.difference(of: "man/thaw.1", from: page.text) == nil)
    }

    @Test func `the reference page is what the help says and the commands write`() throws {
        let page = ReferencePage(dump: try .current(), examples: try ReferenceExamples().all)
        #expect(try RepositoryFiles.difference(of: "reference/cli.md", from: page.text) == nil)
    }

    @Test func `every command has a runnable example and words for every argument`() throws {
        let dump = try ToolDump.current()
        #expect(dump.leaves.count == 34)
        for command in dump.leaves {
            #expect(!command.examples.isEmpty, "\(command.fullName)")
            #expect(command.examples.contains { $0.hasPrefix(command.fullName) }, "\(command.fullName)")
            #expect(command.abstract?.hasSuffix(".") == true, "\(command.fullName)")
            for argument in command.ownArguments { #expect(argument.abstract?.isEmpty == false, "\(command.fullName) \(argument.term)") }
        }
    }

    @Test func `every example's options are understood`() throws {
        let fixture = try Fixture(loggedIn: false)
        let dump = try ToolDump.current()
        let guides = try ["volunteer", "moderator"].map { try RepositoryFiles.document("guide/\($0).md") }.joined(separator: "\n")
        let guideLines = guides.split(separator: "\n").map(String.init).filter { $0.hasPrefix("thaw ") || $0.hasPrefix("$ thaw ") }
        #expect(guideLines.count > 5)
        for line in dump.leaves.flatMap(\.examples).joined(separator: "\n").replacingOccurrences(of: "\\\n", with: "").split(
            separator: "\n"
        ).map(String.init)
            + guideLines.map({ $0.hasPrefix("$ ") ? String($0.dropFirst(2)) : $0 })
        {
            let words = Self.shellWords(line.prefix { $0 != "<" }.description)
            // Asking for help parses every word and does nothing.
            let terminal = FakeTerminal(isPerson: false)
            let status = fixture.run(Array(words.dropFirst()), terminal)
            #expect(status != 64 || !terminal.error.hasPrefix("Error:"), "\(line): \(terminal.error)")
        }
    }

    /// Words apart by blanks, with quotes taken away.
    private static func shellWords(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var isOpen = false
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                isOpen = true
            } else if character == " " {
                if isOpen || !word.isEmpty { words.append(word) }
                (word, isOpen) = ("", false)
            } else {
                word.append(character)
            }
        }
        return isOpen || !word.isEmpty ? words + [word] : words
    }
}

extension ToolDump {
    /// The words of `thaw`.
    static func current() throws -> ToolDump {
        let fixture = try Fixture(loggedIn: false)
        return try ToolDump(json: fixture.pipe("--experimental-dump-help").terminal.output)
    }
}
