import Foundation
import Server
import TestSupport
import Testing

/// The table of addresses in `docs/operate/web.md`.
struct PageAddressTests {
    /// In the table, and no pages.
    private static let files: Set<String> = ["/sw.js", "/robots.txt", "/assets/…", "/en/manifest.webmanifest"]

    private static let text = (try? RepositoryFiles.document("operate/web.md")) ?? ""

    private static func addresses(in text: String) -> Set<String> {
        let section = text.components(separatedBy: "\n## ").first { $0.hasPrefix("The addresses") } ?? ""
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `/") }
        return Set(rows.flatMap { $0.matches(of: #/`(/[^`]*)`/#).map { String($0.output.1) } })
    }

    @Test("Every page is in the table of addresses, and nothing else")
    func addresses() {
        #expect(Self.addresses(in: Self.text) == PageSettings.addresses.union(Self.files))
        let without = Self.text.replacingOccurrences(of: "`/waiting`", with: "")
        #expect(Self.addresses(in: without) != Self.addresses(in: Self.text), "the comparison must be able to fail")
    }

    @Test("Each address of the table is served: with a page, a refusal, or another method")
    func served() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = PageBrowser(server)
            for address in Self.addresses(in: Self.text) where address != "/assets/…" {
                let answer = try await browser.get(address)
                #expect(answer.status != 404, "\(address)")
            }
            let nothing = try await browser.get("/nothing")
            #expect(nothing.status == 404)
        }
    }
}
