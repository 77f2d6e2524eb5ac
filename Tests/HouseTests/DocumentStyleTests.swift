import Testing

@Suite("How documents are written")
struct DocumentStyleTests {
    private static let columnsMax = 100

    /// British spellings that English speakers of other countries type without noticing.
    private static var british: some RegexComponent {
        #/
        \b (?: licence | neighbour | colour | armour | behaviour | favour | honour | grey | centre | cancell(?:ed|ing) | travell(?:ed|ing)
        | (?:normal|recogn|organ|author|minim|optim|summar|capital)is(?:e|ed|es|ing|ation) )
        /#
        .ignoresCase()
    }

    /// Whether a line can be wrapped: rows of tables and lists of words in code marks are pinned by tests that read them.
    private static func isTooLong(_ line: Substring) -> Bool {
        line.count > columnsMax && !line.hasPrefix("|") && !line.hasPrefix("`")
    }

    /// Code and quoted titles keep their spelling.
    private static func isBritish(_ line: Substring) -> Bool {
        !line.hasPrefix("|") && line.replacing(#/`[^`]*`/#, with: "").replacing(#/"[^"]*"/#, with: "").firstMatch(of: british) != nil
    }

    @Test func `there are pages to read`() {
        #expect(DocumentTree.written.count > 30)
        #expect(DocumentTree.generated.isSubset(of: DocumentTree.paths))
    }

    @Test(arguments: DocumentTree.written)
    func `a page has one title, on its first line`(_ page: DocumentFile) {
        #expect(page.lineNumbers { $0.hasPrefix("# ") } == [1])
    }

    /// An entry of the changelog is one line, however long.
    @Test(arguments: DocumentTree.written.filter { $0.path != "docs/changelog.md" })
    func `prose wraps at 100 columns`(_ page: DocumentFile) {
        #expect(page.lineNumbers(where: Self.isTooLong).isEmpty)
    }

    @Test(arguments: DocumentTree.written)
    func `spelling is American`(_ page: DocumentFile) {
        #expect(page.lineNumbers(where: Self.isBritish).isEmpty)
    }

    @Test(arguments: [
        ("A licence plate", true), ("in their neighbourhood", true), ("It was cancelled", true), ("Grey, with colours", true),
        ("normalised", true), ("A license plate in a neighborhood", false), ("It was canceled", false), ("`grey` is understood", false),
        ("See \"Canadian licence plate designs\"", false),
        ("promised, precise, exercise, agree", false),
    ])
    func `a British spelling is found outside code`(_ line: String, _ isFound: Bool) {
        #expect(Self.isBritish(line[...]) == isFound)
    }

    @Test func `code, comments and tables may be longer than a line`() {
        let long = String(repeating: "word ", count: 30)
        let text = "# Title\n<!-- \(long)\n\(long) -->\n```sh\n\(long)\n```\n| \(long) |\n`\(long)`\n\(long)"
        #expect(DocumentFile(path: "page.md", text: text).lineNumbers(where: Self.isTooLong) == [9])
    }
}
