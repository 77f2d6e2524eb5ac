import Foundation
import Sightings
import Synchronization
import TestSupport
import Testing

@Suite(.serialized)
struct CrashTests {
    private static let kills = 50
    private static let connections = 4

    /// A report as it is sent, and whether the daemon acknowledged it.
    private struct Sent: Sendable {
        let id: String
        let body: String
    }

    @Test("kill -9 under load, 50 times, loses no acknowledged report and doubles none", arguments: [73] as [UInt64])
    func killed(seed: UInt64) async throws {
        print("seed \(seed)")
        var generator = SplitMix64(state: seed)
        var daemon = try await RunningDaemon(arguments: ["--log-level", "warning"])
        let folder = daemon.folder
        let admin = try daemon.adminToken()
        var sent: [Sent] = []
        var acknowledged: Set<String> = []
        for round in 0..<Self.kills {
            let load = try await Self.load(daemon, token: admin, round: round, milliseconds: Int.random(in: 20...200, using: &generator))
            sent += load.sent
            acknowledged.formUnion(load.acknowledged)
            daemon = try await RunningDaemon(folder: folder, arguments: ["--log-level", "warning"])
            let lost = try Self.resend(load.sent.filter { load.acknowledged.contains($0.id) }, to: daemon, token: admin).filter {
                !$0.value
            }
            #expect(lost.isEmpty, "round \(round)")
        }
        #expect(acknowledged.count > Self.kills, "the load was none")
        // A report that was cut off may be stored or not; sent again, each is stored once.
        _ = try Self.resend(sent, to: daemon, token: admin)
        let control = try Self.resend([Self.report(round: 999, number: 1)], to: daemon, token: admin)
        #expect(control.values.allSatisfy { !$0 }, "a report that was never sent is no replay, so a lost one would be noticed")
        #expect(daemon.stop() == 0)
        let stored = try await StoredRegistry(ofStopped: daemon)
        #expect(stored.sightings.reduce(0) { $0 + Int($1.row.reports) } == Set(sent.map(\.id)).count + 1)
        #expect(stored.receipts.values.reduce(0) { $0 + $1.count } == Set(sent.map(\.id)).count + 1)
    }

    /// The reports of one round, from all its connections.
    private final class Load: Sendable {
        let results = Mutex((sent: [Sent](), acknowledged: Set<String>()))
    }

    private static func report(round: Int, number: Int) -> Sent {
        let id = UUID().uuidString.lowercased().replacing("-", with: "")
        let seen = Date().addingTimeInterval(-Double(number % 1000) * 60).formatted(.iso8601)
        let body = """
            {"id":"\(id)","plate":"MN:K\(round % 100)X\(number % 97)","seen_at":"\(seen)","area":"everywhere","vehicle":{"color":"black"},"signs":["convoy"]}
            """
        return Sent(id: id, body: body)
    }

    /// Reports on several connections at once until the daemon is killed in the middle of it.
    private static func load(
        _ daemon: RunningDaemon, token: String, round: Int, milliseconds: Int
    ) async throws -> (sent: [Sent], acknowledged: Set<String>) {
        let load = Load()
        // On a thread of its own: the connections below block every thread that tasks have.
        DispatchQueue(label: "killer").asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { daemon.kill() }
        await withTaskGroup(of: Void.self) { group in
            for place in 0..<connections {
                group.addTask {
                    guard let connection = try? daemon.connect() else { return }
                    for number in 0..<10_000 {
                        let batch = (0..<(place + 1)).map { report(round: round, number: number * 10 + $0) }
                        load.results.withLock { $0.sent += batch }
                        let body = #"{"reports":[\#(batch.map(\.body).joined(separator: ","))]}"#
                        guard let answer = try? connection.request("POST", "/v1/reports", token: token, body: body), answer.status == 200,
                            let items = answer.json["results"] as? [[String: Any]]
                        else { return }
                        let taken = items.filter { ["recorded", "merged"].contains($0["result"] as? String) }.compactMap {
                            $0["id"] as? String
                        }
                        load.results.withLock { $0.acknowledged.formUnion(taken) }
                    }
                }
            }
        }
        return load.results.withLock { $0 }
    }

    /// Sends reports once more; for each, whether it was known already.
    private static func resend(_ reports: [Sent], to daemon: RunningDaemon, token: String) throws -> [String: Bool] {
        var known: [String: Bool] = [:]
        let connection = try daemon.connect()
        for start in stride(from: 0, to: reports.count, by: 200) {
            let batch = reports[start..<min(start + 200, reports.count)]
            let body = #"{"reports":[\#(batch.map(\.body).joined(separator: ","))]}"#
            let answer = try connection.request("POST", "/v1/reports", token: token, body: body)
            let items = try #require(answer.json["results"] as? [[String: Any]], "\(answer.text)")
            for item in items {
                #expect(["recorded", "merged"].contains(item["result"] as? String), "\(item)")
                known[try #require(item["id"] as? String)] = item["replayed"] as? Bool ?? false
            }
        }
        return known
    }
}
