package import Foundation

/// The files of the repository, found from where this file was compiled.
package enum RepositoryFiles {
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let documents = root.appending(path: "docs")

    /// The path of a file of `docs/examples`.
    package static func example(_ name: String) -> String { documents.appending(path: "examples/\(name)").path }

    package static func document(_ name: String) throws -> String {
        try String(contentsOf: documents.appending(path: name), encoding: .utf8)
    }

    /// The cells of the first table under a heading of a page, without its header row.
    package static func table(under heading: String, in page: String) throws -> [[String]] {
        let lines = try document(page).split(separator: "\n", omittingEmptySubsequences: false)
        let section = lines.drop { $0 != "## \(heading)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        return section.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.dropFirst(2).map { line in
            line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// Compares a page with the text that is generated for it; with `THAW_REGENERATE=1` it writes the page first.
    ///
    /// - Returns: an error if they differ.
    package static func difference(of page: String, from generated: String) throws -> String? {
        if ProcessInfo.processInfo.environment["THAW_REGENERATE"] == "1" {
            try Data(generated.utf8).write(to: documents.appending(path: page))
        }
        let kept = try document(page)
        guard kept != generated else { return nil }
        let difference = zip(kept.split(separator: "\n"), generated.split(separator: "\n")).first { $0 != $1 }
        return "docs/\(page) is out of date: run its tests with THAW_REGENERATE=1. First difference: \(String(describing: difference))"
    }
}
