import Foundation
import Plates
import Vocabulary
import Wire

/// What the commands write with `--json`, taken from real runs against a registry on loopback.
struct ReferenceExamples {
    private let bench: Bench
    private(set) var all: [String: [(arguments: String, json: String)]] = [:]

    init() throws {
        bench = try Bench()
        let listed = try Plate("MN ABC123")
        let similar = SimilarBody(plate: PlateBody(try Plate("WI XYZ9B7")), status: .confirmed, difference: "confusable")
        bench.registry.change { state in
            state.listings["US-MN ABC123"] = Bench.listing(PlateBody(listed))
            state.similar["XYZ987"] = [similar]
            state.refusedAreas["longfellow"] = ErrorBody(.reportAreaUnknown)
        }
        add("thaw check", ["check", "MN", "ABC-123", "XYZ987", "--json"])
        add("thaw report", ["report", "mn:abc123", "black", "suv", "powderhorn", "convoy", "11m", "ago", "--json"])
        add("thaw report", ["report", "mn:abc123", "longfellow", "--json"])
        add("thaw outbox", ["outbox", "--sent", "--json"])
        add("thaw withdraw", ["withdraw", "--json"])
        bench.registry.change { $0.problem = Problem(.storeBusy) }
        add("thaw report", ["report", "mn:xyz987", "powderhorn", "--json"])
        add("thaw outbox", ["outbox", "--json"])
        bench.registry.change { $0.problem = nil }
        add("thaw send", ["send", "--json"])
        add("thaw search", ["search", "AB?12*", "black", "suv", "--json"])
        add("thaw listings", ["listings", "--limit", "1", "--json"])
        add("thaw status", ["status", "--json"])
        add("thaw areas", ["areas", "--near", "--json"], input: ["44.951, -93.257"])
        try addImport()
        add("thaw token invite", ["token", "invite", "volunteer", "--json"])
        add("thaw token list", ["token", "list", "--json"])
        add("thaw token revoke", ["token", "revoke", "7GQK", "--json"])
        add("thaw login", ["login", bench.server.url, "--json"], input: [StandInRegistry.token.text])
        try addModeration()
        add("error", ["check", "no plate", "--json"])
        add("thaw logout", ["logout", "--yes", "--json"])
    }

    private mutating func addModeration() throws {
        let plate = try Plate("MN ABC128")
        bench.registry.change { state in
            state.moderation.add(.sample("MN ABC128", misreads: ["MN ABC12B"]))
            state.moderation.preview.first = [
                PreviewRow(plate: PlateBody(plate), status: .watched, firstDay: "2026-11-02", lastDay: "2026-11-08")
            ]
            state.moderation.proposals = [StandInModeration.proposal]
        }
        add("thaw mod queue", ["mod", "queue", "--json"])
        add("thaw mod show", ["mod", "show", "MN:ABC128", "--json"])
        add("thaw mod dismiss", ["mod", "dismiss", "MN:ABC128", "--json"])
        add("thaw mod dismiss", ["mod", "dismiss", "--all", "--reason", "misread", "--yes", "--json"])
        add("thaw mod undo", ["mod", "undo", "d1", "--json"])
        add("thaw mod confirm", ["mod", "confirm", "MN:ABC128", "--sign", "convoy", "--json"])
        add("thaw mod clear", ["mod", "clear", "MN:ABC128", "--json"])
        add("thaw mod protect", ["mod", "protect", "MN:ABC128", "--json"])
        add("thaw mod unprotect", ["mod", "unprotect", "MN:ABC128", "--json"])
        add("thaw mod purge", ["mod", "purge", "--area", "powderhorn", "--older-than", "14d", "--yes", "--json"])
        bench.registry.change { $0.moderation.preview.needsSecond = true }
        add("thaw mod purge", ["mod", "purge", "--status", "watched", "--yes", "--json"])
        add("thaw mod proposals", ["mod", "proposals", "--json"])
        add("thaw mod approve", ["mod", "approve", "w1", "--json"])
        add("thaw mod cancel", ["mod", "cancel", "w1", "--json"])
        addAudit()
        add("thaw mod age", ["mod", "age", "--dry-run", "--json"])
    }

    private mutating func addAudit() {
        bench.registry.change { state in
            state.moderation.chain.add(.dismiss)
            state.moderation.chain.add(.purge, count: 2)
        }
        add("thaw mod audit", ["mod", "audit", "--json"])
        add("thaw mod audit", ["mod", "audit", "--verify", "--json"])
    }

    private mutating func addImport() throws {
        let path = bench.home.appending(path: "sightings.csv")
        try Data("plate,seen_at,area\nMN QRS456,20m,powderhorn\nXYZ€,20m,powderhorn\n".utf8).write(to: path)
        add("thaw import", ["import", path.path, "--yes", "--json"])
    }

    private mutating func add(_ command: String, _ arguments: [String], input: [String] = []) {
        let terminal = FakeTerminal(input, isPerson: false)
        bench.run(arguments, terminal)
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
        text.replacingOccurrences(of: bench.server.url, with: "https://registry.example.org")
            .replacingOccurrences(of: bench.home.path + "/", with: "")
            .replacing(/"(public_key|signature)" : "[0-9a-f]+"/) { "\"\($0.1)\" : \"a7…\"" }
            .replacing(/"id" : "[0-9a-f]{32}"/, with: "\"id\" : \"5f0c9a31d2e84b7790aa61c3f4e85b12\"")
    }
}
