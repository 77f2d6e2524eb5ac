import DaemonSupport
import Foundation
import Logging
import Plates
import SQLiteStore
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

/// A registry in a test's own folder, without a daemon, and a session of the operator's commands on it.
final class OperationsFixture: Sendable {
    /// Moved by the tests.
    let clock: TestClock
    let plan: StartPlan
    let home: RegistryHome
    let holder: UnservedRegistry
    let session: OwnSession
    private let operations: Operations
    static let admin = Array("an admin of a test".utf8)

    /// A minute after the machine's own time, by which the tombstones of a new registry are dated.
    static func machineClock() -> TestClock { TestClock(Instant(seconds: Int64(Date().timeIntervalSince1970) + 60)) }

    /// Makes a registry, or opens the one that is there.
    init(
        _ place: TemporaryFolder, clock: TestClock = OperationsFixture.machineClock(), change: (inout Settings) -> Void = { _ in }
    ) throws {
        self.clock = clock
        var settings = Settings()
        change(&settings)
        plan = try StartPlan(settings, paths: HomePaths(environment: ["HOME": place.path]), listens: false)
        home = try RegistryHome(plan, logger: .quiet, makesKey: true)
        holder = UnservedRegistry(home, clock: clock.wallClock, logger: .quiet)
        operations = Operations(home, holder: holder, clock: clock.wallClock)
        session = operations.session()
    }

    /// Lets `use` work on a fixture, and lets go of its folder, so that another can have it.
    static func with(
        _ place: TemporaryFolder, clock: TestClock = OperationsFixture.machineClock(), _ use: (OperationsFixture) async throws -> Void
    ) async throws {
        let fixture = try OperationsFixture(place, clock: clock)
        do {
            try await use(fixture)
        } catch {
            try? await fixture.close()
            throw error
        }
        try await fixture.close()
    }

    /// Starts a registry that has lost data, as an operator who accepts the loss, and stops it.
    static func acceptLoss(_ place: TemporaryFolder) async throws {
        let fixture = try OperationsFixture(place)
        let registry = try OpenRegistry(in: fixture.home, logger: .quiet)
        let found = try registry.database.counters().commit
        await #expect(throws: DaemonError.self) { try await registry.openLedger(clock: fixture.clock.wallClock) }
        let ledger = try await registry.openLedger(clock: fixture.clock.wallClock, onLoss: .accept(found: found))
        await ledger.stop()
        registry.close()
        try await fixture.close()
    }

    /// Closes the registry; the folder's lock goes with the fixture itself.
    func close() async throws {
        await holder.close()
        try session.close()
    }

    // MARK: The registry

    func principal() async throws -> Principal {
        let ledger = try await holder.ledger()
        if let first = try await ledger.issueFirstAdmin(mint: { Self.admin }) { return first }
        return Principal(raw: Self.admin, token: try ledger.tokens.authenticate(Self.admin, on: ledger.rules.day(of: clock.now)))
    }

    func report(_ plates: String..., by other: Principal? = nil) async throws {
        let principal = if let other { other } else { try await principal() }
        for plate in plates {
            let report = Report(
                plate: try Plate(plate), seenAt: clock.now.adding(minutes: -10), area: AreaID("everywhere")!, signs: [.convoy])
            let submission = Submission(id: TestRegistry.newID(), digest: Array(plate.utf8), report: report)
            guard case .recorded = try await holder.ledger().record([submission], by: principal)[0] else {
                Issue.record("a report was refused")
                return
            }
        }
    }

    func decide(_ verdict: Verdict, _ plate: String, signs: Signs = []) async throws {
        let actor = AuditedPrincipal(try await principal().token)
        let outcome = try await holder.ledger().decide(
            verdict, signs: signs, on: [VerdictItem(try Plate(plate).key, seen: .nothing)], by: actor)
        _ = try outcome.results[0].get()
    }

    func knows(_ plate: String) async throws -> Bool {
        try await holder.ledger().storedRecord(of: try Plate(plate).key) != nil
    }

    func isProtected(_ plate: String) async throws -> Bool { try await holder.ledger().isProtected(Plate(plate).key) }

    func status(_ plate: String) async throws -> Status? {
        try await holder.ledger().listings.lookUp(try Plate(plate).key, similar: false, as: .moderator, at: clock.now).listings.first?
            .status
    }

    // MARK: The operator

    func ask(_ request: OperationRequest) async throws -> OperationAnswer {
        try await session.perform(request) { _ in }
    }

    /// Writes a backup to a file of the test's own.
    @discardableResult
    func backUp(to path: String) async throws -> BackupSummary {
        guard case .backedUp(let staged, let summary) = try await ask(.backUp) else { throw UnexpectedAnswer() }
        try BackupFile(path).take(from: DaemonFile(staged, in: home.folder.path), replaces: true)
        return summary
    }

    /// Does one thing with a staged copy of a file, in a session of its own.
    private func ask(
        about path: String, onStep: @escaping @Sendable (OperationStep, StagedName) -> Void = { _, _ in },
        _ request: (StagedName) -> OperationRequest
    ) async throws -> OperationAnswer {
        let session = operations.session()
        guard case .staged(let name) = try await session.perform(.stage, onStep: { _ in }) else { throw UnexpectedAnswer() }
        let answer: Result<OperationAnswer, any Error>
        do {
            try BackupFile(path).give(to: DaemonFile(name, in: home.folder.path))
            answer = .success(try await session.perform(request(name)) { onStep($0, name) })
        } catch {
            answer = .failure(error)
        }
        try session.close()
        return try answer.get()
    }

    func verify(_ path: String) async throws -> VerifiedBackup {
        guard case .verified(let backup) = try await ask(about: path, { .verify(file: $0) }) else { throw UnexpectedAnswer() }
        return backup
    }

    func restore(
        _ path: String, withoutTombstones: Bool = false, onStep: @escaping @Sendable (OperationStep, StagedName) -> Void = { _, _ in }
    ) async throws -> RestoredBackup {
        let answer = try await ask(about: path, onStep: onStep) { .restore(file: $0, withoutTombstones: withoutTombstones) }
        guard case .restored(let restored) = answer else { throw UnexpectedAnswer() }
        return restored
    }

    func previewPurge(_ selection: PurgeSelection) async throws -> String {
        guard case .previewed(let preview) = try await ask(.previewPurge(selection: selection)) else { throw UnexpectedAnswer() }
        #expect(!preview.needsSecond)
        return preview.preview
    }

    @discardableResult
    func purge(_ plates: String...) async throws -> Int {
        let preview = try await previewPurge(PurgeSelection(plates: plates))
        guard case .purged(let purged) = try await ask(.purge(preview: preview)) else { throw UnexpectedAnswer() }
        return purged.erased
    }

    struct UnexpectedAnswer: Error {}
}
