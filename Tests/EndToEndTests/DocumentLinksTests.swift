import Foundation
import TestSupport
import Testing

@Suite("Links between the documents")
struct DocumentLinksTests {
    /// A link of a page to a file, a picture or a heading of this repository.
    struct Link: Sendable, CustomTestStringConvertible {
        let page: String
        let target: String

        var testDescription: String { "\(page) → \(target)" }

        /// The file that it leads to, from the root.
        var file: URL {
            let path = target.prefix { $0 != "#" }
            let page = RepositoryFiles.root.appending(path: page)
            return path.isEmpty ? page : page.deletingLastPathComponent().appending(path: path).standardizedFileURL
        }

        var heading: String? { target.firstIndex(of: "#").map { String(target[target.index(after: $0)...]) } }
    }

    static let links: [Link] = DocumentPage.all.flatMap { page in
        let text = (try? String(contentsOf: RepositoryFiles.root.appending(path: page.path), encoding: .utf8)) ?? ""
        return text.matches(of: #/(?:\]\(|src=")([^)"\s]+)[)"]/#).map { Link(page: page.path, target: String($0.output.1)) }
            .filter { !$0.target.contains("://") && !$0.target.hasPrefix("mailto:") }
    }

    @Test("a link leads to what is there", arguments: links)
    func leads(link: Link) throws {
        #expect(FileManager.default.fileExists(atPath: link.file.path))
        guard let heading = link.heading else { return }
        let text = try String(contentsOf: link.file, encoding: .utf8)
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("#") }.map(Self.anchor)
        #expect(headings.contains(heading))
    }

    @Test("the README shows the three answers, and each picture says what it shows")
    func pictures() throws {
        #expect(Self.links.contains { $0.page == "README.md" && $0.target == "docs/images/three-answers.png" })
        for page in DocumentPage.all {
            let text = try String(contentsOf: RepositoryFiles.root.appending(path: page.path), encoding: .utf8)
            for picture in text.matches(of: #/<img[^>]*>/#) {
                #expect(picture.output.contains(#/alt="[^"]{40,}"/#), "\(page.path): \(picture.output)")
            }
            #expect(!text.contains("![]("), "\(page.path)")
        }
    }

    private static let indexes = ["README.md", "docs/README.md", "docs/decisions/README.md"]

    @Test("every page is reached from the index")
    func index() {
        let reached = Set(Self.links.filter { Self.indexes.contains($0.page) }.map(\.file.path))
        for page in DocumentPage.all where !Self.indexes.contains(page.path) {
            #expect(reached.contains(RepositoryFiles.root.appending(path: page.path).path), "docs/README.md does not lead to \(page.path)")
        }
    }

    /// A heading's name in a link: lower case, hyphens for blanks, and no other punctuation.
    private static func anchor(_ heading: Substring) -> String {
        let words = heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
        return String(words.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }).replacing(" ", with: "-")
    }
}
