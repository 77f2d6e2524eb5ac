import Client
import Crypto
import Foundation
import Plates
import Server
import Sightings
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

@Suite("thaw sync, and look-ups from the list", .blocking)
struct SyncTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.list("MN ABC123")
        try fixture.list("WI XYZ9B7", vehicle: Vehicle(color: .white, body: .van))
        try fixture.suspect("MN SUS123")
    }

    private var listRequests: Int { fixture.registry.seen.requests.count { $0.path == "/v1/list" } }
    private var lookups: Int { fixture.registry.seen.lookups.count }

    private func lose() { fixture.registry.change { $0.isUnreachable = true } }
    private func find() { fixture.registry.change { $0.isUnreachable = false } }

    @Test func `the list is fetched, and says how long it is good`() throws {
        #expect(
            fixture.say("sync", "-q", exits: 0).output == "fetched    list of 15:41   2 confirmed plates   until 23 Nov 15:41\n")
        #expect(fixture.pipe("sync", exits: 0).output == "unchanged\t2026-11-22T21:41:00Z\t2\t2026-11-23T21:41:00Z\n")
        let json = fixture.pipe("sync", "--json", exits: 0).output
        #expect(
            json
                == #"{"as_of":"2026-11-22T21:41:00Z","listings":2,"new":false,"valid_until":"2026-11-23T21:41:00Z","whole":true}"# + "\n")
        for (name, data) in try fixture.files() {
            #expect(!String(decoding: data, as: UTF8.self).contains("SUS123"), "\(name)")
        }
    }

    @Test func `if the server does not answer, the list does, and says so`() throws {
        fixture.say("sync", exits: 0)
        lose()
        let listed = fixture.say("check", "MN ABC123", "-q", exits: 0)
        #expect(
            listed.output
                == "LISTED (list of 15:41)  MN ABC123   confirmed   last seen 21 Nov   black SUV, Ford   tactical-gear, convoy\n")
        #expect(listed.error.hasPrefix("thaw: ") && listed.error.hasSuffix("The list on this machine answered.\n"))
        #expect(
            fixture.pipe("check", "MN ABC123", exits: 0).output
                == "listed\tMN ABC123\tconfirmed\t2026-11-21\tblack SUV, Ford\ttactical-gear,convoy\t\tlist of 2026-11-22T21:41:00Z\n")
        let missed = fixture.say("check", "QQQ987", "-q", exits: 2)
        #expect(missed.output.contains("UNCHECKED   QQQ987"))
        #expect(missed.output.contains("could not check: Not on the list of 15:41."))
        #expect(!missed.output.contains("not listed"))
        #expect(
            fixture.pipe("check", "QQQ987", exits: 2).output
                == "unchecked\tQQQ987\tclient.unreachable\tnot on the list of 2026-11-22T21:41:00Z\n")
        // A suspected plate is not on the list, and neither "not listed".
        #expect(fixture.say("check", "MN SUS123", "-q", exits: 2).output.contains("UNCHECKED"))
        find()
        #expect(fixture.say("check", "MN SUS123", "-q", exits: 0).output.hasPrefix("LISTED      MN SUS123"))
    }

    @Test func `--private never contacts the server`() throws {
        fixture.say("sync", exits: 0)
        fixture.advance(seconds: 7_200)
        let before = fixture.registry.seen.requests.count
        #expect(fixture.say("check", "--private", "MN ABC123", "-q", exits: 0).output.hasPrefix("LISTED (list of 15:41)"))
        let missed = fixture.say("check", "--private", "MN SUS123", "-q", exits: 2)
        #expect(missed.output.contains("could not check: Not on the list of 15:41. It has only confirmed plates."))
        #expect(missed.error.isEmpty)
        #expect(fixture.pipe("check", "--private", "QQQ987", exits: 2).output.hasPrefix("unchecked\tQQQ987\tclient.list_only\t"))
        _ = fixture.say("check", "--private", "-q", typing: ["mn abc123", "qqq987", "done"])
        _ = fixture.pipe("check", "--private", "-", input: ["mn abc123", "qqq987"])
        #expect(fixture.registry.seen.requests.count == before)
        #expect(fixture.run(["check", "--private", "--server", fixture.server.url, "ABC123"]) == 64)
    }

    @Test func `without a list, --private is a named error`() throws {
        let terminal = fixture.pipe("check", "--private", "MN ABC123", exits: 2)
        #expect(terminal.output == "unchecked\tMN ABC123\tclient.list_missing\n")
        #expect(terminal.error.contains("thaw sync"))
        #expect(fixture.registry.seen.requests.isEmpty)
    }

    @Test func `similar plates and readings are as the server has them`() throws {
        for plate in ["IL AL12345", "MN ABC128", "MN ABC12B", "WI ABC123", "ABC124", "IA ABC12", "MN ABC1234", "MN BAC123"] {
            try fixture.list(plate)
        }
        fixture.say("sync", exits: 0)
        for plates in [
            ["MN ABC123"], ["ABC123"], ["IA ABC123"], ["MN ABC12O"], ["AL 12345"], ["MN-ABC123"], ["ABC12"],
            ["alpha bravo charlie one two three"],
        ] {
            let asked = fixture.pipe("check", plates[0]).terminal.output
            let kept = fixture.pipe("check", "--private", plates[0]).terminal.output
            #expect(Self.similar(in: asked) == Self.similar(in: kept), "\(plates)")
            #expect(Self.listed(in: asked) == Self.listed(in: kept), "\(plates)")
            #expect(!Self.similar(in: kept).isEmpty || plates == ["AL 12345"])
        }
        let exact = fixture.pipe("check", "--private", "--exact", "IA ABC123").terminal.output
        #expect(Self.similar(in: exact).allSatisfy { $0.contains("\tissuer") })
    }

    private static func similar(in output: String) -> [Substring] { output.split(separator: "\n").filter { $0.hasPrefix("similar\t") } }

    /// The plates that are listed, in order.
    private static func listed(in output: String) -> [Substring] {
        output.split(separator: "\n").filter { $0.hasPrefix("listed\t") }.map { $0.split(separator: "\t")[1] }
    }

    @Test func `JSON says which answer came from the list`() throws {
        fixture.say("sync", exits: 0)
        lose()
        let output = fixture.pipe("check", "MN ABC123", "QQQ987", "--json", exits: 0).output
        let body = try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        let results = try #require(body["results"] as? [[String: Any]])
        #expect(body["as_of"] == nil)
        #expect(results.map { $0["outcome"] as? String } == ["listed", "not_checked"])
        #expect(results.map { $0["list"] as? String } == ["2026-11-22T21:41:00Z", "2026-11-22T21:41:00Z"])
        let listing = try #require((results[0]["listings"] as? [[String: Any]])?.first)
        #expect(Set(listing.keys) == ["plate", "status", "signs", "vehicles", "last_day"])
        find()
        let asked = fixture.pipe("check", "MN ABC123", "--json", exits: 0).output
        #expect(!asked.contains(#""list":"#))
    }

    @Test func `what was purged or cleared is gone with the next list, from every file`() throws {
        fixture.say("sync", exits: 0)
        try fixture.purge("MN ABC123")
        try fixture.decide(.clear, "WI XYZ9B7")
        fixture.advance(seconds: 60)
        #expect(fixture.pipe("sync", exits: 0).output.hasPrefix("fetched\t2026-11-22T21:42:00Z\t0\t"))
        lose()
        for plate in ["MN ABC123", "WI XYZ9B7"] { fixture.say("check", plate, exits: 2) }
        for (name, data) in try fixture.files() {
            let text = String(decoding: data, as: UTF8.self)
            #expect(!text.contains("ABC123") && !text.contains("XYZ9B7"), "\(name)")
        }
    }

    @Test func `an expired list is erased, and answers nothing`() throws {
        fixture.say("sync", exits: 0)
        fixture.advance(seconds: 86_400)
        lose()
        let terminal = fixture.pipe("check", "MN ABC123", exits: 2)
        #expect(terminal.output == "unchecked\tMN ABC123\tclient.unreachable\n")
        #expect(terminal.error.contains("The list on this machine has expired."))
        #expect(try !fixture.files().keys.contains { $0.hasPrefix(".cache/thaw/list") })
        #expect(fixture.pipe("check", "--private", "MN ABC123", exits: 2).output.hasSuffix("client.list_missing\n"))
    }

    @Test func `a list that was changed answers nothing, and the look-up says why`() throws {
        fixture.say("sync", exits: 0)
        let file = fixture.home.appending(path: ".cache/thaw/list")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        lose()
        let terminal = fixture.say("check", "MN ABC123", exits: 2)
        #expect(terminal.output.contains("UNCHECKED") && !terminal.output.contains("LISTED "))
        #expect(terminal.error.contains("The list on this machine is damaged"))
        #expect(fixture.pipe("check", "--private", "MN ABC123", exits: 2).output.contains("client.list_damaged"))
        find()
        #expect(fixture.pipe("sync", exits: 0).output.hasPrefix("fetched"))
        #expect(fixture.pipe("check", "--private", "MN ABC123").status == 0)
    }

    @Test func `a clock two hours behind is a named error`() throws {
        fixture.say("sync", exits: 0)
        fixture.setSkew(seconds: -7_200)
        #expect(fixture.pipe("check", "--private", "MN ABC123", exits: 2).output.contains("client.list_clock"))
        #expect(fixture.pipe("sync", exits: 2).error.contains("Set this machine's clock"))
        fixture.setSkew(seconds: 7_200)
        #expect(fixture.pipe("check", "--private", "MN ABC123").status == 0)
    }

    @Test func `a token that is refused is not answered from the list`() throws {
        fixture.say("sync", exits: 0)
        fixture.registry.change { $0.problem = Problem(.tokenRevoked) }
        #expect(fixture.pipe("check", "MN ABC123", exits: 2).output == "unchecked\tMN ABC123\ttoken.revoked\n")
        fixture.registry.change { $0.problem = Problem(.serverBusy) }
        #expect(fixture.pipe("check", "MN ABC123", exits: 0).output.hasPrefix("listed\t"))
    }

    @Test func `past the registry's limit nothing is said about a plate that is not on it`() throws {
        var rules = Rules()
        rules.list.listingsMax = 1
        let fixture = try Fixture(rules: rules)
        for plate in ["MN ABC123", "MN ABC124"] { try fixture.list(plate) }
        #expect(fixture.say("sync", exits: 0).output.contains("The list does not have every confirmed plate."))
        let terminal = fixture.say("check", "--private", "MN QQQ987", "-q", exits: 2)
        #expect(terminal.output.contains("The list of 15:41 does not have every confirmed plate."))
        #expect(!terminal.output.lowercased().contains("not on the list"))
        #expect(fixture.pipe("check", "--private", "MN QQQ987", "--json").terminal.output.contains(#""list_whole":false"#))
        #expect(!fixture.pipe("check", "--private", "MN QQQ987").terminal.output.contains("not on the list"))
    }

    @Test func `report, check and send fetch it again once it is an hour old, and nothing does before a first sync`() throws {
        fixture.say("check", "MN ABC123", exits: 0)
        #expect(listRequests == 0)
        fixture.say("sync", exits: 0)
        fixture.say("check", "MN ABC123", exits: 0)
        #expect(listRequests == 1)
        fixture.advance(seconds: 3_600)
        fixture.say("check", "-q", typing: ["mn abc123", "wi xyz9b7", "done"], exits: 0)
        #expect(listRequests == 2)
        fixture.advance(seconds: 3_600)
        fixture.say("report", "mn:qqq987", "powderhorn", exits: 0)
        #expect(listRequests == 3)
        fixture.advance(seconds: 3_600)
        lose()
        fixture.say("report", "mn:qqq988", "powderhorn", exits: 0)
        find()
        fixture.say("send", exits: 0)
        #expect(listRequests == 4)
    }

    @Test func `a list that cannot be fetched in passing changes nothing of the answer`() throws {
        fixture.say("sync", exits: 0)
        fixture.advance(seconds: 3_600)
        fixture.registry.change { $0.forged["/v1/list"] = { _ in .problem(.serverBusy) } }
        let busy = fixture.say("check", "MN ABC123", "-q", exits: 0)
        #expect(busy.output.hasPrefix("LISTED") && busy.error.isEmpty)
        fixture.registry.change { faults in
            faults.forged["/v1/list"] = { _ in .json(["format": 1], headers: ["Thaw-Signature: ed25519=AAAA"]) }
        }
        let forged = fixture.say("check", "MN ABC123", "-q", exits: 0)
        #expect(forged.output.hasPrefix("LISTED") && forged.error.contains("The signature of the server's list is wrong"))
        #expect(try fixture.outbox().isEmpty)
    }

    @Test func `a list made elsewhere, of another registry, is refused`() throws {
        fixture.say("sync", exits: 0)
        let stranger = Curve25519.Signing.PrivateKey()
        let body = Array(#"{"format":1}"#.utf8)
        let signature = Array(try stranger.signature(for: ListSignature.prefix + body))
        fixture.advance(seconds: 60)
        try fixture.list("MN NEW123")
        fixture.registry.change { faults in
            faults.forged["/v1/list"] = { _ in
                .bytes(body, status: 200, type: "application/json", headers: ["Thaw-Signature: \(ListSignature.header(signature))"])
            }
        }
        #expect(fixture.pipe("sync", "--json", exits: 2).output.contains("client.list_signature"))
        #expect(fixture.pipe("check", "--private", "MN ABC123").status == 0)
    }

    @Test func `a caller's token gets no list`() throws {
        try fixture.logIn(.caller)
        #expect(fixture.pipe("sync", "--json", exits: 2).output.contains("token.role"))
    }

    @Test func `status shows the list's age, and why it cannot be used`() throws {
        #expect(fixture.say("status", exits: 0).lines.contains("list      none"))
        fixture.say("sync", exits: 0)
        fixture.advance(seconds: 7_200)
        let terminal = fixture.say("status", exits: 0)
        #expect(terminal.lines.contains("list      2 hours old   2 confirmed plates   until 23 Nov 15:41"), "\(terminal.output)")
        #expect(fixture.pipe("status", "--json", exits: 0).output.contains(#""age_seconds":7200"#))
        try Data("x".utf8).write(to: fixture.home.appending(path: ".cache/thaw/list"))
        #expect(fixture.say("status", exits: 0).error.contains("The list on this machine is damaged"))
    }
}

