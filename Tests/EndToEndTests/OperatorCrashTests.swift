import Foundation
import Glibc
import Sightings
import TestSupport
import Testing

/// `kill -9` in the middle of the operator's commands.
@Suite(.serialized)
struct OperatorCrashTests {
    private static let restoreKills = 20
    private static let purgeKills = 8
    private let files = TemporaryFolder()

    /// Gives a command, and kills the daemon so many milliseconds after what shows that its work has begun. Returns when both are over.
    private func operate(
        _ arguments: [String], on daemon: RunningDaemon, killedAfter milliseconds: Int, once hasBegun: @escaping @Sendable () -> Bool
    ) throws -> ProgramCommand.Result {
        let command = try ProgramCommand(arguments, on: daemon.dataFolder)
        let isDone = DispatchSemaphore(value: 0)
        // A thread of its own: the command below blocks this one.
        DispatchQueue(label: "killer").async {
            // A command that is answered before anything shows ends the wait.
            var waits = 0
            while waits < 20_000, !hasBegun(), command.isRunning {
                usleep(1_000)
                waits += 1
            }
            usleep(useconds_t(milliseconds * 1_000))
            daemon.kill()
            isDone.signal()
        }
        let result = command.wait()
        isDone.wait()
        return result
    }

    @Test(
        "kill -9 during a restore, 20 times: the registry is the old one or the new one, whole, and nothing half-way is left",
        arguments: [71] as [UInt64])
    func restore(seed: UInt64) async throws {
        print("seed \(seed)")
        var generator = SplitMix64(state: seed)
        let backup = files.path + "/thaw.backup"
        var daemon = try await RunningDaemon()
        let folder = daemon.folder
        let admin = try daemon.adminToken()
        try daemon.report((0..<300).map { "QBX\(100 + $0)" }, token: admin)
        #expect(try daemon.operate("backup", backup).status == 0)
        var living = 300
        var interrupted = 0
        for round in 0..<Self.restoreKills {
            try daemon.report((0..<20).map { "R\(10 + round)X\(100 + $0)" }, token: admin)
            living += 20
            let running = daemon
            // The staged copy has a log once the restore writes to it.
            let isWriting: @Sendable () -> Bool = { running.stagedFiles().contains { $0.hasSuffix("-wal") || $0.hasSuffix(".old") } }
            let result = try operate(
                ["restore", backup, "--yes"], on: daemon, killedAfter: Int.random(in: 0...40, using: &generator), once: isWriting)
            if isWriting() { interrupted += 1 }
            let stored = try await StoredRegistry(ofStopped: daemon)
            try Ledger.check(stored, keys: daemon.sealKeys())
            #expect([300, living].contains(stored.plates.count), "round \(round): \(stored.plates.count) of \(living)")
            if result.status == 0 { #expect(stored.plates.count == 300, "what was answered is so") }
            living = stored.plates.count
            daemon = try await RunningDaemon(folder: folder)
            #expect(daemon.stagedFiles().isEmpty, "round \(round)")
            #expect(try daemon.connect().request("GET", "/v1/tokens/self", token: admin).status == 200)
        }
        #expect(interrupted > 0, "no restore was killed in its middle")
        #expect(daemon.stop() == 0)
    }

    @Test(
        "kill -9 during a purge: once begun it is done before the next start serves, and else nothing of it is", arguments: [72] as [UInt64]
    )
    func purge(seed: UInt64) async throws {
        print("seed \(seed)")
        var generator = SplitMix64(state: seed)
        var daemon = try await RunningDaemon()
        let folder = daemon.folder
        let admin = try daemon.adminToken()
        var interrupted = 0
        for round in 0..<Self.purgeKills {
            try daemon.report((0..<2_000).map { "P\(10 + round)\(1000 + $0)" }, token: admin)
            let log = daemon.dataFolder + "/tombstones"
            let bytes = Self.length(of: log)
            let result = try operate(
                ["purge", "--older-than", "0d", "--yes"], on: daemon, killedAfter: Int.random(in: 0...200, using: &generator),
                // A purge is written down before it erases anything.
                once: { Self.length(of: log) > bytes })
            let half = try await StoredRegistry(ofStopped: daemon)
            if !half.proposals.isEmpty { interrupted += 1 }
            daemon = try await RunningDaemon(folder: folder)
            #expect(daemon.stop() == 0)
            let stored = try await StoredRegistry(ofStopped: daemon)
            #expect(stored.plates.count % 2_000 == 0, "round \(round): \(stored.plates.count) left")
            if !half.proposals.isEmpty { #expect(stored.plates.isEmpty, "round \(round): what was begun is done") }
            #expect(stored.proposals.isEmpty)
            if result.status == 0 { #expect(stored.plates.isEmpty, "what was answered is so") }
            daemon = try await RunningDaemon(folder: folder)
        }
        #expect(interrupted > 0, "no purge was killed in its middle")
        #expect(daemon.stop() == 0)
    }

    private static func length(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
