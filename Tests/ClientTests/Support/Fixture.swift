import Client
import Foundation
import TestSupport
import Vocabulary
import Wire

/// A home folder of its own for one test, removed with it.
final class Scratch: Sendable {
    let path: String
    /// Nil for another's folder.
    private let folder: TemporaryFolder?

    init() {
        let folder = TemporaryFolder()
        (self.folder, path) = (folder, folder.path)
    }

    /// Another's folder, in a child process.
    init(borrowed path: String) {
        (folder, self.path) = (nil, path)
    }

    var folders: Folders {
        get throws { try Folders(environment: ["HOME": path]) }
    }

    func files(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    func mode(_ file: String) -> UInt32 {
        var status = stat()
        return lstat(file, &status) == 0 ? status.st_mode & 0o7777 : 0
    }
}

/// 2026-11-22T15:47:10Z
let testNow: Int64 = 1_795_362_430

extension ClientEnvironment {
    /// A fixed clock, no variables, and retries that wait no time.
    static func test(now: Int64 = testNow, variables: [String: String] = [:]) -> ClientEnvironment {
        var environment = ClientEnvironment(now: { now }, variables: variables)
        environment.wait = { _, _ in }
        return environment
    }
}

extension ClientSettings {
    /// Exactly one attempt, unless `retry` says otherwise.
    static func test(retry: RetryPolicy = .never) -> ClientSettings {
        var settings = ClientSettings()
        settings.retry = retry
        return settings
    }
}

extension FakeServer {
    var address: ServerAddress {
        get throws { try ServerAddress(url) }
    }
}

extension BearerToken {
    static let test = BearerToken(random: Array(0..<20))
    static let other = BearerToken(random: Array(20..<40))
}

extension Account {
    static func test(port: Int, token: BearerToken = .test, shortID: String = "7GQK") throws -> Account {
        Account(server: try ServerAddress("http://127.0.0.1:\(port)"), token: token, shortID: shortID, role: .volunteer)
    }
}

extension ReportBody {
    static func test(_ plate: String = "MN ABC123", id: String = ReportIdentity.random(), seenAt: String = "2026-11-22T15:41:07Z")
        -> ReportBody
    {
        ReportBody(id: id, plate: plate, seenAt: seenAt, area: "powderhorn", vehicle: VehicleBody(color: "black"), signs: ["convoy"])
    }
}

/// A logged-in machine and the server that it is logged in to.
struct Fixture {
    let scratch = Scratch()
    let registry: ScriptedRegistry
    let server: FakeServer
    let account: Account
    let folders: Folders
    let outbox: Outbox
    let client: ThawClient

    init(registry: ScriptedRegistry = ScriptedRegistry(), now: Int64 = testNow) throws {
        try self.init(registry: registry, now: now) { request, _ in try! registry.answer(request) }
    }

    init(registry: ScriptedRegistry = ScriptedRegistry(), now: Int64 = testNow, _ answer: @escaping @Sendable (Received, Int) -> Reply)
        throws
    {
        self.registry = registry
        server = FakeServer(answer)
        account = try .test(port: server.port)
        folders = try scratch.folders
        try account.save(in: folders)
        outbox = Outbox(folders: folders, account: account, environment: .test(now: now))
        client = ThawClient(account: account, environment: .test(now: now))
    }

    func outbox(at now: Int64, account: Account? = nil) -> Outbox {
        Outbox(folders: folders, account: account ?? self.account, environment: .test(now: now))
    }

    var outboxFiles: [String] { scratch.files(in: folders.state + "/outbox") }
    var sentFiles: [String] { scratch.files(in: folders.state + "/sent") }
}
