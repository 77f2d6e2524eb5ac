import DaemonSupport
import Foundation
import Glibc
import Logging
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("Opening a registry")
struct OpenRegistryTests {
    private let place = TemporaryFolder()
    private let clock = WallClock { Instant(seconds: 1_795_000_000) }

    private func plan(_ change: (inout Settings) -> Void = { _ in }) throws -> StartPlan {
        var settings = Settings()
        change(&settings)
        return try StartPlan(settings, paths: HomePaths(environment: ["HOME": place.path]))
    }

    /// Opens the registry, runs `use`, and closes it. Returns the error if it cannot be opened.
    private func open(
        _ change: (inout Settings) -> Void = { _ in }, use: (OpenRegistry, Ledger) async throws -> Void = { _, _ in }
    ) async throws -> ErrorCode? {
        try await refusal {
            let registry = try OpenRegistry(plan(change), logger: .quiet)
            defer { registry.close() }
            let ledger = try await registry.openLedger(clock: clock)
            try await use(registry, ledger)
            await ledger.stop()
        }
    }

    @Test func `the first start makes a private key and a private database`() async throws {
        #expect(try await open() == nil)
        let folder = ".local/state/thawd"
        #expect(place.mode(of: "\(folder)/seal.key") == 0o600)
        #expect(place.mode(of: folder) == 0o700)
        #expect(FileManager.default.fileExists(atPath: "\(place.path)/\(folder)/thaw.sqlite"))
    }

    @Test func `the second start opens the same registry with the same key`() async throws {
        var key: [UInt8] = []
        #expect(try await open(use: { _, _ in key = try plan().keyFile.read() }) == nil)
        #expect(try await open() == nil)
        #expect(try plan().keyFile.read() == key)
    }

    @Test func `a lost key is reported, and no new key is made`() async throws {
        #expect(try await open() == nil)
        let key = try plan().keyFile.path
        try FileManager.default.removeItem(atPath: key)
        #expect(try await open() == .sealMissing)
        #expect(!FileManager.default.fileExists(atPath: key))
    }

    @Test func `another key, another day or another folder's owner is refused`() async throws {
        #expect(try await open() == nil)
        #expect(try await open({ $0.rules.utcOffset = UTCOffset("-06:00")! }) == .configChanged)
        let key = try plan().keyFile.path
        try FileManager.default.removeItem(atPath: key)
        try plan().keyFile.create()
        #expect(try await open() == .sealWrong)
    }

    @Test func `an open registry cannot be opened again`() async throws {
        let code = try await open(use: { _, _ in
            let second = try await open()
            #expect(second == .folderLocked)
        })
        #expect(code == nil)
    }

    @Test(arguments: ["", "not a database at all, but long enough to be taken for one", String(repeating: "\u{0}", count: 8192)])
    func `a database that is missing, empty or none is refused, and never replaced by a new one`(_ content: String) async throws {
        #expect(try await open() == nil)
        let file = DataFolder.database(in: try plan().dataFolder)
        for name in [file, file + "-wal"] { try? FileManager.default.removeItem(atPath: name) }
        #expect(try await open() == .storeCorrupt)
        try Data(content.utf8).write(to: URL(filePath: file))
        #expect(try await open() == .storeCorrupt)
        #expect(try Data(contentsOf: URL(filePath: file)) == Data(content.utf8))
    }

    @Test func `a first start that was interrupted before it wrote anything can be repeated`() async throws {
        let plan = try plan()
        #expect(mkdirs(plan.dataFolder) && chmod(plan.dataFolder, 0o700) == 0)
        try plan.keyFile.create()
        #expect(FileManager.default.createFile(atPath: DataFolder.database(in: plan.dataFolder), contents: Data()))
        #expect(try await open() == nil)
    }

    // MARK: The first admin

    @Test func `a new registry hands out one admin token, once`() async throws {
        var printed: [String] = []
        let code = try await open(use: { registry, ledger in
            try await registry.handFirstAdminToken(from: ledger, toTerminal: false) { printed.append($0) }
            try await registry.handFirstAdminToken(from: ledger, toTerminal: false) { printed.append($0) }
            let token = try #require(FirstAdminToken(folder: registry.folder).waiting())
            let known = try ledger.tokens.authenticate(Array(token.text.utf8), on: ledger.rules.day(of: clock.now()))
            #expect(known.role == .admin)
            #expect(ledger.tokens.all.count == 1)
        })
        #expect(code == nil)
        #expect(printed.count == 1)
        let again = try await open(use: { registry, ledger in
            try await registry.handFirstAdminToken(from: ledger, toTerminal: false) { printed.append($0) }
        })
        #expect(again == nil)
        #expect(printed.count == 1)
    }

    @Test func `a token that a crash left in the file without storing it is replaced by a valid one`() async throws {
        let code = try await open(use: { registry, ledger in
            try FirstAdminToken(folder: registry.folder).write(BearerToken(random: Array(0..<20)))
            try await registry.handFirstAdminToken(from: ledger, toTerminal: false) { _ in }
            let token = try #require(FirstAdminToken(folder: registry.folder).waiting())
            _ = try ledger.tokens.authenticate(Array(token.text.utf8), on: ledger.rules.day(of: clock.now()))
        })
        #expect(code == nil)
    }

    @Test func `the first use of that token erases the file, also after a restart, and no other token does`() async throws {
        _ = try await open(use: { registry, ledger in
            try await registry.handFirstAdminToken(from: ledger, toTerminal: false) { _ in }
        })
        let code = try await open(use: { registry, ledger in
            let file = FirstAdminToken(folder: registry.folder)
            let today = ledger.rules.day(of: clock.now())
            let eraser = FirstAdminTokenEraser(file, ledger: ledger, today: today, logger: .quiet)
            var other = try #require(ledger.tokens.all.first)
            other.id.advance()
            eraser.tokenWasUsed(other)
            #expect(file.waiting() != nil)
            eraser.tokenWasUsed(try #require(ledger.tokens.all.first))
            #expect(file.waiting() == nil)
        })
        #expect(code == nil)
    }
}
