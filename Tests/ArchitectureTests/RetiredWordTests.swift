import Foundation
import Testing

@Suite("Words that were retired")
struct RetiredWordTests {
    /// Everything that people read: sources and help, migrations, documents. The glossary names what was retired.
    private static let files: [(path: String, lines: [Substring])] = {
        let folders = ["Sources", "Migrations", "docs"].flatMap { folder -> [String] in
            let walk = FileManager.default.enumerator(atPath: SourceTree.root.appending(path: folder).path)
            return walk?.compactMap { $0 as? String }.map { "\(folder)/\($0)" } ?? []
        }
        let pages = DocumentTree.paths.filter { !$0.contains("/") }
        return (folders + pages).filter { $0 != "docs/internals/glossary.md" }.compactMap { path in
            guard let text = try? String(contentsOf: SourceTree.root.appending(path: path), encoding: .utf8) else { return nil }
            return (path, text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }()

    @Test(arguments: RetiredWord.all)
    func `no source and no document uses it`(_ word: RetiredWord) {
        #expect(Self.files.count > 400)
        let letters = word.name.lowercased().prefix(4)
        for (path, lines) in Self.files where !word.isAllowed(in: path) {
            // A look at the letters first: most lines have none of them.
            let found = lines.enumerated().filter { $0.element.lowercased().contains(letters) && word.isFound(in: $0.element) }
            #expect(found.isEmpty, "\(path): lines \(found.map { $0.offset + 1 })")
        }
    }

    @Test(arguments: [
        ("deed", "/// Writes a deed down."), ("deed", "let deedCount = 0"), ("deed", "since then 2 deeds"),
        ("lane", "final class LookupLane {"),
        ("lane", "hasLanes"), ("lane", "server.lanes"), ("lane", "HTTPLane"), ("desk", "OperatorDesk(settings)"),
        ("heardIn", "case heardIn(week)"), ("heardIn", "lastHeardInWeek"), ("placeNothing", "placeNothing()"),
        ("SetAside", "struct SetAside {"), ("SetAside", "settleSetAsides"), ("sieve", "PatternSieve"), ("agenda", "Agenda.swift"),
        ("unkept", "isUnkept"), ("standIn", "a stand-in for the server"), ("standIn", "StandIn.swift"), ("standIn", "the stand-ins"),
    ])
    func `a retired word is found`(_ name: String, _ line: String) throws {
        let word = try #require(RetiredWord.all.first { $0.name == name })
        #expect(word.isFound(in: line[...]))
    }

    @Test(arguments: [
        "on a desktop", "planes and islanders", "indeed, indeedCount", "a verdict sets rows aside", "stand in line", "I heard in time",
    ])
    func `a part of another word is left alone`(_ line: String) {
        for word in RetiredWord.all { #expect(!word.isFound(in: line[...]), "\(word.name)") }
    }

    @Test(arguments: RetiredWord.exceptions.map(\.path))
    func `an exception has something to except`(_ path: String) {
        let exceptions = RetiredWord.exceptions.filter { $0.path == path }
        for exception in exceptions {
            let word = RetiredWord(exception.word)
            let below = Self.files.filter { $0.path.hasPrefix(path) }
            #expect(below.contains { $0.lines.contains { word.isFound(in: $0) } }, "\(exception.reason)")
        }
    }
}
