import Foundation
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// The commands' output with `--json`, from real runs against a registry on loopback.
struct ReferenceExamples {
    private var fixture: Fixture
    private(set) var all: [String: [(arguments: String, json: String)]] = [:]

    init() throws {
        fixture = try Fixture()
        for plate in ["MN ABC123", "WI XYZ9B7"] { try fixture.list(plate) }
        fixture.run(["areas"])
        try fixture.registry.remove(area: "longfellow")
        add("thaw check", ["check", "MN", "ABC-123", "XYZ987", "--json"])
        add("thaw report", ["report", "mn:abc123", "black", "suv", "powderhorn", "convoy", "11m", "ago", "--json"])
        add("thaw report", ["report", "mn:abc123", "longfellow", "--json"])
        add("thaw outbox", ["outbox", "--sent", "--json"])
        add("thaw withdraw", ["withdraw", "--json"])
        fixture.registry.change { $0.problem = Problem(.storeBusy) }
        add("thaw report", ["report", "mn:xyz987", "powderhorn", "--json"])
        add("thaw outbox", ["outbox", "--json"])
        fixture.registry.change { $0.problem = nil }
        add("thaw send", ["send", "--json"])
        add("thaw search", ["search", "AB?12*", "black", "suv", "--json"])
        add("thaw listings", ["listings", "--limit", "1", "--json"])
        add("thaw sync", ["sync", "--json"])
        add("thaw check", ["check", "--private", "MN", "ABC-123", "XYZ987", "--json"])
        add("thaw status", ["status", "--json"])
        add("thaw areas", ["areas", "--near", "--json"], input: ["44.951, -93.257"])
        try fixture.logIn(.moderator)
        try addImport()
        add("thaw token invite", ["token", "invite", "volunteer", "--json"])
        add("thaw token list", ["token", "list", "--json"])
        add("thaw token revoke", ["token", "revoke", Fixture.shortID(.volunteer), "--json"])
        add("thaw login", ["login", fixture.server.url, "--json"], input: [Fixture.token(.moderator).text])
        try addModeration()
        add("error", ["check", "no plate", "--json"])
        add("thaw logout", ["logout", "--yes", "--json"])
    }

    private mutating func addModeration() throws {
        for plate in ["MN ABC128", "WI XYZ987"] { try fixture.suspectInDetail(plate) }
        try fixture.confirm("MN ABC12B")
        add("thaw mod queue", ["mod", "queue", "--limit", "1", "--json"])
        add("thaw mod show", ["mod", "show", "MN:ABC128", "--json"])
        add("thaw mod dismiss", ["mod", "dismiss", "MN:ABC128", "--json"])
        add("thaw mod undo", ["mod", "undo", try #require(fixture.moderation.decisions.last), "--json"])
        add("thaw mod confirm", ["mod", "confirm", "MN:ABC128", "--sign", "convoy", "--json"])
        add("thaw mod clear", ["mod", "clear", "MN:ABC128", "--json"])
        add("thaw mod dismiss", ["mod", "dismiss", "--all", "--reason", "suspected", "--yes", "--json"])
        add("thaw mod protect", ["mod", "protect", "MN:ABC128", "--json"])
        add("thaw mod unprotect", ["mod", "unprotect", "MN:ABC128", "--json"])
        add("thaw mod purge", ["mod", "purge", "--area", "powderhorn", "--older-than", "14d", "--yes", "--json"])
        try addProposals()
        try addAlerts()
        add("thaw mod audit", ["mod", "audit", "--limit", "2", "--json"])
        add("thaw mod audit", ["mod", "audit", "--verify", "--json"])
        add("thaw mod age", ["mod", "age", "--dry-run", "--json"])
    }

    /// An operation that needs a second moderator, in the smallest registry that has one.
    private mutating func addProposals() throws {
        let usual = fixture
        defer { fixture = usual }
        fixture = try Fixture(role: .moderator, rules: Fixture.secondAboveOne)
        for plate in ["MN ABC128", "WI XYZ987"] { try fixture.addOlder(plate, daysAgo: 20) }
        add("thaw mod purge", ["mod", "purge", "--status", "watched", "--yes", "--json"])
        let proposal = try fixture.propose(purgeOf: .watched, area: "powderhorn", olderThanDays: 14)
        add("thaw mod proposals", ["mod", "proposals", "--json"])
        add("thaw mod approve", ["mod", "approve", proposal, "--json"])
        add("thaw mod cancel", ["mod", "cancel", "1", "--json"])
    }

    /// Where alerts go, in a registry that sends some.
    private mutating func addAlerts() throws {
        let usual = fixture
        defer { fixture = usual }
        fixture = try Fixture(role: .moderator, rules: .alerting(south: "longfellow"))
        add("thaw mod alerts list", ["mod", "alerts", "--json"])
        add("thaw mod alerts hold", ["mod", "alerts", "hold", "north", "--json"])
        add("thaw mod alerts resume", ["mod", "alerts", "resume", "north", "--json"])
    }

    private mutating func addImport() throws {
        let path = fixture.home.appending(path: "sightings.csv")
        try Data("plate,seen_at,area\nMN QRS456,20m,powderhorn\nXYZ€,20m,powderhorn\n".utf8).write(to: path)
        add("thaw import", ["import", path.path, "--yes", "--json"])
    }

    private mutating func add(_ command: String, _ arguments: [String], input: [String] = []) {
        let terminal = FakeTerminal(input, isPerson: false)
        fixture.run(arguments, terminal)
        let shown = arguments.map { $0.contains(where: { " ?*".contains($0) }) ? "'\($0)'" : $0 }.joined(separator: " ")
        let values = terminal.output.split(separator: "\n").map { pretty(String($0)) }.joined(separator: "\n")
        all[command, default: []].append((arguments: steady("thaw " + shown), json: steady(values)))
    }

    private func pretty(_ line: String) -> String {
        guard let value = try? JSONSerialization.jsonObject(with: Data(line.utf8)),
            let data = try? JSONSerialization.data(withJSONObject: value, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        else { return line }
        return String(decoding: data, as: UTF8.self)
    }

    /// The same on every run: no ports, folders, random ids or clock of the machine.
    private func steady(_ text: String) -> String {
        text.replacingOccurrences(of: fixture.server.url, with: "https://registry.example.org")
            .replacingOccurrences(of: fixture.home.path + "/", with: "")
            .replacing(/"(public_key|signature)" : "[0-9a-f]+"/) { "\"\($0.1)\" : \"a7…\"" }
            .replacing(/"(hash|plate_name)" : "[0-9a-f]{8}[0-9a-f]+"/) { "\"\($0.1)\" : \"3c…\"" }
            .replacing(/"(id|preview)" : "[0-9a-f]{32}"/) { "\"\($0.1)\" : \"5f0c9a31d2e84b7790aa61c3f4e85b12\"" }
            .replacing(/thawinv_[0-9a-z-]+/, with: "thawinv_…")
            .replacing(/"next" : "[^"]+"/, with: "\"next\" : \"c5…\"")
    }
}
