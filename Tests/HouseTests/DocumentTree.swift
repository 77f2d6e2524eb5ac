import Foundation
import Testing

/// A Markdown page of this repository, line by line.
struct DocumentFile: Sendable, CustomTestStringConvertible {
    /// From the package's root, as `docs/guide/tor.md`.
    let path: String
    /// The lines outside code blocks and HTML comments, with their numbers from 1.
    let prose: [(number: Int, text: Substring)]

    var testDescription: String { path }

    init(path: String, text: String) {
        self.path = path
        var prose: [(number: Int, text: Substring)] = []
        var isCode = false
        var isComment = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.trimmingPrefix(while: \.isWhitespace)
            if isComment || content.hasPrefix("<!--") {
                isComment = !line.contains("-->")
            } else if content.hasPrefix("```") {
                isCode.toggle()
            } else if !isCode {
                prose.append((index + 1, line))
            }
        }
        self.prose = prose
    }

    /// The numbers of the prose lines that `isWrong` finds wrong.
    func lineNumbers(where isWrong: (Substring) -> Bool) -> [Int] {
        prose.filter { isWrong($0.text) }.map(\.number)
    }
}

/// The package's own pages, read from where this file was compiled.
enum DocumentTree {
    /// Pages that the code writes; their words are the code's.
    static let generated: Set<String> = ["docs/reference/cli.md", "docs/reference/configuration.md", "docs/reference/errors.md"]

    /// Every page at the root and below `docs`.
    static let paths: [String] = {
        let root = (try? FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)) ?? []
        let walk = FileManager.default.enumerator(atPath: SourceTree.root.appending(path: "docs").path)
        let below = walk?.compactMap { $0 as? String } ?? []
        return (root + below.map { "docs/\($0)" }).filter { $0.hasSuffix(".md") }.sorted()
    }()

    /// The pages that people write.
    static let written: [DocumentFile] = paths.filter { !generated.contains($0) }.compactMap { path in
        (try? String(contentsOf: SourceTree.root.appending(path: path), encoding: .utf8)).map { DocumentFile(path: path, text: $0) }
    }
}
