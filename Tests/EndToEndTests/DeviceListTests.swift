import Foundation
import TestSupport
import Testing

/// The list on a volunteer's machine, with the programs as they were built.
@Suite(.serialized)
struct DeviceListTests {
    @Test("a day without the server: report, confirm, sync, stop; the list answers and says so; purge, start, sync: the plate is gone")
    func withoutTheServer() async throws {
        var daemon = try await RunningDaemon()
        let (folder, port) = (daemon.folder, daemon.port)
        let admin = try daemon.firstAdminToken()
        for _ in 0..<2 { try daemon.report(["QJX123"], token: try daemon.token("volunteer", trusted: true, admin: admin)) }
        let verdict = #"{"verdict":"confirm","signs":["convoy"],"plates":[{"plate":"MN QJX123","version":0}]}"#
        let decided = try daemon.connect().request("POST", "/v1/moderation/verdicts", token: admin, body: verdict)
        try #require(decided.json["decided"] as? Int == 1, "\(decided.text)")

        let machine = Machine()
        let token = try daemon.token("volunteer", trusted: true, admin: admin)
        #expect(try machine.run("login", daemon.url, input: token).status == 0)
        let synced = try machine.run("sync")
        #expect(synced.status == 0 && synced.output.hasPrefix("fetched\t"), "\(synced.output)\(synced.error)")
        #expect(machine.home.mode(of: ".cache/thaw/list") == 0o600)
        #expect(daemon.stop() == 0)

        let listed = try machine.run("check", "MN", "QJX123")
        #expect(listed.status == 0 && listed.output.hasPrefix("listed\tMN QJX123\tconfirmed\t"), "\(listed.output)\(listed.error)")
        #expect(listed.output.contains("\tlist of "))
        let missed = try machine.run("check", "MN", "QJX124")
        #expect(missed.status == 2 && missed.output.hasPrefix("unchecked\tMN QJX124\tclient.unreachable\tnot on the list of "))
        #expect(!missed.output.contains("not listed"))
        #expect(try machine.run("report", "mn:qjx125", "everywhere").status == 0, "a report waits beside the list")

        let purged = try daemon.operate("purge", "--plate", "-", "--yes", input: "MN QJX123")
        #expect(purged.status == 0, "\(purged.error)")
        daemon = try await RunningDaemon(folder: folder, port: port)
        #expect(try machine.run("sync").status == 0)
        #expect(daemon.stop() == 0)
        #expect(try machine.run("check", "--private", "MN", "QJX123").status == 2)
        #expect(machine.home.filesContaining(anyOf: [Array("QJX123".utf8)]).isEmpty)
        #expect(try machine.run("outbox").output.contains("waiting"))
        #expect(try machine.run("logout", "--yes").status == 0)
        #expect(machine.home.files().isEmpty)
    }

    /// A machine of one volunteer.
    private struct Machine {
        let home = TemporaryFolder()

        func run(_ arguments: String..., input: String = "") throws -> ProgramCommand.Result {
            try ProgramCommand(Program.thaw, arguments, home: home.path, input: input).wait()
        }
    }
}
