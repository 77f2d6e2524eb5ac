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
        add("error", ["check", "no plate", "--json"])
        add("thaw logout", ["logout", "--json"])
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
            .replacing(/"id" : "[0-9a-f]{32}"/, with: "\"id\" : \"5f0c9a31d2e84b7790aa61c3f4e85b12\"")
    }
}
