import Client
import Foundation
import Synchronization
import ThawCLI
import Vocabulary
import Wire

/// A machine of one volunteer: its own folders, a registry on loopback, and a clock that stands still.
final class Bench: Sendable {
    let registry = StandInRegistry()
    let server: StandInServer
    let home: URL
    private let clock = Mutex(StandInRegistry.now)

    init(loggedIn: Bool = true) throws {
        let registry = registry
        server = try StandInServer { registry.answer($0) }
        home = FileManager.default.temporaryDirectory.appending(path: "thaw-cli-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if loggedIn { try logIn() }
    }

    deinit {
        server.stop()
        try? FileManager.default.removeItem(at: home)
    }

    /// Chicago: five hours behind Greenwich in summer, six from 1 November 2026, 07:00 UTC, on.
    static let chicago = LocalZone { $0 < 1_793_516_400 ? -5 * 3_600 : -6 * 3_600 }

    var environment: [String: String] { ["HOME": home.path, "TERM": "dumb"] }
    var folders: Folders { get throws { try Folders(environment: environment) } }

    func advance(seconds: Int64) { clock.withLock { $0 += seconds } }

    private func logIn() throws {
        let account = Account(
            server: try ServerAddress(server.url), token: StandInRegistry.token, shortID: "7GQK", role: .volunteer)
        try account.save(in: folders)
    }

    /// Runs one command as the process would.
    @discardableResult
    func run(_ arguments: [String], _ terminal: FakeTerminal = FakeTerminal(), environment more: [String: String] = [:]) -> Int32 {
        let variables = environment.merging(more) { $1 }
        let environment = ClientEnvironment(now: { [self] in clock.withLock { $0 } }, variables: variables)
        return CommandLineProgram.run(arguments, in: CommandContext(terminal: terminal, environment: environment, zone: Self.chicago))
    }

    /// Runs one command on a terminal, and gives back what it wrote.
    func say(_ arguments: String..., typing input: [String] = []) -> (status: Int32, terminal: FakeTerminal) {
        let terminal = FakeTerminal(input)
        return (run(arguments, terminal), terminal)
    }

    /// Runs one command in a pipe.
    func pipe(_ arguments: String..., input: [String] = []) -> (status: Int32, terminal: FakeTerminal) {
        let terminal = FakeTerminal(input, isPerson: false)
        return (run(arguments, terminal), terminal)
    }

    /// Every file below the home folder, with its bytes.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        let walk = FileManager.default.enumerator(atPath: home.path)
        while let name = walk?.nextObject() as? String {
            if let data = FileManager.default.contents(atPath: home.appending(path: name).path) { files[name] = data }
        }
        return files
    }

    static func listing(_ plate: PlateBody, status: Status = .confirmed) -> ListingBody {
        ListingBody(
            plate: plate, status: status, firstDay: "2026-11-02", lastDay: "2026-11-21", signs: ["convoy", "tactical-gear"],
            vehicles: [VehicleBody(color: "black", body: "suv", make: "ford")], reporters: "up to 5", areas: [])
    }
}
