import Foundation
import Sightings
import TestSupport
import Testing

/// `kill -9` in the middle of what the operator asked for.
@Suite(.serialized)
struct OperatorCrashTests {
    private static let restoreKills = 20
    private static let purgeKills = 8
    private let files = TemporaryFolder()

    /// Kills the daemon a little later, from a thread of its own.
    private func kill(_ daemon: RunningDaemon, within milliseconds: Int) {
        DispatchQueue(label: "killer").asyncAfter(deadline: .now() + .milliseconds(Int.random(in: 0...milliseconds))) { daemon.kill() }
    }

    @Test("kill -9 during a restore, 20 times: the registry is the old one or the new one, whole, and nothing half-way is left")
    func restore() async throws {
        let backup = files.path + "/thaw.backup"
        var daemon = try await RunningDaemon()
        let folder = daemon.folder
        let admin = try daemon.firstAdminToken()
        _ = try daemon.connect().request("GET", "/v1/tokens/self", token: admin)
        try daemon.report((0..<300).map { "QBX\(100 + $0)" }, token: admin)
        #expect(try daemon.operate("backup", backup).status == 0)
        var living = 300
        for round in 0..<Self.restoreKills {
            try daemon.report((0..<20).map { "R\(10 + round)X\(100 + $0)" }, token: admin)
            living += 20
            let command = try OperatorCommand(["restore", backup, "--yes"], on: daemon.dataFolder)
            kill(daemon, within: 600)
            let result = command.wait()
            // The command may have been first; then the kill comes a moment later, and finds a daemon at rest.
            try await Task.sleep(for: .milliseconds(700))
            let stored = try await StoredRegistry(ofStopped: daemon)
            try Ledger.check(stored, keys: daemon.sealKeys())
            #expect([300, living].contains(stored.plates.count), "round \(round): \(stored.plates.count) of \(living)")
            if result.status == 0 { #expect(stored.plates.count == 300, "what was answered is so") }
            living = stored.plates.count
            daemon = try await RunningDaemon(folder: folder)
            #expect(daemon.stagedFiles().isEmpty, "round \(round)")
            #expect(try daemon.connect().request("GET", "/v1/tokens/self", token: admin).status == 200)
        }
        #expect(daemon.stop() == 0)
    }

    @Test("kill -9 during a purge: once begun it is done before the next start serves, and else nothing of it is")
    func purge() async throws {
        var daemon = try await RunningDaemon()
        let folder = daemon.folder
        let admin = try daemon.firstAdminToken()
        _ = try daemon.connect().request("GET", "/v1/tokens/self", token: admin)
        for round in 0..<Self.purgeKills {
            try daemon.report((0..<2_000).map { "P\(10 + round)\(1000 + $0)" }, token: admin)
            let command = try OperatorCommand(["purge", "--older-than", "0d", "--yes"], on: daemon.dataFolder)
            kill(daemon, within: 500)
            let result = command.wait()
            try await Task.sleep(for: .milliseconds(600))
            daemon = try await RunningDaemon(folder: folder)
            #expect(daemon.stop() == 0)
            let stored = try await StoredRegistry(ofStopped: daemon)
            #expect(stored.plates.isEmpty || stored.plates.count % 2_000 == 0, "round \(round): \(stored.plates.count) left")
            #expect(stored.proposals.isEmpty && stored.proposalPages.isEmpty)
            if result.status == 0 { #expect(stored.plates.isEmpty, "what was answered is so") }
            daemon = try await RunningDaemon(folder: folder)
        }
        #expect(daemon.stop() == 0)
    }
}