@Suite("The key of the list", .blocking)
struct ListKeyTests {
    private let fixture: Fixture
    private let token = Fixture.token(.volunteer)
    private let stranger = ListKey(Array(Curve25519.Signing.PrivateKey().publicKey.rawRepresentation))!

    init() throws {
        fixture = try Fixture(loggedIn: false)
        try fixture.admit(token, as: .volunteer)
        fixture.pipe("login", fixture.server.url, input: [token.text], exits: 0)
    }

    /// The vocabulary of a server that names another key.
    private func nameOtherKey() {
        let body = VocabularyBody(
            areas: RelayedRegistry.areas,
            rules: RulesBody(slotMinutes: 30, reportAgeHoursMax: 24, utcOffset: .zero, country: .us, issuer: nil),
            listKey: ListKeyBody(stranger))
        fixture.registry.change { $0.forged["/v1/vocabulary"] = { _ in .json(body) } }
    }

    @Test func `a login pins it, and another one must be trusted by a person`() throws {
        nameOtherKey()
        let refused = fixture.pipe("login", fixture.server.url, input: [token.text], exits: 2)
        #expect(refused.error.contains("The server signs its list with another key."))
        #expect(refused.error.contains("--trust-new-key"))
        let requests = fixture.registry.seen.requests
        #expect(requests.last?.path == "/v1/vocabulary" && requests.last?.authorization == nil, "the token was not sent")
        #expect(fixture.pipe("login", fixture.server.url, "--trust-new-key", input: [token.text]).status == 0)
        #expect(fixture.pipe("sync", "--json", exits: 2).output.contains("client.list_signature"))
        fixture.registry.change { $0.forged = [:] }
        #expect(fixture.pipe("sync", "--json", exits: 2).output.contains("client.list_key"))
        #expect(fixture.pipe("login", fixture.server.url, "--trust-new-key", input: [token.text]).status == 0)
        #expect(fixture.pipe("sync").status == 0)
    }

    @Test func `an invite is not used up by a server that names another key`() throws {
        nameOtherKey()
        #expect(fixture.pipe("login", fixture.server.url, "--yes", input: [try fixture.invite().text]).status == 2)
        #expect(!fixture.registry.seen.requests.contains { $0.path == "/v1/invites/redeem" })
    }

    @Test func `a damaged pin is a named error that says how to pin again`() throws {
        fixture.pipe("sync", exits: 0)
        try Data("x".utf8).write(to: fixture.home.appending(path: ".local/state/thaw/list-trust"))
        #expect(fixture.pipe("check", "--private", "MN ABC123", exits: 2).error.contains("--trust-new-key"))
        #expect(fixture.pipe("sync", exits: 2).error.contains("--trust-new-key"))
        #expect(fixture.pipe("login", fixture.server.url, input: [token.text]).status == 2)
        #expect(fixture.pipe("login", fixture.server.url, "--trust-new-key", input: [token.text]).status == 0)
        #expect(fixture.pipe("sync").status == 0)
    }
}
