import Foundation
import Server
import TestSupport
import Testing
import Vocabulary
import Web
import Wire

struct PageReportTests {
    private static let id = "0123456789abcdef0123456789abcdef"
    private static let seenAt = "2026-11-22T15:30:00Z"

    private func form(plate: String, issuer: String = "", area: String = "powderhorn", id: String = id, more: String = "") -> String {
        "id=\(id)&plate=\(plate)&issuer=\(issuer)&area=\(area)&seen_at=\(Self.seenAt)&color=black&body=&make=&signs=convoy&member=1\(more)"
    }

    /// The fields of the form to `path` on a page, to be posted.
    private func hidden(_ page: String, to path: String) throws -> String {
        let form = try #require(
            page.components(separatedBy: "action=\"\(path)\"").dropFirst().first?.components(separatedBy: "</form>").first)
        return form.matches(of: /name="([a-z_]+)" value="([^"]*)"/).filter { $0.output.1 != "blank" }
            .map { "\($0.output.1)=\($0.output.2.replacing(" ", with: "+"))" }.joined(separator: "&")
    }

    @Test("A report is recorded, taken back by its own button, and may then be sent again")
    func wholeWay() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = try await PageBrowser.loggedIn(server, "ann")
            #expect(try await browser.get("/en/report").body.contains("id=\"report\""))
            let answer = try await browser.post("/en/report", form(plate: "mn+abc+123"))
            #expect(answer.status == 200 && answer.body.contains("Recorded. The registry has it on disk."))
            #expect(answer.body.contains("value=\"powderhorn\" selected"))
            // The form under the answer is for another report.
            #expect(answer.body.matches(of: /name="id" value="([0-9a-f]{32})"/).map(\.output.1).last != Self.id[...])
            // A double tap repeats the first answer.
            #expect(try await browser.post("/en/report", form(plate: "mn+abc+123")).body.contains("Recorded."))
            let back = try await browser.post("/en/withdraw", try hidden(answer.body, to: "/en/withdraw"))
            #expect(back.status == 200 && back.body.contains("Taken back."), "\(back.body)")
            #expect(back.body.contains("data-withdrawn=\"\(Self.id)\""))
        }
    }

    @Test("Of an ambiguous plate the page asks which one, and each button sends a certain one")
    func ambiguous() async throws {
        try await withAPIServer(try .pages()) { server in
            let browser = try await PageBrowser.loggedIn(server, "ann")
            let asked = try await browser.post("/en/report", form(plate: "MN-ABC123"))
            #expect(asked.body.contains("Which plate do you mean?") && asked.body.contains("value=\"ZZ:MNABC123\""))
            let answer = try await browser.post("/en/report", try hidden(asked.body, to: "/en/report"))
            #expect(answer.body.contains("Recorded.") && answer.body.contains("Read as MN ABC123."), "\(answer.body)")
        }
    }

    @Test(
        "A chosen issuer wins over the words of a plate",
        arguments: [("OH+MY+71", "US-CA", "CA OHMY71"), ("MN+ABC123", "US-MN", "MN ABC123")])
    func issuer(plate: String, issuer: String, shown: String) async throws {
        try await withAPIServer(try .pages()) { server in
            let answer = try await PageBrowser.loggedIn(server, "ann").post("/en/report", form(plate: plate, issuer: issuer))
            #expect(answer.body.contains("Read as \(shown)."), "\(answer.body)")
        }
    }

    @Test(
        "What is not taken says why, and the form keeps what was filled in",
        arguments: [
            ("plate=AB%2112", "unsupported character"), ("area=nowhere", "The area is unknown"), ("area=", "The area is unknown"),
            ("seen_at=2026-11-01T15:30:00Z", "The report is too old"), ("seen_at=", "The time is malformed"),
            ("color=mauve", "The color is unknown"),
        ])
    func refused(change: String, text: String) async throws {
        try await withAPIServer(try .pages()) { server in
            let name = change.prefix { $0 != "=" }
            let fields = form(plate: "mn+abc+123").split(separator: "&").map { $0.hasPrefix(name + "=") ? change : String($0) }
            let answer = try await PageBrowser.loggedIn(server, "ann").post("/en/report", fields.joined(separator: "&"))
            #expect(answer.status == 200 && answer.body.contains("Not taken:") && answer.body.contains(text), "\(answer.body)")
            #expect(answer.body.contains("It was not counted."))
            #expect(
                answer.body.contains("value=\"convoy\" checked") && (name == "color" || answer.body.contains("value=\"black\" selected")))
        }
    }

    @Test("Nobody without a volunteer's token reports; the filled form stays on the page")
    func access() async throws {
        try await withAPIServer(try .pages()) { server in
            let anybody = try await PageBrowser(server).post("/en/report", form(plate: "mn+abc+123"))
            #expect(anybody.status == 401 && anybody.body.contains("value=\"mn abc 123\""))
            let reader = try await PageBrowser.loggedIn(server, "rea", .reader).post("/en/report", form(plate: "mn+abc+123"))
            #expect(reader.status == 403 && reader.body.contains("Not taken:"))
            let stranger = try await PageBrowser.loggedIn(server, "ann")
                .post("/en/report", form(plate: "mn+abc+123"), ["Sec-Fetch-Site: cross-site"])
            #expect(stranger.status == 403)
            // Nothing was recorded: the same ID is free.
            #expect(try await PageBrowser.loggedIn(server, "bob").post("/en/report", form(plate: "wi+xyz987")).body.contains("Recorded."))
        }
    }

    @Test("A search finds what a member may see, page by page")
    func search() async throws {
        try await withAPIServer(try .pages()) { server in
            for plate in ["MN ABC123", "MN ABC124"] { try await server.registry.voices(3, on: plate, signs: []) }
            let browser = try await PageBrowser.loggedIn(server, "ann")
            let found = try await browser.post("/en/search", "pattern=ABC12*&color=&body=&make=&sign=&area=&status=")
            #expect(
                found.status == 200 && found.body.contains("2 listings on this page") && found.body.contains("MN ABC124"), "\(found.body)")
            let empty = try await browser.post("/en/search", "pattern=")
            #expect(empty.status == 422 && empty.body.contains("The search is empty"))
            let stale = try await browser.post("/en/search", "pattern=ABC12*&cursor=x")
            #expect(stale.status == 422 && stale.body.contains("value=\"ABC12*\""))
            #expect(try await PageBrowser(server).post("/en/search", "pattern=ABC12*").status == 401)
            #expect(try await PageBrowser(server).get("/en/search").body.contains("Search is for members."))
        }
    }
}
