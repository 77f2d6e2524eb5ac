import DaemonSupport
import Foundation
import Glibc
import Logging
import SQLiteStore
import Seal
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("Resolving the settings")
struct StartPlanTests {
    private let place = TemporaryFolder()
    private var paths: HomePaths { HomePaths(environment: ["HOME": place.path]) }

    private func plan(_ change: (inout Settings) -> Void = { _ in }) throws -> StartPlan {
        var settings = Settings()
        change(&settings)
        return try StartPlan(settings, paths: paths)
    }

    private func codes(_ change: (inout Settings) -> Void) -> [ErrorCode] {
        do {
            _ = try plan(change)
            return []
        } catch {
            return (error as? DaemonError)?.causes.map(\.code) ?? []
        }
    }

    @Test func `without settings, the plan has one area and the XDG folder, and changes nothing`() async throws {
        let plan = try plan()
        #expect(plan.dataFolder == "\(place.path)/.local/state/thawd")
        #expect(plan.keyFile.path == "\(plan.dataFolder)/seal.key")
        #expect(plan.areas.areas.map(\.id.description) == ["everywhere"])
        #expect(try await plan.checkFiles() == .empty)
        #expect(!FileManager.default.fileExists(atPath: plan.dataFolder))
    }

    @Test(arguments: ["0.0.0.0:8780", "192.0.2.1:8780", "[::]:8780"])
    func `beyond loopback, the key must be elsewhere, unless the operator allows it`(_ address: String) throws {
        let address = try #require(ListenAddress(address))
        #expect(codes { $0.address = address } == [.sealBesideData])
        #expect(codes { $0.operatorAddress = address } == [.sealBesideData])
        #expect(codes { ($0.address, $0.sealBesideData) = (address, true) } == [])
        #expect(codes { ($0.address, $0.sealKeyFile) = (address, "/etc/thaw/seal.key") } == [])
        #expect(codes { ($0.address, $0.sealKeyFile) = (address, "~/.local/state/thawd/seal.key") } == [.sealBesideData])
    }

    @Test(arguments: ["127.0.0.1:8780", "[::1]:8780", "unix:/run/thawd/thawd.sock"])
    func `on loopback, the key may be in the data folder`(_ address: String) throws {
        let address = try #require(ListenAddress(address))
        #expect(codes { $0.address = address } == [])
    }

    @Test func `the example's areas are valid`() throws {
        let plan = try plan { $0.areasFile = RepositoryFiles.example("areas.geojson") }
        #expect(plan.areas.areas.count == 12)
        #expect(plan.areas.areas.contains { $0.id.description == "powderhorn" })
        #expect(plan.areas.areas.allSatisfy { $0.squareKilometres >= 0.5 })
    }

    @Test func `every area that is too small is reported`() {
        let causes = codes { ($0.areasFile, $0.areaFormat.squareKilometresMin) = (RepositoryFiles.example("areas.geojson"), 1) }
        #expect(causes == [.areasTooSmall, .areasTooSmall])
    }

    @Test func `every area of the example contains its own point, and no other area's`() throws {
        let areas = try plan { $0.areasFile = RepositoryFiles.example("areas.geojson") }.areas
        for area in areas.areas {
            let ring = try #require(area.polygons.first?.rings.first)
            let middle = ring.dropLast().reduce((0.0, 0.0)) { ($0.0 + $1.latitude, $0.1 + $1.longitude) }
            let count = Double(ring.count - 1)
            #expect(areas.area(latitude: middle.0 / count, longitude: middle.1 / count) == area.id)
        }
    }

    @Test func `all errors in files are reported at once`() throws {
        let address = try #require(ListenAddress("0.0.0.0:1"))
        #expect(codes { ($0.address, $0.areasFile) = (address, "/nowhere/areas.geojson") } == [.sealBesideData, .areasUnreadable])
        let file = place.write("{}", to: "areas.geojson")
        #expect(codes { $0.areasFile = file } == [.areasMalformed])
    }

    @Test func `an areas file larger than 128 MiB is refused unread`() throws {
        let file = place.write("", to: "areas.geojson")
        #expect(truncate(file, (128 << 20) + 1) == 0)
        let error = #expect(throws: DaemonError.self) { try plan { $0.areasFile = file } }
        #expect(error?.causes.map(\.code) == [.areasUnreadable])
        #expect(error?.causes.first?.detail.contains("it is larger than 134217728 bytes") == true)
    }

