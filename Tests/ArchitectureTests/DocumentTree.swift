import Foundation
import Testing

/// A Markdown page of this repository, line by line.
struct DocumentFile: Sendable, CustomTestStringConvertible {
    /// The path from the package's root, such as `docs/guide/tor.md`.
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

    /// The numbers of the prose lines for which `isWrong` is true.
    func lineNumbers(where isWrong: (Substring) -> Bool) -> [Int] {
        prose.filter { isWrong($0.text) }.map(\.number)
    }
}

/// This package's pages, found from the path where this file was compiled.
enum DocumentTree {
    /// Pages generated from the code.
    static let generated: Set<String> = [
        "docs/reference/cli.md", "docs/reference/configuration.md", "docs/reference/errors.md", "docs/reference/voice-configuration.md",
    ]

    /// Every page at the root and in `docs`.
    static let paths: [String] = {
        let root = (try? FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)) ?? []
        let walk = FileManager.default.enumerator(atPath: SourceTree.root.appending(path: "docs").path)
        let below = walk?.compactMap { $0 as? String } ?? []
        return (root + below.map { "docs/\($0)" }).filter { $0.hasSuffix(".md") }.sorted()
    }()

    /// The pages written by hand.
    static let written: [DocumentFile] = paths.filter { !generated.contains($0) }.map { path in
        guard let text = try? String(contentsOf: SourceTree.root.appending(path: path), encoding: .utf8) else {
            preconditionFailure("cannot read \(path)")
        }
        return DocumentFile(path: path, text: text)
    }
}
