import DaemonSupport
import Foundation
import TestSupport
import Testing
import Wire
import thawd

@Suite("The files that thawd init writes")
struct InitFilesTests {
    private let place = TemporaryFolder()
    private var service: ServiceFiles {
        ServiceFiles(folder: place.path + "/etc", dataFolder: place.path + "/data", socket: place.path + "/thawd.sock")
    }

    private func text(_ name: String) -> String? { place.bytes(of: name).map { String(decoding: $0, as: UTF8.self) } }

    @Test func `the service may read its configuration and areas, and only root its key`() throws {
        let areas = place.write("{}", to: "city.geojson")
        try InitFiles.write("registry:\n", for: service, copyingAreas: areas)
        #expect(text("etc/thawd.yaml") == "registry:\n")
        #expect(text("etc/areas.geojson") == "{}")
        #expect(place.mode(of: "etc") == 0o755)
        #expect(place.mode(of: "etc/thawd.yaml") == 0o644)
        #expect(place.mode(of: "etc/areas.geojson") == 0o644)
        #expect(place.mode(of: "etc/seal.key") == 0o600)
        #expect(try service.sealKey.read().count == 32)
    }

    @Test func `no file is replaced`() throws {
        #expect(mkdirs(service.folder))
        let key = String(repeating: "5a0f", count: 16)
        place.write(key, to: "etc/seal.key")
        place.write("kept", to: "etc/thawd.yaml")
        #expect(errorCode { try InitFiles.write("new", for: service, copyingAreas: nil) } == .folderUnwritable)
        #expect(errorCode { try InitFiles.write("new", to: service.configuration) } == .folderUnwritable)
        #expect(text("etc/thawd.yaml") == "kept")
        #expect(text("etc/seal.key") == key)
    }

    @Test func `an areas file in the way stops it before the configuration is written`() throws {
        let areas = place.write("{}", to: "city.geojson")
        #expect(mkdirs(service.folder))
        place.write("kept", to: "etc/areas.geojson")
        #expect(errorCode { try InitFiles.write("new", for: service, copyingAreas: areas) } == .folderUnwritable)
        #expect(text("etc/areas.geojson") == "kept")
        #expect(text("etc/thawd.yaml") == nil)
    }

    @Test func `a registry without its key gets no new one`() throws {
        #expect(mkdirs(service.dataFolder))
        #expect(FileManager.default.createFile(atPath: DataFolder.database(in: service.dataFolder), contents: Data()))
        #expect(errorCode { try InitFiles.checkKey(of: service) } == .sealMissing)
        #expect(errorCode { try InitFiles.makeKey(of: service) } == .sealMissing)
        #expect(place.bytes(of: "etc/seal.key") == nil)
    }

    @Test func `a user's configuration is private, and its folder is made`() throws {
        try InitFiles.write("registry:\n", to: place.path + "/config/thawd/thawd.yaml")
        #expect(place.mode(of: "config/thawd/thawd.yaml") == 0o600)
        #expect(place.mode(of: "config/thawd") == 0o700)
    }

    @Test func `the unit names the same files`() throws {
        let unit = try String(contentsOfFile: RepositoryFiles.example("thawd.service"), encoding: .utf8)
        let files = ServiceFiles.system
        #expect(unit.contains("--config \(files.configuration)\n"))
        #expect(unit.contains("ConditionPathExists=\(files.configuration)\n"))
        #expect(unit.contains("LoadCredential=seal.key:\(files.sealKey.path)\n"))
        #expect(unit.contains("THAW_DATA_FOLDER=\(files.dataFolder)\n"))
        #expect(files.socket.hasPrefix("/run/thawd/") && unit.contains("RuntimeDirectory=thawd\n"))
    }

    @Test(
        arguments: [
            ([:], "sudo cat /var/lib/thawd/first-admin-token | thaw login http://127.0.0.1:8780"),
            (["web.origins": "https://registry.example.org", "server.proxies": "127.0.0.1"], "examples/nginx.conf"),
            (
                [
                    "web.origins": "https://registry.example.org", "server.address": "0.0.0.0:443", "server.tls.certificate": "/c.pem",
                    "server.tls.key": "/k.pem",
                ], "port-443.conf"
            ),
            (
                ["web.origins": "http://a.onion", "web.onion": "http://a.onion", "server.proxies": "tor"],
                "ALL_PROXY=socks5h://127.0.0.1:9050 thaw login http://a.onion"
            ),
        ] as [([String: String], String)])
    func `the next steps fit how people reach the registry`(_ values: [String: String], _ words: String) throws {
        let settings = try SettingsReader(flags: values, environment: [:], file: nil).read().settings
        let lines = InitNextSteps.lines(settings, service: .system, file: nil)
        #expect(lines.contains { $0.contains(words) }, "\(lines)")
        #expect(lines.contains("  sudo systemctl start thawd") && lines.last == "  thaw token invite volunteer")
    }
}
