import Client
import Foundation
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw login, logout, status, token")
struct LoginTests {
    private let bench: Bench

    init() throws { bench = try Bench(loggedIn: false) }

    @Test func `an invite is typed unseen and becomes a token that only this machine has`() throws {
        let (status, terminal) = bench.say("login", bench.server.url, typing: [StandInRegistry.invite.text])
        #expect(status == 0)
        #expect(terminal.written.secretsAsked == 1)
        #expect(terminal.lines[1] == "logged in  \(bench.server.url)   volunteer   token 7GQK")
        #expect(!terminal.output.contains(StandInRegistry.token.text))
        #expect(try Account.load(from: bench.folders)?.token == StandInRegistry.token)
        let mode =
            try FileManager.default.attributesOfItem(atPath: bench.home.path + "/.config/thaw/account.json")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `a token comes from a pipe as well, and never from the arguments`() throws {
        #expect(bench.pipe("login", bench.server.url, input: [StandInRegistry.token.text]).status == 0)
        #expect(bench.pipe("login", bench.server.url, StandInRegistry.token.text).status == 64)
        #expect(bench.registry.seen.requests.first?.authorization == "Bearer \(StandInRegistry.token.text)")
    }

    @Test(arguments: [("+00:00", "2027-05-21T00:00:00Z"), ("-06:00", "2027-05-21T06:00:00Z"), ("+05:45", "2027-05-20T18:15:00Z")])
    func `the day on which a redeemed token ends is the registry's`(_ offset: String, _ expiresAt: String) throws {
        let utcOffset = try #require(UTCOffset(offset))
        bench.registry.change { ($0.utcOffset, $0.tokenExpiresAt) = (utcOffset, expiresAt) }
        let (status, terminal) = bench.pipe("login", bench.server.url, "--json", input: [StandInRegistry.invite.text])
        #expect(status == 0)
        #expect(terminal.output.contains(#""expires_on":"2027-05-21""#))
    }

    @Test(arguments: [("", 64), ("abc", 2), ("thaw_mistyped", 2), ("thawinv_mistyped", 2)] as [(String, Int32)])
    func `what is neither is refused before anything is sent`(_ text: String, _ expected: Int32) throws {
        let (status, terminal) = bench.say("login", bench.server.url, typing: [text])
        #expect(status == expected)
        #expect(!terminal.error.isEmpty)
        #expect(bench.registry.seen.requests.isEmpty)
        #expect(try Account.load(from: bench.folders) == nil)
    }

    @Test func `a token that the server does not take is not kept`() throws {
        bench.registry.change { $0.problem = Problem(.tokenUnknown) }
        #expect(bench.say("login", bench.server.url, typing: [StandInRegistry.token.text]).status == 2)
        #expect(try Account.load(from: bench.folders) == nil)
    }

    @Test(arguments: [["http://example.org"], ["https://"], ["example.org?x=1"], ["example.org", "--pin", "sha256//x"]])
    func `an address that is not safe, or makes no sense, is refused before a secret is asked for`(_ arguments: [String]) {
        let terminal = FakeTerminal([StandInRegistry.token.text])
        #expect(bench.run(["login"] + arguments, terminal) == 2)
        #expect(terminal.written.secretsAsked == 0)
    }

    @Test func `logout erases token, outbox and every file`() throws {
        _ = bench.say("login", bench.server.url, typing: [StandInRegistry.token.text])
        bench.registry.change { $0.problem = Problem(.storeBusy) }
        _ = bench.say("report", "mn:abc123", "powderhorn")
        #expect(bench.say("logout", typing: ["n"]).status == 2)
        #expect(try Account.load(from: bench.folders) != nil)
        let (status, terminal) = bench.say("logout", typing: ["y"])
        #expect(status == 0)
        #expect(terminal.output.contains("Erased 1 unsent report."))
        #expect(try bench.files().isEmpty)
        #expect(bench.say("status").status == 2)
    }

    @Test func `logout asks for every token, says that this copy ends, and in a pipe needs a yes`() throws {
        _ = bench.say("login", bench.server.url, typing: [StandInRegistry.token.text])
        let asked = bench.say("logout", typing: ["n"])
        #expect(asked.status == 2)
        #expect(asked.terminal.output.contains("This machine is logged in to \(bench.server.url)"))
        #expect(asked.terminal.output.contains("7GQK"))
        for refused in [bench.say("logout"), bench.pipe("logout"), bench.pipe("logout", input: ["y"])] {
            #expect(refused.status == 2)
            #expect(refused.terminal.error.contains("Nothing was erased."))
        }
        #expect(bench.pipe("logout").terminal.error.contains("--yes"))
        #expect(bench.pipe("logout").terminal.error.contains("Cannot ask for confirmation: not a terminal. Nothing was erased."))
        #expect(try Account.load(from: bench.folders)?.token == StandInRegistry.token)
        let done = bench.pipe("logout", "--yes")
        #expect(done.status == 0)
        #expect(done.terminal.error.contains("Other copies of the token 7GQK still work"))
        #expect(try bench.files().isEmpty)
        #expect(bench.pipe("logout").status == 0, "where there is no token, there is nothing to ask about")
    }

    @Test func `logout says that it erases an outbox that it cannot read`() throws {
        _ = bench.say("login", bench.server.url, typing: [StandInRegistry.token.text])
        try FileManager.default.createDirectory(
            atPath: bench.folders.state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data("x".utf8).write(to: URL(filePath: bench.folders.state + "/outbox"))
        let (status, terminal) = bench.say("logout", typing: ["y"])
        #expect(status == 0)
        #expect(terminal.output.contains("Its outbox cannot be read: unsent reports will be lost."))
        #expect(terminal.output.contains("The outbox was erased unread."))
        #expect(try bench.files().isEmpty)
    }

    @Test func `logout asks about an account that cannot be read, too`() throws {
        _ = bench.say("login", bench.server.url, typing: [StandInRegistry.token.text])
        let path = try bench.folders.config + "/account.json"
        try Data("{".utf8).write(to: URL(filePath: path))
        #expect(bench.pipe("logout").status == 2)
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(bench.say("logout", typing: ["yes"]).status == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `login over a login asks before it replaces the token, and in a pipe needs a yes`() throws {
        _ = bench.say("login", bench.server.url, typing: [StandInRegistry.token.text])
        let before = try Account.load(from: bench.folders)
        let requests = bench.registry.seen.requests.count
        let asked = bench.say("login", bench.server.url, typing: ["n", StandInRegistry.invite.text])
        #expect(asked.status == 2)
        #expect(asked.terminal.output.contains("Replace that token?"))
        #expect(asked.terminal.written.secretsAsked == 0)
        let piped = bench.pipe("login", bench.server.url, input: [StandInRegistry.invite.text])
        #expect(piped.status == 2)
        #expect(piped.terminal.error.contains("Cannot ask for confirmation: not a terminal. Nothing was changed."))
        #expect(piped.terminal.error.contains("--yes"))
        #expect(bench.registry.seen.requests.count == requests, "the invite was not used up")
        #expect(try Account.load(from: bench.folders) == before)

        #expect(bench.pipe("login", bench.server.url, input: [StandInRegistry.token.text]).status == 0, "the same token loses nothing")
        #expect(bench.say("login", bench.server.url, typing: ["y", StandInRegistry.invite.text]).status == 0)
        #expect(bench.pipe("login", bench.server.url, "--yes", input: [StandInRegistry.invite.text]).status == 0)
    }

    @Test func `logout can have the token revoked, and erases where that fails`() throws {
        _ = bench.say("login", bench.server.url, typing: [StandInRegistry.token.text])
        #expect(bench.say("logout", "--revoke", "--yes").status == 0)
        #expect(bench.registry.seen.requests.contains { $0.method == "DELETE" && $0.target == "/v1/tokens/self" })
        _ = bench.say("login", bench.server.url, typing: [StandInRegistry.token.text])
        bench.server.stop()
        let (status, terminal) = bench.say("logout", "--revoke", "--yes")
        #expect(status == 2)
        #expect(terminal.error.contains("The token was NOT revoked."))
        #expect(try bench.files().isEmpty)
    }

    @Test func `status shows server, token, outbox and clocks`() {
        _ = bench.say("login", bench.server.url, typing: [StandInRegistry.token.text])
        let (status, terminal) = bench.say("status")
        #expect(status == 0)
        #expect(terminal.lines[0].hasPrefix("server    \(bench.server.url)   reachable"))
        #expect(terminal.lines[1] == "token     7GQK   volunteer   trusted   until 30 Apr 2027")
        #expect(terminal.lines[2] == "outbox    empty")
        #expect(terminal.lines[3] == "listed    12 confirmed   3 suspected")
        bench.server.stop()
        let lost = bench.say("status")
        #expect(lost.status == 2)
        #expect(lost.terminal.lines[0].hasPrefix("server    \(bench.server.url)   not reached"))
    }

    @Test func `moderators invite, list, cancel and revoke`() {
        _ = bench.say("login", bench.server.url, typing: [StandInRegistry.token.text])
        let invite = bench.pipe("token", "invite", "volunteer")
        #expect(invite.terminal.output == StandInRegistry.invite.text + "\n")
        #expect(bench.say("token", "list").terminal.lines[1] == "7GQK   volunteer  yes      1 Nov   30 Apr 2027")
        #expect(bench.say("token", "list", "--invites").terminal.output == "There are no unused invites.\n")
        #expect(bench.say("token", "invite", "--cancel", "4KQ2").status == 0)
        #expect(bench.say("token", "revoke", "7gqk").status == 0)
        #expect(bench.registry.seen.requests.suffix(2).map(\.target) == ["/v1/invites/4KQ2", "/v1/tokens/7GQK"])
        #expect(bench.say("token", "invite").status == 64)
        #expect(bench.say("token", "invite", "king").status == 64)
    }
}
