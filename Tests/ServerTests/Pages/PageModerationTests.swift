import Foundation
import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Web
import Wire

struct PageModerationTests {
    private func moderator(_ server: APIServer, _ name: String = "mo") async throws -> PageBrowser {
        try await PageBrowser.loggedIn(server, name, .moderator)
    }

    /// A server with these plates in its queue, and a moderator's browser.
    private func withModerator(
        _ options: APIOptions? = nil, of plates: [String] = [], _ body: @Sendable @escaping (APIServer, PageBrowser) async throws -> Void
    ) async throws {
        try await withAPIServer(try options ?? .pages()) { server in
            for plate in plates { try await server.registry.voices(3, on: plate) }
            try await body(server, try await moderator(server))
        }
    }

    private func read(_ server: APIServer, _ name: String = "mo") async throws -> Int {
        try await server.registry.readToday(by: APIServer.token(named: name).text)
    }

    /// The hidden fields and ticked boxes of the first form to a path.
    private func fields(_ page: RawAnswer, to path: String, leaving: Set<String> = []) throws -> String {
        let forms = page.body.components(separatedBy: "action=\"/en/moderate\(path)\"").dropFirst()
        let form = try #require(forms.first?.components(separatedBy: "</form>").first, "\(page.body)")
        let hidden = form.matches(of: /type="hidden" name="([a-z_]+)" value="([^"]*)"/).map { ($0.output.1, $0.output.2) }
        let ticked = form.matches(of: /name="(signs)" value="([^"]*)" checked/).map { ($0.output.1, $0.output.2) }
        return (hidden + ticked).filter { !leaving.contains(String($0.0)) }
            .map { "\($0.0)=\($0.1.replacing(" ", with: "+").replacing(":", with: "%3A"))" }.joined(separator: "&")
    }

    /// Presses a button of a card.
    private func press(_ verdict: String, _ card: RawAnswer, _ browser: PageBrowser, leaving: Set<String> = []) async throws -> RawAnswer {
        try await browser.post("/en/moderate/verdict", try fields(card, to: "/verdict", leaving: leaving) + "&verdict=\(verdict)")
    }

    private func status(_ plate: String, _ server: APIServer) async throws -> Status? {
        try await server.registry.record(plate)?.status
    }

    @Test("Nothing is read before Start; then one row a press, and each decision brings the next card and its undo")
    func evening() async throws {
        try await withModerator(of: ["MN ABC123"]) { server, browser in
            try await server.registry.voices(3, on: "MN DEF456", area: "northside")
            for path in ["", "/bulk", "/proposals", "/alerts", "/audit", "/invites", "/tokens"] {
                #expect(try await browser.get("/en/moderate" + path).status == 200, "\(path)")
            }
            #expect(try await read(server) == 0)
            let card = try await browser.post("/en/moderate/next", "in_reason=&in_status=&in_area=")
            #expect(card.body.contains("id=\"card\"") && card.body.contains("MN ABC123") && card.body.contains("2 plates waiting"))
            #expect(!card.body.contains("DEF456"))
            #expect(try await read(server) == 1)

            let next = try await press("confirm", card, browser)
            #expect(next.body.contains("Confirmed MN ABC123.") && next.body.contains("MN DEF456"))
            #expect(try await status("MN ABC123", server) == .confirmed)
            #expect(try await read(server) == 3, "the verdict's plate and the next card's")
            let undone = try await browser.post("/en/moderate/undo", try fields(next, to: "/undo"))
            #expect(undone.body.contains("Undone. MN ABC123 is as it was.") && undone.body.contains("id=\"card\""))
            #expect(try await status("MN ABC123", server) == .suspected)
            let again = try await browser.post("/en/moderate/undo", try fields(next, to: "/undo"))
            #expect(again.status == 404 && again.body.contains("That decision cannot be undone"))
        }
    }

    @Test("A confirmation without a sign is refused, and the card stays")
    func noSign() async throws {
        try await withModerator(of: ["MN ABC123"]) { server, browser in
            let card = try await browser.post("/en/moderate/next", "")
            let refused = try await press("confirm", card, browser, leaving: ["signs"])
            #expect(refused.status == 422 && refused.body.contains("A confirmation needs a sign") && refused.body.contains("MN ABC123"))
            #expect(try await status("MN ABC123", server) == .suspected)
        }
    }

    @Test("If a colleague was quicker, nothing changes, and the card says who decided what")
    func quicker() async throws {
        try await withModerator(of: ["MN ABC123"]) { server, browser in
            let card = try await browser.post("/en/moderate/next", "")
            let colleague = try await moderator(server, "colleague")
            _ = try await press("confirm", try await colleague.post("/en/moderate/next", ""), colleague)
            let late = try await press("clear", card, browser)
            let id = try await server.shortID(of: APIServer.token(named: "colleague"))
            #expect(late.body.contains("Someone decided after you looked") && late.body.contains("Confirmed by \(id)"))
            #expect(try await status("MN ABC123", server) == .confirmed)
        }
    }

    @Test("A verdict whose answer was lost is not carried out twice; pressed again, it reads as done, with its undo")
    func pressedAgain() async throws {
        try await withModerator(of: ["MN ABC123"]) { server, browser in
            let card = try await browser.post("/en/moderate/next", "")
            _ = try await press("confirm", card, browser)
            let again = try await press("confirm", card, browser)
            #expect(again.body.contains("Confirmed MN ABC123.") && !again.body.contains("Someone decided"))
            #expect(try await server.registry.record("MN ABC123")?.undoRecords.count == 1)
            #expect(try await browser.post("/en/moderate/undo", try fields(again, to: "/undo")).body.contains("Undone."))
            // Another verdict than the one that was given is still a conflict.
            let other = try await press("clear", card, browser)
            #expect(other.body.contains("Someone decided after you looked"))
        }
    }

    @Test("A skip asks why; the colleague sees the reason, and the skipper not the plate")
    func skip() async throws {
        try await withModerator(of: ["MN ABC123"]) { server, browser in
            let asked = try await press("skip", try await browser.post("/en/moderate/next", ""), browser)
            #expect(asked.body.contains("name=\"why\" value=\"too-close\""))
            let form = try fields(asked, to: "/verdict")
            let bad = try await browser.post("/en/moderate/verdict", form + "&why=bored")
            #expect(bad.status == 422 && bad.body.contains("skip.reason_unknown"))
            let done = try await browser.post("/en/moderate/verdict", form + "&why=too-close")
            #expect(done.body.contains("Skipped MN ABC123.") && done.body.contains("No plate waits for you."))
            let colleague = try await moderator(server, "colleague")
            let seen = try await colleague.post("/en/moderate/next", "")
            let id = try await server.shortID(of: APIServer.token(named: "mo"))
            #expect(seen.body.contains("Skipped by \(id): too close to me"))
            #expect(try await browser.post("/en/moderate/next", "skipped=1").body.contains("MN ABC123"))
        }
    }

    @Test("With skipped plates in view, a skip leads on to the next plate")
    func skipAlong() async throws {
        try await withModerator(of: ["MN ABC123", "MN DEF456"]) { _, browser in
            var card = try await browser.post("/en/moderate/next", "skipped=1")
            #expect(card.body.contains("<span class=\"plate\" translate=\"no\">MN ABC123"))
            card = try await press("skip&why=other", card, browser)
            #expect(card.body.contains("<span class=\"plate\" translate=\"no\">MN DEF456"))
            let stale = try await browser.post("/en/moderate/next", "skipped=1&cursor=stale")
            #expect(stale.status == 200 && stale.body.contains("<span class=\"plate\" translate=\"no\">MN ABC123"))
        }
    }

    @Test("A protection asks once more; a protected plate can be unprotected")
    func protect() async throws {
        try await withModerator(of: ["MN ABC123"]) { server, browser in
            let asked = try await press("protect", try await browser.post("/en/moderate/next", ""), browser)
            #expect(asked.body.contains("Protect MN ABC123?"))
            #expect(await !server.registry.ledger.isProtected(try Plate("MN ABC123").key))
            let back = try await browser.post("/en/moderate/plate", try fields(asked, to: "/plate"))
            #expect(back.body.contains("id=\"card\""), "the way back")
            let done = try await browser.post("/en/moderate/verdict", try fields(asked, to: "/verdict") + "&sure=1")
            #expect(done.body.contains("Protected MN ABC123."))
            #expect(await server.registry.ledger.isProtected(try Plate("MN ABC123").key))
            let shown = try await browser.post("/en/moderate/plate", "plate=mn+abc123")
            #expect(shown.body.contains("This plate is protected."))
            let lifted = try await press("unprotect", shown, browser)
            #expect(lifted.body.contains("Unprotected MN ABC123."))
            #expect(await !server.registry.ledger.isProtected(try Plate("MN ABC123").key))
        }
    }

    @Test("A misread plate is dismissed and the meant one reported; the undo takes both back")
    func misread() async throws {
        try await withModerator(of: ["MN ABC128"]) { server, browser in
            try await server.registry.report("MN ABC12B", by: "voice 0")
            let asked = try await press("misread", try await browser.post("/en/moderate/next", ""), browser)
            #expect(asked.body.contains("name=\"meant\" value=\"US-MN ABC12B\""))
            for bad in ["AB%2112", "mn+abc128"] {
                let refused = try await browser.post("/en/moderate/verdict", try fields(asked, to: "/verdict") + "&meant=\(bad)")
                #expect(refused.status.description.hasPrefix("4") && refused.body.contains("id=\"card\""), "\(bad)")
            }
            // Without an issuer it has the misread plate's.
            let done = try await browser.post("/en/moderate/verdict", try fields(asked, to: "/verdict") + "&meant=abc12b")
            #expect(done.body.contains("Dismissed MN ABC128; reported MN ABC12B."), "\(done.body)")
            #expect(try await server.registry.record("MN ABC12B")?.voices.count == 2)
            #expect(try await status("MN ABC128", server) == .watched)
            let undone = try await browser.post("/en/moderate/undo", try fields(done, to: "/undo"))
            #expect(undone.body.contains("Undone. MN ABC128 is as it was."))
            #expect(try await status("MN ABC128", server) == .suspected)
            #expect(try await server.registry.record("MN ABC12B")?.voices.count == 1)
        }
    }

    @Test("Another plate is shown in the queue or not, or chosen among states; what is none says so")
    func another() async throws {
        try await withModerator { server, browser in
            for plate in ["MN ABC123", "WI ABC123"] { try await server.registry.report(plate, by: APIServer.token(named: "one").text) }
            let several = try await browser.post("/en/moderate/plate", "plate=abc123")
            #expect(several.body.contains("value=\"US-WI ABC123\">WI ABC123, watched"))
            let one = try await browser.post("/en/moderate/plate", "plate=US-WI+ABC123")
            #expect(one.body.contains("id=\"card\"") && one.body.contains("Same characters, other state"))
            #expect(try await browser.post("/en/moderate/plate", "plate=mn+zzz999").body.contains("No record of MN ZZZ999."))
            #expect(try await browser.post("/en/moderate/plate", "plate=AB%2112").body.contains("unsupported character"))
        }
    }

    @Test("A purge shows what goes, and beyond the limit waits for a second moderator, who is asked to call")
    func purge() async throws {
        var options = try APIOptions.pages()
        options.rules.moderation.secondAbove = 2
        try await withModerator(options, of: (100...103).map { "MN K\($0)" }) { server, browser in
            let none = try await browser.post("/en/moderate/preview", "operation=purge&area=&older_than_days=&status=&plates=")
            #expect(none.status == 422 && none.body.contains("data-code=\"purge.empty\""))
            #expect(none.body.contains("href=\"/en/moderate/bulk\">Back to the form"))
            let own = try await browser.post(
                "/en/moderate/preview", "operation=purge&area=&older_than_days=&status=&plates=MN%3AK100%0D%0A")
            #expect(own.body.contains("Purge 1 sighting of 1 plate for good") && own.body.contains("MN K100"))
            let purged = try await browser.post("/en/moderate/carry-out", try fields(own, to: "/carry-out"))
            #expect(purged.body.contains("Purged."))
            #expect(try await status("MN K100", server) == nil)
            let stale = try await browser.post("/en/moderate/carry-out", try fields(own, to: "/carry-out"))
            #expect(stale.status == 404 && stale.body.contains("preview.unknown"))

            let many = try await browser.post("/en/moderate/preview", "operation=purge&area=&older_than_days=&status=suspected&plates=")
            #expect(many.body.contains("A second moderator must approve it"))
            #expect(many.body.contains("Propose: Purge 3 sightings of 3 plates for good"))
            let waiting = try await browser.post("/en/moderate/carry-out", try fields(many, to: "/carry-out"))
            #expect(waiting.body.contains("Nothing has changed yet."))
            #expect(try await status("MN K101", server) == .suspected)

            let second = try await moderator(server, "second")
            #expect(try await !second.get("/en/moderate/proposals").body.contains("K101"))
            let list = try await second.post("/en/moderate/proposals", "")
            #expect(list.body.contains("call the person who proposed it") && list.body.contains("MN K101"))
            let id = try #require(list.body.firstMatch(of: /name="approve" value="([0-9]+)"/)?.output.1)
            #expect(try await !browser.post("/en/moderate/proposals", "").body.contains("name=\"approve\""), "not one's own")
            #expect(try await browser.post("/en/moderate/proposals", "approve=\(id)").status == 403)
            #expect(try await second.post("/en/moderate/proposals", "approve=\(id)").body.contains("Purged."))
            #expect(try await status("MN K101", server) == nil)
            #expect(try await second.post("/en/moderate/proposals", "cancel=\(id)").status == 404)
        }
    }

    @Test("An area's purge says that it takes sightings, and no plate completely")
    func purgeArea() async throws {
        try await withModerator(of: ["MN K100"]) { server, browser in
            try await server.registry.report("MN K100", by: "voice 0", area: "northside")
            let preview = try await browser.post("/en/moderate/preview", "operation=purge&area=northside&older_than_days=&status=&plates=")
            #expect(preview.body.components(separatedBy: "Purge 1 sighting of 1 plate for good").count == 3, "heading and button")
            #expect(preview.body.contains("<li>0 plates completely</li>"))
            let purged = try await browser.post("/en/moderate/carry-out", try fields(preview, to: "/carry-out"))
            #expect(purged.body.contains("<p>1 sighting of 1 plate</p>") && purged.body.contains("<p>0 plates completely</p>"))
            #expect(try await status("MN K100", server) != nil)
        }
    }

    @Test("A bulk verdict decides on what its filter selected, and is undone at once")
    func bulk() async throws {
        try await withModerator(of: (100...102).map { "MN K\($0)" }) { server, browser in
            let form = "operation=verdict&verdict=dismiss&reason=suspected&area=powderhorn&status="
            let preview = try await browser.post("/en/moderate/preview", form)
            #expect(preview.body.contains("<button>Dismiss 3 plates</button>") && preview.body.contains("<li>Reason: suspected</li>"))
            let done = try await browser.post("/en/moderate/carry-out", try fields(preview, to: "/carry-out"))
            #expect(done.body.contains("Dismissed: 3 plates."))
            #expect(try await status("MN K100", server) == .watched)
            #expect(try await browser.post("/en/moderate/undo", try fields(done, to: "/undo")).body.contains("Undone: 3 plates."))
            #expect(try await status("MN K100", server) == .suspected)
        }
    }

    @Test("Invites are made, listed and canceled; a token is revoked after a question; the audit log shows both")
    func access() async throws {
        try await withModerator { server, browser in
            let made = try await browser.post("/en/moderate/invites", "role=volunteer")
            let code = try #require(made.body.firstMatch(of: /id="code" translate="no">([^<]+)</)?.output.1)
            let list = try await browser.get("/en/moderate/invites")
            #expect(!list.body.contains(code) && !list.body.contains("value=\"admin\""))
            #expect(try await browser.post("/en/moderate/invites", "role=admin").status == 403)
            let redeemed = try await server.post("/v1/invites/redeem", RedeemRequest(invite: String(code))).decoded(RedeemResponse.self)
            let open = try await browser.post("/en/moderate/invites", "role=reader")
            #expect(open.status == 200)
            let id = try #require(
                try await browser.get("/en/moderate/invites").body.firstMatch(of: /name="cancel" value="([0-9]+)"/)?.output.1)
            #expect(try await browser.post("/en/moderate/invites", "cancel=\(id)").body.contains("The invite is canceled."))

            #expect(try await browser.get("/en/moderate/tokens").body.contains("value=\"\(redeemed.id)\""))
            let asked = try await browser.post("/en/moderate/tokens", "revoke=\(redeemed.id)")
            #expect(asked.body.contains("Revoke \(redeemed.id)?"))
            let done = try await browser.post("/en/moderate/tokens", try fields(asked, to: "/tokens") + "&sure=1")
            #expect(done.body.contains("Revoked \(redeemed.id)."))
            #expect(try await server.get("/v1/tokens/self", as: BearerToken(redeemed.token)).status == 401)
            let audit = try await browser.post("/en/moderate/audit", "action=revoke&by=\(server.shortID(of: APIServer.token(named: "mo")))")
            #expect(audit.body.contains("revoked a token"))
            #expect(try await browser.post("/en/moderate/audit", "by=nobody").status == 422)
        }
    }

    @Test(
        "Only moderators moderate, and only from the registry's own page",
        arguments: ["next", "verdict", "undo", "plate", "preview", "carry-out", "proposals", "alerts", "audit", "invites", "tokens"])
    func roles(path: String) async throws {
        try await withAPIServer(try .pages()) { server in
            let path = "/en/moderate/" + path
            #expect(try await PageBrowser(server).post(path, "").status == 401)
            #expect(try await PageBrowser.loggedIn(server, "vol").post(path, "").status == 403)
            let browser = try await moderator(server)
            for site in ["cross-site", "same-site"] {
                #expect(try await browser.post(path, "", ["Sec-Fetch-Site: \(site)"]).status == 403)
            }
            #expect(try await browser.post(path, "", []).status == 403, "neither header")
        }
    }

    @Test(
        "A bad field is a page that names the error",
        arguments: [
            ("next", "in_reason=bored", "queue.reason_unknown"), ("next", "in_status=cleared", "queue.status_unknown"),
            ("next", "in_area=nowhere", "purge.area_unknown"), ("verdict", "plate=mn+abc123&version=x&verdict=clear", "request.value"),
            ("verdict", "plate=mn+abc123&version=-1&verdict=clear", "request.value"),
            ("verdict", "plate=mn+abc123&version=0&verdict=purge", "verdict.unknown"),
            ("verdict", "plate=mn+abc123&version=0", "request.field_missing"), ("verdict", "version=0", "request.field_missing"),
            ("verdict", "plate=mn+abc123&plate=mn+abc124&version=0&verdict=clear", "form.repeated"),
            ("preview", "operation=purge&older_than_days=old", "request.value"), ("preview", "", "request.field_missing"),
            ("preview", "operation=verdict&verdict=purge", "verdict.unknown"), ("carry-out", "preview=x", "request.field_missing"),
            ("audit", "before=first", "request.value"), ("invites", "role=owner", "invite.role_unknown"),
            ("tokens", "revoke=ZZZZ&sure=1", "token.not_found"),
        ])
    func badFields(path: String, form: String, code: String) async throws {
        try await withAPIServer(try .pages()) { server in
            let answer = try await moderator(server).post("/en/moderate/" + path, form)
            #expect(answer.status.description.hasPrefix("4") && answer.body.contains("data-code=\"\(code)\""), "\(answer.body)")
        }
    }
}