    @Test func `an areas file may be a link`() throws {
        let file = place.write("{}", to: "real.geojson")
        try FileManager.default.createSymbolicLink(atPath: "\(place.path)/link.geojson", withDestinationPath: file)
        #expect(codes { $0.areasFile = "\(place.path)/link.geojson" } == [.areasMalformed])
    }

    @Test func `a key that is missing beside a database is an error, and no new key is made`() async throws {
        let plan = try plan()
        #expect(mkdirs(plan.dataFolder))
        #expect(chmodPrivate(plan.dataFolder))
        #expect(FileManager.default.createFile(atPath: DataFolder.database(in: plan.dataFolder), contents: Data(count: 8192)))
        let error = await #expect(throws: DaemonError.self) { try await plan.checkFiles() }
        #expect(error?.causes.map(\.code) == [.sealMissing])
    }

    // MARK: Errors that serve would report

    private static let clock = WallClock { Instant(seconds: 1_795_000_000) }

    private func checkedCodes(_ plan: StartPlan) async -> [ErrorCode] {
        do throws(DaemonError) {
            try await plan.checkFiles(at: Self.clock)
            return []
        } catch {
            return error.causes.map(\.code)
        }
    }

    private func makeRegistry(_ plan: StartPlan, use: (OpenRegistry) async throws -> Void = { _ in }) async throws {
        let registry = try OpenRegistry(plan, logger: .quiet)
        defer { registry.close() }
        let ledger = try await registry.openLedger(clock: Self.clock)
        try await ledger.eraseTraces()
        try await use(registry)
        await ledger.stop()
    }

    @Test func `a check beside an open registry changes nothing, and does not take its lock`() async throws {
        let plan = try plan()
        try await makeRegistry(plan) { registry in
            let before = try fileStates(in: plan.dataFolder)
            #expect(await checkedCodes(plan) == [])
            #expect(try fileStates(in: plan.dataFolder) == before)
            #expect(throws: DaemonError.self, "the lock is still held") { try DataFolder(path: plan.dataFolder) }
            #expect(try registry.database.areaNames() == ["everywhere"])
        }
    }

    @Test
    func `another key, another offset, a missing key and a damaged database are found, with and without an open registry`()
        async throws
    {
        let good = try plan()
        let other = try plan { $0.rules.utcOffset = UTCOffset("-06:00")! }
        func check() async throws {
            #expect(await checkedCodes(good) == [])
            #expect(await checkedCodes(other) == [.configChanged])
            let key = place.write(String(repeating: "5a", count: 16) + String(repeating: "c3", count: 16), to: "other.key")
            #expect(await checkedCodes(try plan { $0.sealKeyFile = key }) == [.sealWrong])
            #expect(await checkedCodes(try plan { $0.sealKeyFile = "/nowhere/seal.key" }) == [.sealMissing])
        }
        try await makeRegistry(good) { _ in try await check() }
        try await check()
        let database = DataFolder.database(in: good.dataFolder)
        try Data(repeating: 7, count: 8192).write(to: URL(filePath: database))
        #expect(await checkedCodes(good) == [.storeCorrupt])
        try Data().write(to: URL(filePath: database))
        #expect(await checkedCodes(good) == [.storeCorrupt])
        try FileManager.default.removeItem(atPath: database)
        #expect(await checkedCodes(good) == [.storeCorrupt], "week keys without their database")
    }

    @Test func `a registry with areas fails the check and the start without its areas file`() async throws {
        let file = RepositoryFiles.example("areas.geojson")
        try await makeRegistry(try plan { $0.areasFile = file })
        let bare = try plan()
        #expect(await checkedCodes(bare) == [.areasMissing])
        await #expect(throws: DaemonError.self) { try await makeRegistry(bare) }
        // The registry got no new area.
        try await makeRegistry(try plan { $0.areasFile = file }) { registry in
            let names = try registry.database.areaNames()
            #expect(names.count == 12 && !names.contains("everywhere"))
        }
    }

    // MARK: Warnings

