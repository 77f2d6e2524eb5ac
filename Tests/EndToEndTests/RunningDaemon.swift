import Foundation
import Glibc
import SQLiteStore
import Seal
import Sightings
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// The programs as they were built.
enum Program {
    static let folder: String = {
        // The test bundle lies beside the programs.
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath ?? CommandLine.arguments[0]
        return (bundle as NSString).deletingLastPathComponent
    }()

    static var thawd: String { folder + "/thawd" }
    static var thaw: String { folder + "/thaw" }
}

/// A real `thawd` on a folder and ports of its own. It is ended with its last reference, by its process id.
final class RunningDaemon: Sendable {
    let folder: TemporaryFolder
    let port: UInt16
    private let operatorPort: UInt16
    private let process: Mutex<Process>

    var dataFolder: String { folder.path + "/data" }
    var logPath: String { folder.path + "/log" }
    var url: String { "http://127.0.0.1:\(port)" }

    /// Starts it and returns once it says that it is ready.
    ///
    /// - Parameters:
    ///   - port: the port of a daemon before it; nil for a free one.
    ///   - environment: more variables for it.
    init(
        folder: TemporaryFolder = TemporaryFolder(), port: UInt16? = nil, arguments: [String] = [], environment: [String: String] = [:]
    ) async throws {
        self.folder = folder
        let free = try Self.freePorts()
        (self.port, operatorPort) = (port ?? free.0, free.1)
        let process = Process()
        let command =
            [
                // By way of env: what LD_PRELOAD brings sets a variable first, and the program's arguments are found before its environment.
                "/usr/bin/env", Program.thawd, "serve", "--server-address", "127.0.0.1:\(self.port)", "--operator-address",
                "127.0.0.1:\(operatorPort)",
                "--data-folder", folder.path + "/data",
                // All that a test asks comes from one address.
                "--rate-anonymous", "1000000", "--rate-token", "1000000",
            ] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["HOME": folder.path, "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        if !FileManager.default.fileExists(atPath: folder.path + "/log") {
            _ = FileManager.default.createFile(atPath: folder.path + "/log", contents: nil)
        }
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path + "/log"))
        try log.seekToEnd()
        process.standardOutput = log
        process.standardError = log
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = Mutex(process)
        try await waitUntilReady()
    }

    deinit {
        process.withLock { process in
            guard process.isRunning else { return }
            Glibc.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    private func waitUntilReady() async throws {
        for _ in 0..<3000 {
            if let connection = try? LoopbackConnection(port: operatorPort), let answer = try? connection.request("GET", "/readyz"),
                answer.status == 200
            {
                return
            }
            guard process.withLock({ $0.isRunning }) else { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NotReady(log: log)
    }

    struct NotReady: Error {
        let log: String
    }

    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    func connect() throws -> LoopbackConnection { try LoopbackConnection(port: port) }

    func readiness() throws -> Int { try LoopbackConnection(port: operatorPort).request("GET", "/readyz").status }

    func metrics() throws -> String { try LoopbackConnection(port: operatorPort).request("GET", "/metrics").text }

    /// Waits until so many plates have aged out and their traces are overwritten: the log is empty then.
    func agedOut(plates: Int) async throws -> Bool {
        for _ in 0..<1500 {
            let aged = try connect().request("GET", "/v1/stats").json["aged_out"] as? [String: Any]
            let log = try FileManager.default.attributesOfItem(atPath: dataFolder + "/thaw.sqlite-wal")[.size] as? Int
            if aged?["plates"] as? Int ?? 0 >= plates, log == 0 { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    func kill() {
        process.withLock { process in
            Glibc.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// Asks it to stop, and gives back its exit status.
    @discardableResult
    func stop() -> Int32 {
        process.withLock { process in
            Glibc.kill(process.processIdentifier, SIGTERM)
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    /// The first admin's token; reading it does not use it.
    func firstAdminToken() throws -> String {
        try String(contentsOfFile: dataFolder + "/first-admin-token", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The first admin's token, which is used once.
    func adminToken() throws -> String {
        let token = try firstAdminToken()
        _ = try connect().request("GET", "/v1/tokens/self", token: token)
        return token
    }

    /// A token of a role, by way of an invite.
    func token(_ role: String, trusted: Bool, admin: String) throws -> String {
        let connection = try connect()
        let invite = try connection.request("POST", "/v1/invites", token: admin, body: #"{"role":"\#(role)","trusted":\#(trusted)}"#)
        let code = try #require(invite.json["invite"] as? String)
        let redeemed = try connection.request("POST", "/v1/invites/redeem", body: #"{"invite":"\#(code)"}"#)
        return try #require(redeemed.json["token"] as? String)
    }

    /// Two ports that nobody listens on: different ones, since both are taken before either is given back.
    static func freePorts() throws -> (UInt16, UInt16) {
        let (first, second) = try (DeadPort.forProgram(), DeadPort.forProgram())
        return withExtendedLifetime((first, second)) { (UInt16(first.port), UInt16(second.port)) }
    }
}

extension RunningDaemon {
    func sealKeys() throws -> SealKeys {
        let text = try String(contentsOfFile: dataFolder + "/seal.key", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        return try SealKeys(secret: stride(from: 0, to: text.count, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) })
    }
}

extension StoredRegistry {
    /// Every row that a daemon left in its database; it must have ended.
    init(ofStopped daemon: RunningDaemon) async throws {
        let keys = try daemon.sealKeys()
        let database = try SightingDatabase.open(
            path: daemon.dataFolder + "/thaw.sqlite", identity: RegistryIdentity(keyWitness: keys.keyWitness, utcOffset: .zero),
            checks: keys.store, witness: nil)
        defer { try? database.close() }
        self = try await database.load()
    }
}
