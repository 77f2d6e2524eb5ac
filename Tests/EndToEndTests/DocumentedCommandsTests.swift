import Foundation
import Testing

@Suite("Commands that the documents show")
struct DocumentedCommandsTests {
    private static let sessions = DocumentPage.all.filter { page in
        page.hasCommands && !DocumentPage.synopses.contains { $0.place == page.path }
    }

    @Test("they run, and print what the page shows", arguments: sessions)
    func run(page: DocumentPage) async throws {
        let complaints = try await PageSandbox().complaints(about: page)
        for complaint in complaints { Issue.record("\(complaint)") }
    }

    @Test("a block that is not run says why", arguments: DocumentPage.all.flatMap(\.exemptions) + DocumentPage.synopses)
    func reason(exemption: DocumentPage.Exemption) {
        #expect(exemption.reason.count > 10)
    }

    @Test("the README has commands, and each of them is run: here, or in fresh Debian roots")
    func readme() throws {
        let page = try #require(DocumentPage.all.first)
        #expect(page.path == "README.md")
        #expect(page.hasCommands)
        #expect(page.exemptions.count == 1)
        #expect(page.exemptions.allSatisfy { $0.reason.contains("scripts/packages-test runs these commands") })
    }

    // MARK: The test of the test

    @Test(
        "output that differs from the page is found",
        arguments: [
            ("```sh\ntrue\nfalse\ntrue\n```", "page.md:2"),
            ("```console\n$ echo warm\ncold\n```", "page.md:2"),
            ("```console\n$ echo warm\n```", "page.md:2"),
            ("\n```console\n$ true\n$ thaw no-such-command\n```", "page.md:4"),
            ("```sh\ncurl -s http://127.0.0.1:8780/v1/no-such-route\n```", "page.md:2"),
            ("```sh\nthaw check --server http://127.0.0.1:9 MN ABC-123\n```", "page.md:2"),
            ("<!-- before: false -->\n```sh\ntrue\n```", "page.md:1"),
        ])
    func negativeControl(text: String, place: String) async throws {
        let complaints = try await PageSandbox().complaints(about: DocumentPage(path: "page.md", text: text))
        #expect(complaints.count == 1)
        #expect(complaints.first?.hasPrefix("\(place):") == true, "\(complaints)")
    }

    @Test("output that is as the page says passes")
    func positiveControl() async throws {
        let text = """
            <!-- before: printf 'a\\nb\\n' > letters -->
            ```console
            $ cat letters; date -u +%FT%TZ
            a
            b
            2026-11-22T15:30:00Z
            $ thaw check --server http://127.0.0.1:8780 \\
            >     MN ABC-123
            not listed  MN ABC123   as of 15:41 (this does not mean safe)
            $ curl -s http://127.0.0.1:8781/readyz
            ready …
            ```
            """
        #expect(try await PageSandbox().complaints(about: DocumentPage(path: "page.md", text: text)).isEmpty)
    }

    @Test(
        "shown output matches if only the variable parts differ",
        arguments: [
            ("recorded MN ABC123 20:00–20:30", "recorded   MN ABC123   15:30–16:00\n", true),
            ("recorded MN ABC123 20:00–20:30", "merged   MN ABC123   15:30–16:00\n", false),
            ("token 83ZX, until 1 Dec", "token 7GQK, until 29 Nov", true),
            ("{\"as_of\":\"2026-11-22T20:42:34Z\",\n \"next\":1}", "{\"as_of\":\"2027-01-01T00:00:00Z\",\"next\":1}", true),
            ("one … four", "one two three four", true), ("one … four", "one two three", false), ("one", "one two", false),
            ("", "one", false),
            ("…", "anything", true), ("thawinv_…", "thawinv_abcdefgh", true),
        ])
    func comparison(shown: String, output: String, isSame: Bool) {
        #expect(ShownOutput(shown).matches(output) == isSame)
    }
}
