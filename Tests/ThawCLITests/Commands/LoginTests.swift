import Client
import Foundation
import Sightings
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw login, logout, status, token", .blocking)
struct LoginTests {
    private let fixture: Fixture
    private let token = Fixture.token(.volunteer)
    private let shortID = Fixture.shortID(.volunteer)

    init() throws {
        fixture = try Fixture(loggedIn: false)
        try fixture.admit(token, as: .volunteer)
    }

    @Test func `an invite is typed unseen and becomes a token that only this machine has`() throws {
        let terminal = fixture.say("login", fixture.server.url, typing: [try fixture.invite().text], exits: 0)
        #expect(terminal.written.secretsAsked == 1)
        let account = try #require(try Account.load(from: fixture.folders))
        #expect(terminal.lines[1] == "logged in  \(fixture.server.url)   volunteer   token \(account.shortID)")
        #expect(!terminal.output.contains(account.token.text))
        #expect(fixture.pipe("status").status == 0, "the registry knows the token")
        let mode =
            try FileManager.default.attributesOfItem(atPath: fixture.home.path + "/.config/thaw/account.json")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `a token comes from a pipe as well, and never from the arguments`() throws {
        #expect(fixture.pipe("login", fixture.server.url, input: [token.text]).status == 0)
        #expect(fixture.pipe("login", fixture.server.url, token.text).status == 64)
        #expect(fixture.registry.seen.requests.first?.authorization == "Bearer \(token.text)")
    }

    @Test(arguments: [("+00:00", "2027-05-21"), ("-06:00", "2027-05-21"), ("+05:45", "2027-05-22")])
    func `the day on which a redeemed token ends is the registry's`(_ offset: String, _ day: String) throws {
        var rules = Rules()
        rules.utcOffset = try #require(UTCOffset(offset))
        let fixture = try Fixture(loggedIn: false, rules: rules)
        let terminal = fixture.pipe("login", fixture.server.url, "--json", input: [try fixture.invite().text], exits: 0)
        #expect(terminal.output.contains(#""expires_on":"\#(day)""#))
    }

    @Test(arguments: [("", 64), ("abc", 2), ("thaw_mistyped", 2), ("thawinv_mistyped", 2)] as [(String, Int32)])
    func `text that is neither an invite nor a token is refused before anything is sent`(_ text: String, _ expected: Int32) throws {
        let (status, terminal) = fixture.say("login", fixture.server.url, typing: [text])
        #expect(status == expected)
        #expect(!terminal.error.isEmpty)
        #expect(fixture.registry.seen.requests.isEmpty)
        #expect(try Account.load(from: fixture.folders) == nil)
    }

    @Test func `a token that the server does not take is not kept`() throws {
        let terminal = fixture.say("login", fixture.server.url, typing: [Fixture.token(.volunteer, name: "stranger").text], exits: 2)
        #expect(terminal.error.contains(ErrorCode.tokenUnknown.title))
        #expect(try Account.load(from: fixture.folders) == nil)
    }

    @Test(arguments: [["http://example.org"], ["https://"], ["example.org?x=1"], ["example.org", "--pin", "sha256//x"]])
    func `an address that is not safe, or makes no sense, is refused before a secret is asked for`(_ arguments: [String]) {
        let terminal = FakeTerminal([token.text])
        #expect(fixture.run(["login"] + arguments, terminal) == 2)
        #expect(terminal.written.secretsAsked == 0)
    }

    @Test func `logout erases token, outbox and every file`() throws {
        _ = fixture.say("login", fixture.server.url, typing: [token.text])
        fixture.registry.change { $0.problem = Problem(.storeBusy) }
        _ = fixture.say("report", "mn:abc123", "powderhorn")
        #expect(fixture.say("logout", typing: ["n"]).status == 2)
        #expect(try Account.load(from: fixture.folders) != nil)
        #expect(fixture.say("logout", typing: ["y"], exits: 0).output.contains("Erased 1 unsent report."))
        #expect(try fixture.files().isEmpty)
        #expect(fixture.say("status").status == 2)
    }

    @Test func `logout asks for every token, says that this copy ends, and in a pipe needs a yes`() throws {
        _ = fixture.say("login", fixture.server.url, typing: [token.text])
        let asked = fixture.say("logout", typing: ["n"], exits: 2)
        #expect(asked.output.contains("This machine is logged in to \(fixture.server.url)"))
        #expect(asked.output.contains(shortID))
        for refused in [fixture.say("logout"), fixture.pipe("logout"), fixture.pipe("logout", input: ["y"])] {
            #expect(refused.status == 2)
            #expect(refused.terminal.error.contains("Nothing was erased."))
        }
        #expect(fixture.pipe("logout").terminal.error.contains("--yes"))
        #expect(fixture.pipe("logout").terminal.error.contains("Cannot ask for confirmation: not a terminal. Nothing was erased."))
        #expect(try Account.load(from: fixture.folders)?.token == token)
        let done = fixture.pipe("logout", "--yes", exits: 0)
        #expect(done.error.contains("Other copies of the token \(shortID) still work"))
        #expect(try fixture.files().isEmpty)
        #expect(fixture.pipe("logout").status == 0, "where there is no token, there is nothing to ask about")
    }

    @Test func `logout says that it erases an outbox that it cannot read`() throws {
        _ = fixture.say("login", fixture.server.url, typing: [token.text])
        try FileManager.default.createDirectory(
            atPath: fixture.folders.state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data("x".utf8).write(to: URL(filePath: fixture.folders.state + "/outbox"))
        let terminal = fixture.say("logout", typing: ["y"], exits: 0)
        #expect(terminal.output.contains("Its outbox cannot be read: unsent reports will be lost."))
        #expect(terminal.output.contains("The outbox was erased unread."))
        #expect(try fixture.files().isEmpty)
    }

    @Test func `logout also asks about an account that cannot be read`() throws {
        _ = fixture.say("login", fixture.server.url, typing: [token.text])
        let path = try fixture.folders.config + "/account.json"
        try Data("{".utf8).write(to: URL(filePath: path))
        #expect(fixture.pipe("logout").status == 2)
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(fixture.say("logout", typing: ["yes"]).status == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `login over a login asks before it replaces the token, and in a pipe needs a yes`() throws {
        _ = fixture.say("login", fixture.server.url, typing: [token.text])
        let before = try Account.load(from: fixture.folders)
        let requests = fixture.registry.seen.requests.count
        let asked = fixture.say("login", fixture.server.url, typing: ["n", try fixture.invite().text], exits: 2)
        #expect(asked.output.contains("Replace that token?"))
        #expect(asked.written.secretsAsked == 0)
        let piped = fixture.pipe("login", fixture.server.url, input: [try fixture.invite().text], exits: 2)
        #expect(piped.error.contains("Cannot ask for confirmation: not a terminal. Nothing was changed."))
        #expect(piped.error.contains("--yes"))
        #expect(fixture.registry.seen.requests.count == requests, "the invite was not used up")
        #expect(try Account.load(from: fixture.folders) == before)

        #expect(fixture.pipe("login", fixture.server.url, input: [token.text]).status == 0, "the same token loses nothing")
        #expect(fixture.say("login", fixture.server.url, typing: ["y", try fixture.invite().text]).status == 0)
        #expect(fixture.pipe("login", fixture.server.url, "--yes", input: [try fixture.invite().text]).status == 0)
    }

    @Test func `logout can revoke the token, and erases even if that fails`() throws {
        _ = fixture.say("login", fixture.server.url, typing: [token.text])
        #expect(fixture.say("logout", "--revoke", "--yes").status == 0)
        #expect(fixture.registry.seen.requests.contains { $0.method == "DELETE" && $0.target == "/v1/tokens/self" })
        try fixture.logIn(.moderator)
        fixture.server.stop()
        #expect(fixture.say("logout", "--revoke", "--yes", exits: 2).error.contains("The token was NOT revoked."))
        #expect(try fixture.files().isEmpty)
    }

    @Test func `status shows server, token, outbox and clocks`() throws {
        for plate in ["MN ABC123", "MN ABC124"] { try fixture.list(plate) }
        try fixture.suspect("WI XYZ987")
        _ = fixture.say("login", fixture.server.url, typing: [token.text])
        let terminal = fixture.say("status", exits: 0)
        #expect(terminal.lines[0].hasPrefix("server    \(fixture.server.url)   reachable"))
        #expect(terminal.lines[1] == "token     \(shortID)   volunteer   trusted   until 21 May 2027")
        #expect(terminal.lines[2] == "outbox    empty")
        #expect(terminal.lines[3] == "listed    2 confirmed   1 suspected")
        fixture.server.stop()
        let lost = fixture.say("status", exits: 2)
        #expect(lost.lines[0].hasPrefix("server    \(fixture.server.url)   not reached"))
    }

    @Test func `moderators invite, list, cancel and revoke`() throws {
        try fixture.logIn(.moderator)
        #expect(fixture.say("token", "list", "--invites").terminal.output == "There are no unused invites.\n")
        let invite = try #require(InviteCode(String(fixture.pipe("token", "invite", "volunteer").terminal.output.dropLast())))
        let listed = fixture.say("token", "list").terminal
        #expect(listed.lines.contains { $0.hasPrefix("\(shortID)   volunteer  yes      22 Nov  21 May 2027") }, "\(listed.output)")
        let open = fixture.pipe("token", "list", "--invites", "--json").terminal.output
        let id = try #require(WireJSON.decode(InvitesBody.self, from: Data(open.utf8)).invites.first?.id)
        #expect(fixture.say("token", "invite", "--cancel", id).status == 0)
        #expect(fixture.pipe("login", fixture.server.url, "--yes", input: [invite.text]).status == 2, "it was cancelled")
        #expect(fixture.say("token", "revoke", shortID.lowercased()).status == 0)
        #expect(fixture.registry.seen.requests.last?.target == "/v1/tokens/\(shortID)")
        #expect(fixture.pipe("login", fixture.server.url, "--yes", input: [token.text]).status == 2, "it was revoked")
        #expect(fixture.say("token", "invite").status == 64)
        #expect(fixture.say("token", "invite", "king").status == 64)
    }
}