    @Test(
        arguments: [
            ([UInt8](repeating: 7, count: 32), "repeats one byte"), (Array(0..<32), "counts"),
            (Array((0..<32).map { 200 - 3 * $0 }), "counts"),
            (Array("correct horse battery staple 123".utf8), "is text"),
            (Array(repeating: [9, 200, 31, 77], count: 8).flatMap(\.self), "repeats"),
            ((0..<32).map { [3, 141, 59, 26, 250, 35, 89, 79][($0 * ($0 + 1) / 2 + $0 / 5) % 8] }, "few different"),
        ] as [([UInt8], String)])
    func `a key that is not random is a warning`(_ secret: [UInt8], _ words: String) throws {
        #expect(SealKeyFile.pattern(of: secret)?.contains(words) == true)
        let hex = secret.hexadecimal
        let key = place.write(hex, to: "seal.key")
        let warnings = try plan { $0.sealKeyFile = key }.warnings()
        #expect(warnings.count == 1 && warnings[0].contains("seal.key_file") && !warnings[0].contains(hex))
    }

    @Test func `a random key gives no warning`() {
        for _ in 0..<2_000 {
            let secret = RandomSource.system.bytes(32)
            #expect(SealKeyFile.pattern(of: secret) == nil, "\(secret)")
        }
    }

    @Test func `proxies that include everyone and an operator's address beyond loopback are warnings`() throws {
        let origins = [try #require(PageOrigin("https://registry.example.org"))]
        let proxies = ["10.0.0.0/8", "fc00::/7", "192.0.2.7", "unix"]
        #expect(try plan { ($0.proxies, $0.pageOrigins) = (proxies, origins) }.warnings() == [])
        for range in ["0.0.0.0/0", "::/0", "0.0.0.0/1", "2000::/3"] {
            let warnings = try plan { ($0.proxies, $0.pageOrigins) = ([range], origins) }.warnings()
            #expect(warnings.count == 1 && warnings[0].contains("server.proxies: \(range)"))
        }
        let open = try #require(ListenAddress("192.0.2.1:8781"))
        let warnings = try plan { ($0.operatorAddress, $0.sealBesideData) = (open, true) }.warnings()
        #expect(warnings.count == 1 && warnings[0].hasPrefix("operator.address: 192.0.2.1:8781"))
    }

    @Test func `pages behind a proxy or a Unix socket without their origins are a warning`() throws {
        let socket = try #require(ListenAddress("unix:/run/thawd/thawd.sock"))
        for change: (inout Settings) -> Void in [{ $0.proxies = ["127.0.0.1"] }, { $0.address = socket }] {
            let warnings = try plan(change).warnings()
            #expect(warnings.count == 1 && warnings[0].hasPrefix("web.origins: not set"))
            let withoutPages = try plan {
                change(&$0)
                $0.servesPages = false
            }
            #expect(withoutPages.warnings() == [])
        }
        #expect(try plan().warnings() == [])
    }

    @Test(arguments: [(0o600, 0), (0o640, 0), (0o644, 1)] as [(mode_t, Int)])
    func `a TLS key that every user can read is a warning`(_ mode: mode_t, _ count: Int) throws {
        let key = place.write("a key", to: "key.pem", mode: mode)
        let warnings = try plan { ($0.certificateFile, $0.certificateKeyFile) = ("/nowhere/cert.pem", key) }.warnings()
        #expect(warnings.filter { $0.contains("server.tls.key") }.count == count)
        #expect(warnings.count == count)
    }

    @Test func `without a home folder, the data folder must be set`() {
        let error = #expect(throws: DaemonError.self) { try StartPlan(Settings(), paths: HomePaths(environment: [:])) }
        #expect(error?.causes.map(\.code) == [.configValue])
    }

    @Test func `the digest is the same for the same settings, and changes with each setting`() throws {
        func digest(_ change: (inout Settings) -> Void) throws -> [UInt8] { try plan(change).settingsDigest.bytes }
        let digests = try [
            digest { _ in }, digest { $0.registryName = "Another" }, digest { $0.rules.tokens.days = 90 },
            digest { $0.chapterHelp = "555-0100" }, digest { $0.chapterHelpByLanguage["so"] = "555-0100" },
            digest { $0.sealBesideData = true },
        ]
        #expect(Set(digests).count == digests.count)
        #expect(try digest { _ in } == digests[0])
    }

    @Test func `a command that does not listen accepts a key in the data folder, with any address`() throws {
        var settings = Settings()
        settings.address = .tcp(host: "0.0.0.0", port: 8780)
        #expect(throws: DaemonError.self) { try StartPlan(settings, paths: paths) }
        #expect(throws: Never.self) { try StartPlan(settings, paths: paths, listens: false) }
    }
}
