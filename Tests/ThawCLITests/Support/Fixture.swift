import Client
import Crypto
import Foundation
import Server
import Sightings
import Synchronization
import TestSupport
import Testing
import ThawCLI
import Vocabulary
import Wire

/// A machine of one volunteer or moderator: its own folders, and a real registry on loopback whose clock, and the machine's, stand still.
///
/// Its suite needs the trait `.blocking`.
final class Fixture: Sendable {
    let registry: RelayedRegistry
    let server: FakeServer
    let home: URL
    private let folder = TemporaryFolder()
    /// By how many seconds the machine's clock is ahead of the server's.
    private let skew = Mutex<Int64>(0)

    /// - Parameters:
    ///   - role: whose token the machine holds.
    ///   - start: the time at the registry and here, in Unix seconds.
    init(
        loggedIn: Bool = true, role: Role = .volunteer, rules: Rules = Rules(), start: Int64 = Fixture.now, chapter: Chapter = Chapter()
    ) throws {
        let registry = try wait { try await RelayedRegistry(rules: rules, start: start, chapter: chapter) }
        self.registry = registry
        server = FakeServer { request, _ in registry.reply(to: request) }
        home = URL(filePath: folder.path)
        if loggedIn { try logIn(role) }
    }

    deinit {
        server.stop()
        let registry = registry
        let stop: @Sendable () async -> Void = {
            do { try await registry.stop() } catch { Issue.record(error) }
        }
        // One of Swift's cooperative threads may drop the last reference. It must not wait.
        do { try wait(for: stop) } catch { Task { await stop() } }
    }

    /// 2026-11-22T21:41:00Z, a Sunday.
    static let now: Int64 = 1_795_383_660

    /// Chicago: five hours behind Greenwich in summer, six from 1 November 2026, 07:00 UTC, on.
    static let chicago = LocalZone { $0 < 1_793_516_400 ? -5 * 3_600 : -6 * 3_600 }

    var environment: [String: String] { ["HOME": home.path, "TERM": "dumb"] }
    var folders: Folders { get throws { try Folders(environment: environment) } }

    /// Moves the time on, here and at the registry.
    func advance(seconds: Int64) { registry.clock.now = Instant(seconds: registry.clock.now.seconds + seconds) }

    /// Moves the time on by days, at each of which the registry ages as its service lets it.
    func passDays(_ days: Int) throws {
        for _ in 0..<days {
            advance(seconds: 86_400)
            try wait { [registry] in try await registry.real.ageFully() }
        }
    }

    /// Sets the machine's clock to be ahead of the server's by so many seconds.
    func setSkew(seconds: Int64) { skew.withLock { $0 = seconds } }

    /// The machine's environment; a wait before another attempt takes no time.
    private func environment(_ variables: [String: String]) -> ClientEnvironment {
        var environment = ClientEnvironment(now: { [self] in registry.clock.now.seconds + skew.withLock { $0 } }, variables: variables)
        environment.wait = { _, _ in }
        return environment
    }

    // MARK: Tokens

    /// The token of the machine's person in a role, or of another one; the registry knows it once ``admit(_:as:)`` was called.
    static func token(_ role: Role, name: String = "me") -> BearerToken {
        BearerToken(random: Array(SHA256.hash(data: Array("\(name) \(role)".utf8)).prefix(BearerToken.randomBytes)))
    }

    /// Lets the registry know a token, trusted from its first day.
    @discardableResult
    func admit(_ token: BearerToken, as role: Role) throws -> Principal {
        try wait { [registry] in try await registry.real.principal(token.text, role: role) }
    }

    /// The short id of the token that ``logIn(_:)`` gives a role.
    static func shortID(_ role: Role, name: String = "me") -> String {
        Token.shortID(ofHash: Array(SHA256.hash(data: Array(token(role, name: name).text.utf8))))
    }

    /// Logs the machine in with a token of that role.
    func logIn(_ role: Role) throws {
        let token = Self.token(role)
        let principal = try admit(token, as: role)
        try Account(server: try ServerAddress(server.url), token: token, shortID: principal.token.shortID, role: role).save(in: folders)
    }

    /// An invite that the registry's admin has just made.
    func invite(_ role: Role = .volunteer) throws -> InviteCode {
        let code = InviteCode(random: (0..<InviteCode.randomBytes).map { _ in UInt8.random(in: 0...255) })
        _ = try wait { [registry] in
            let admin = try await registry.real.principal("admin")
            return try await registry.real.ledger.makeInvite(code: Array(code.text.utf8), role: role, isTrusted: false, by: admin)
        }
        return code
    }

    // MARK: Commands

    /// Runs one command as the process would.
    @discardableResult
    func run(_ arguments: [String], _ terminal: FakeTerminal = FakeTerminal(), environment more: [String: String] = [:]) -> Int32 {
        let environment = environment(environment.merging(more) { $1 })
        return CommandLineProgram.run(arguments, in: CommandContext(terminal: terminal, environment: environment, zone: Self.chicago))
    }

    /// Runs one command on a terminal, and returns its output.
    func say(_ arguments: String..., typing input: [String] = []) -> (status: Int32, terminal: FakeTerminal) {
        let terminal = FakeTerminal(input)
        return (run(arguments, terminal), terminal)
    }

    /// Runs one command in a pipe.
    func pipe(_ arguments: String..., input: [String] = []) -> (status: Int32, terminal: FakeTerminal) {
        let terminal = FakeTerminal(input, isPerson: false)
        return (run(arguments, terminal), terminal)
    }

    /// Runs one command on a terminal, and fails the test unless the command ends with this status.
    @discardableResult
    func say(
        _ arguments: String..., typing input: [String] = [], exits expected: Int32, at location: SourceLocation = #_sourceLocation
    ) -> FakeTerminal {
        let terminal = FakeTerminal(input)
        return terminal.after(run(arguments, terminal), expected, location)
    }

    /// The same in a pipe.
    @discardableResult
    func pipe(
        _ arguments: String..., input: [String] = [], exits expected: Int32, at location: SourceLocation = #_sourceLocation
    ) -> FakeTerminal {
        let terminal = FakeTerminal(input, isPerson: false)
        return terminal.after(run(arguments, terminal), expected, location)
    }

    /// The reports in the outbox.
    func outbox() throws -> [OutboxEntry] {
        guard let account = try Account.load(from: folders) else { return [] }
        return try Outbox(folders: folders, account: account, environment: environment(environment)).contents().waiting
    }

    /// Every file below the home folder, with its bytes.
    func files() throws -> [String: Data] {
        Dictionary(uniqueKeysWithValues: folder.files().map { ($0.name, $0.bytes) })
    }
}
