import Foundation
import Testing
import Web

/// The HTML of every page in every state, as files to read. After a wanted change, run the tests once with `THAW_WRITE_GOLDEN=1` and look at
/// the difference.
struct GoldenPageTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    /// Spanish and French share the templates, so a few pages show how their texts fit in.
    private static let translated = ["look-up", "answer-confirmed-member", "figures", "help", "me", "card", "report-recorded"]
    static let cases: [(SamplePage, Language)] = SamplePage.all.flatMap { page in
        Language.builtIn.filter { $0 == .english || translated.contains(page.description) }.map { (page, $0) }
    }

    @Test("A page is as its golden file", arguments: cases)
    func golden(page: SamplePage, language: Language) throws {
        // The hashes of the files change with each of their bytes.
        let html = String(decoding: page.make(.sample, language), as: UTF8.self)
            .replacing(/\.[0-9a-f]{16}\./, with: ".HASH.").replacing(/sha256-[A-Za-z0-9+\/=]+/, with: "sha256-HASH")
        let file = Self.folder.appending(path: "\(page).\(language.code).html")
        if ProcessInfo.processInfo.environment["THAW_WRITE_GOLDEN"] != nil { try html.write(to: file, atomically: true, encoding: .utf8) }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(html == golden)
    }

    @Test("There is no golden file of a page that is gone")
    func noneIsLeft() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(files) == Set(Self.cases.map { "\($0).\($1.code).html" }))
    }
}
