import Foundation
import Seal
import Sightings
import TestSupport
import Testing

/// Moderators at work on the real daemon over HTTP, and the remains on disk.
@Suite(.serialized)
struct ModerationTests {
    /// Reports of three trusted volunteers on each plate.
    private func report(_ plates: [String], to daemon: RunningDaemon, admin: String) throws {
        for _ in 0..<3 { try daemon.report(plates, token: daemon.token("volunteer", trusted: true, admin: admin)) }
    }

    private func post(_ path: String, _ body: String, _ connection: LoopbackConnection, _ token: String) throws -> [String: Any] {
        let answer = try connection.request("POST", "/v1/moderation/" + path, token: token, body: body)
        try #require(answer.status == 200, "\(path) \(answer.text)")
        return answer.json
    }

    /// Asks for a preview, and gives back its id.
    private func preview(_ body: String, _ connection: LoopbackConnection, _ token: String) throws -> String {
        try #require(try post("previews", body, connection, token)["preview"] as? String)
    }

    @Test(
        "an evening: review, undo, a purge that a colleague approves; then nothing of it is in any file, and the chain says what was done")
    func evening() async throws {
        var daemon = try await RunningDaemon()
        let folder = daemon.folder
        let admin = try daemon.firstAdminToken()
        let plates = (0..<150).map { "QJX\(100 + $0)" }
        try report(plates, to: daemon, admin: admin)
        #expect(daemon.stop() == 0)
        let stored = try await StoredRegistry(ofStopped: daemon)
        let needles = stored.plates.map(\.sealed.block.bytes) + stored.voices.map(\.row.tag.bytes)
        #expect(needles.count == 150 + 450)

        daemon = try await RunningDaemon(folder: folder)
        let (mo, second) = (
            try daemon.token("moderator", trusted: false, admin: admin), try daemon.token("moderator", trusted: false, admin: admin)
        )
        let connection = try daemon.connect()
        let page = try post("queue", #"{"limit":50}"#, connection, mo)
        #expect(page["waiting"] as? Int == 150 && (page["rows"] as? [Any])?.count == 50)
        let verdict = #"{"verdict":"dismiss","plates":[{"plate":"MN QJX100","version":0},{"plate":"MN QJX101","version":0}]}"#
        let decided = try post("verdicts", verdict, connection, mo)
        #expect(decided["decided"] as? Int == 2)
        let undone = try post("undo", #"{"decision":"\#(decided["decision"] as? String ?? "")"}"#, connection, second)
        #expect(undone["undone"] as? Int == 2)

        let preview = try preview(#"{"purge":{"status":"suspected"}}"#, connection, mo)
        let waiting = try post("purges", #"{"preview":"\#(preview)"}"#, connection, mo)["waiting"] as? [String: Any]
        let proposal = try #require(waiting?["id"] as? String)
        daemon.kill()
        daemon = try await RunningDaemon(folder: folder)
        let again = try daemon.connect()
        let own = try again.request("POST", "/v1/moderation/proposals/\(proposal)/approval", token: mo)
        #expect(own.code == "proposal.own", "a half-approved purge still waits after a kill")
        let approved = try post("proposals/\(proposal)/approval", "", again, second)
        #expect((approved["purged"] as? [String: Any])?["erased"] as? Int == 150)
        #expect(folder.filesContaining(anyOf: needles).isEmpty)
        #expect(folder.filesContaining(anyOf: plates.map { Array($0.utf8) }).isEmpty)
        let chain = try post("audit", #"{"after":0,"limit":500}"#, again, second)["entries"] as? [[String: Any]]
        let actions = chain?.compactMap { $0["action"] as? String }.filter { !["issue", "invite", "configure"].contains($0) }
        #expect(actions == ["read", "read", "bulk", "dismiss", "dismiss", "undo", "undo", "read", "propose", "approve", "purge"])
        #expect(daemon.stop() == 0)
        #expect(try await StoredRegistry(ofStopped: daemon).plates.isEmpty)
    }

    @Test(
        "kill -9 during verdicts and purges, 20 times: a verdict is whole or not there, a purge that was begun is finished before anything is served",
        arguments: [74] as [UInt64])
    func killed(seed: UInt64) async throws {
        print("seed \(seed)")
        var generator = SplitMix64(state: seed)
        var daemon = try await RunningDaemon(arguments: ["--log-level", "warning"])
        let folder = daemon.folder
        let admin = try daemon.adminToken()
        var (finished, interrupted) = (0, 0)
        for round in 0..<20 {
            let plates = (0..<120).map { "K\(round)X\(100 + $0)" }
            try report(plates, to: daemon, admin: admin)
            let connection = try daemon.connect()
            // So few that the rounds together need no second moderator.
            let items = plates.prefix(4).map { #"{"plate":"MN:\#($0)","version":0}"# }.joined(separator: ",")
            let preview = try preview(#"{"purge":{"older_than_days":0}}"#, connection, admin)
            let running = daemon
            var answered = false
            let milliseconds = Int.random(in: 1...60, using: &generator)
            DispatchQueue(label: "killer").asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { running.kill() }
            // The one is small, the other takes several commits; either may be cut off anywhere.
            _ = try? connection.request(
                "POST", "/v1/moderation/verdicts", token: admin, body: #"{"verdict":"clear","plates":[\#(items)]}"#)
            if let answer = try? connection.request(
                "POST", "/v1/moderation/purges", token: admin, body: #"{"preview":"\#(preview)"}"#), answer.status == 200
            {
                answered = true
            }
            daemon.kill()
            daemon = try await RunningDaemon(folder: folder, arguments: ["--log-level", "warning"])
            let kept = try kept(plates, try daemon.connect(), admin)
            #expect(kept.rows == 0 || kept.rows == 120, "round \(round): all or nothing of the purge")
            #expect(!answered || kept.rows == 0, "round \(round): what answered is erased")
            #expect(kept.rows == 0 || kept.cleared == 0 || kept.cleared == 4, "round \(round): the verdict is whole or not there")
            if kept.rows == 0 { finished += 1 }
            if !answered { interrupted += 1 }
            let rest = try self.preview(#"{"purge":{"older_than_days":0}}"#, daemon.connect(), admin)
            _ = try post("purges", #"{"preview":"\#(rest)"}"#, try daemon.connect(), admin)
        }
        #expect(finished > 0 && interrupted > 0, "\(finished) purges were finished, \(interrupted) cut off")
        #expect(daemon.stop() == 0)
        let stored = try await StoredRegistry(ofStopped: daemon)
        #expect(stored.sightings.isEmpty && stored.voices.isEmpty)
        #expect(stored.proposals.isEmpty, "\(stored.proposals)")
    }

    /// How many of the plates the daemon has, and how many of them are cleared.
    private func kept(_ plates: [String], _ connection: LoopbackConnection, _ token: String) throws -> (rows: Int, cleared: Int) {
        var (rows, cleared) = (0, 0)
        for start in stride(from: 0, to: plates.count, by: 20) {
            let list = plates[start..<start + 20].map { #""MN:\#($0)""# }.joined(separator: ",")
            for result in try post("plates", #"{"plates":[\#(list)]}"#, connection, token)["results"] as? [[String: Any]] ?? [] {
                for row in result["rows"] as? [[String: Any]] ?? [] {
                    rows += 1
                    if row["cleared_on"] != nil { cleared += 1 }
                }
            }
        }
        return (rows, cleared)
    }
}
