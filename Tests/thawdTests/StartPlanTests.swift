import Foundation
import Seal
import Server
import Sightings
import Testing
import Vocabulary
import Wire
import thawd

@Suite("What the settings come to")
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

    @Test func `with no setting at all it serves one area from the XDG folder, and has changed nothing`() throws {
        let plan = try plan()
        #expect(plan.dataFolder == "\(place.path)/.local/state/thawd")
        #expect(plan.keyFile.path == "\(plan.dataFolder)/seal.key")
        #expect(plan.areas.areas.map(\.id.description) == ["everywhere"])
        try plan.checkFiles()
        #expect(!FileManager.default.fileExists(atPath: plan.dataFolder))
    }

    @Test(arguments: ["0.0.0.0:8780", "192.0.2.1:8780", "[::]:8780"])
    func `beyond loopback the key must lie elsewhere, unless the operator says that it may not`(_ address: String) throws {
        let address = try #require(ListenAddress(address))
        #expect(codes { $0.address = address } == [.sealBesideData])
        #expect(codes { $0.operatorAddress = address } == [.sealBesideData])
        #expect(codes { ($0.address, $0.sealBesideData) = (address, true) } == [])
        #expect(codes { ($0.address, $0.sealKeyFile) = (address, "/etc/thaw/seal.key") } == [])
        #expect(codes { ($0.address, $0.sealKeyFile) = (address, "~/.local/state/thawd/seal.key") } == [.sealBesideData])
    }

    @Test(arguments: ["127.0.0.1:8780", "[::1]:8780", "unix:/run/thawd/thawd.sock"])
    func `on loopback the key may lie beside the data`(_ address: String) throws {
        let address = try #require(ListenAddress(address))
        #expect(codes { $0.address = address } == [])
    }

    @Test func `the example's areas are taken`() throws {
        let plan = try plan { $0.areasFile = Examples.path("areas.geojson") }
        #expect(plan.areas.areas.count == 12)
        #expect(plan.areas.areas.contains { $0.id.description == "powderhorn" })
        #expect(plan.areas.areas.allSatisfy { $0.squareKilometres >= 0.5 })
    }

    @Test func `an area that is too small is refused and named`() {
        let causes = codes { ($0.areasFile, $0.areaSquareKilometresMin) = (Examples.path("areas.geojson"), 1) }
        #expect(causes == [.areasTooSmall])
    }

    @Test func `every area of the example is found by a place in it, and by no other's place`() throws {
        let areas = try plan { $0.areasFile = Examples.path("areas.geojson") }.areas
        for area in areas.areas {
            let ring = try #require(area.polygons.first?.rings.first)
            let middle = ring.dropLast().reduce((0.0, 0.0)) { ($0.0 + $1.latitude, $0.1 + $1.longitude) }
            let count = Double(ring.count - 1)
            #expect(areas.area(latitude: middle.0 / count, longitude: middle.1 / count) == area.id)
        }
    }

    @Test func `what is wrong with files is named at once`() throws {
        let address = try #require(ListenAddress("0.0.0.0:1"))
        #expect(codes { ($0.address, $0.areasFile) = (address, "/nowhere/areas.geojson") } == [.sealBesideData, .areasUnreadable])
        let file = place.write("{}", to: "areas.geojson")
        #expect(codes { $0.areasFile = file } == [.areasMalformed])
    }

    @Test func `a key that is missing beside a database is lost, not made anew`() throws {
        let plan = try plan()
        #expect(mkdirs(plan.dataFolder))
        #expect(chmodPrivate(plan.dataFolder))
        #expect(FileManager.default.createFile(atPath: DataFolder.database(in: plan.dataFolder), contents: Data()))
        let error = #expect(throws: DaemonError.self) { try plan.checkFiles() }
        #expect(error?.causes.map(\.code) == [.sealMissing])
    }

    @Test func `without a home folder the data folder must be named`() {
        let error = #expect(throws: DaemonError.self) { try StartPlan(Settings(), paths: HomePaths(environment: [:])) }
        #expect(error?.causes.map(\.code) == [.configValue])
    }

    @Test func `the digest of the settings is the same for the same ones, and another for each that differs`() throws {
        let place = TemporaryFolder()
        func digest(_ change: (inout Settings) -> Void) throws -> [UInt8] {
            var settings = Settings()
            change(&settings)
            return try StartPlan(settings, paths: HomePaths(environment: ["HOME": place.path])).settingsDigest.bytes
        }
        let digests = try [
            digest { _ in }, digest { $0.registryName = "Another" }, digest { $0.rules.tokenDays = 90 },
            digest { $0.chapterHelp = "555-0100" },
            digest { $0.sealBesideData = true },
        ]
        #expect(Set(digests).count == digests.count)
        #expect(try digest { _ in } == digests[0])
    }

    @Test func `a command that listens to nobody takes a key beside the data, whatever the address`() throws {
        let place = TemporaryFolder()
        var settings = Settings()
        settings.address = .tcp(host: "0.0.0.0", port: 8780)
        let paths = HomePaths(environment: ["HOME": place.path])
        #expect(throws: DaemonError.self) { try StartPlan(settings, paths: paths) }
        #expect(throws: Never.self) { try StartPlan(settings, paths: paths, listens: false) }
    }
}
