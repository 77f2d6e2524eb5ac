import Alerts
import Plates
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary
import thawd

/// The registry in a kept data folder: its people and plates, and what was done to them.
enum KeptRegistry {
    /// The time of all of it. A registry ages, so every test opens it by a clock of its own.
    static let madeAt = TestClock.start

    /// The texts of trusted tokens.
    static let volunteers = ["ann", "bo", "cy"]
    static let moderator = "mo"
    static let revoked = "a thief"
    /// The code of an invite that nobody has redeemed.
    static let invite = "an open invite"

    static let confirmed = "MN CNF123"
    static let suspected = "MN SUS123"
    static let watched = "MN WAT123"
    /// Suspected in the backup, and cleared after it.
    static let cleared = "MN CLR123"
    /// Dismissed twice, so that the second verdict extended a mute.
    static let dismissed = "MN DSM123"
    /// Protected after the backup.
    static let protected = "MN PRT123"
    static let purged = "MN PRG123"
    /// Reported after the backup.
    static let later = "MN LTR123"
    /// Their purge waits for a second moderator.
    static let waiting = ["MN WTA111", "MN WTB222"]

    /// Outputs of alerts: one gets the alert about the confirmed plate, the other is held back.
    private static let (listening, held) = ("north", "south")

    /// An output that nothing is sent to, since no daemon runs.
    private static var output: AlertOutputSettings {
        var output = AlertOutputSettings()
        output.kind = .ntfy
        output.address = AlertAddress("http://127.0.0.1:9/near")
        return output
    }

    /// Makes the registry with this version's own code, and keeps its data folder.
    static func make(into kept: KeptDataFolder) async throws {
        let place = TemporaryFolder()
        try begin(place)
        let fixture = try OperationsFixture(place, clock: TestClock(madeAt)) { settings in
            settings.rules.moderation.secondAbove = 1
            for name in [listening, held] { settings.alertOutputs[name] = output }
        }
        try await invitePeople(fixture)
        try await report(fixture)
        let backup = place.path(of: "thaw.backup")
        try await fixture.backUp(to: backup)
        try await goOn(fixture)
        let head = try await fixture.holder.ledger().auditPage(.init(start: .before(.max), limit: 1)).head
        let data = fixture.home.folder.path
        try await fixture.close()
        try kept.keep(data, backup: backup, auditHead: head)
    }

    /// Makes what a first start would make by the machine's clock, or at random.
    private static func begin(_ place: TemporaryFolder) throws {
        let folder = place.path(of: ".local/state/thawd")
        try #require(mkdirs(folder) && chmodPrivate(folder))
        place.write(TestRegistry.secret.hexadecimal + "\n", to: ".local/state/thawd/seal.key")
        _ = try TombstoneFile(making: folder + "/tombstones", keys: SealKeys(secret: TestRegistry.secret), now: madeAt)
    }

    private static func invitePeople(_ fixture: OperationsFixture) async throws {
        let (ledger, admin) = (try await fixture.holder.ledger(), try await fixture.principal())
        try await ledger.recordSettings(fixture.plan.settingsDigest)
        for name in volunteers + [revoked, moderator] {
            let code = Array("an invite for \(name)".utf8)
            let role: Role = name == moderator ? .moderator : .volunteer
            _ = try await ledger.makeInvite(code: code, role: role, isTrusted: true, by: admin)
            _ = try await ledger.redeem(code: code) { Array(name.utf8) }
        }
    }

    private static func report(_ fixture: OperationsFixture) async throws {
        for name in volunteers { try await fixture.report(suspected, cleared, by: principal(name, fixture)) }
        for name in ["ann", "bo"] { try await fixture.report(confirmed, by: principal(name, fixture)) }
        try await fixture.report(watched, dismissed, protected, purged, by: principal("ann", fixture))
        for plate in waiting { try await fixture.report(plate, by: principal("cy", fixture)) }
        _ = try await fixture.holder.ledger().hold(held, isHeld: true, by: principal(moderator, fixture))
        try await fixture.decide(.confirm, confirmed, signs: [.convoy])
        for _ in 0..<2 { try await fixture.decide(.dismiss, dismissed) }
        try await fixture.purge(purged)
    }

    /// What a restore of the backup reapplies or loses.
    private static func goOn(_ fixture: OperationsFixture) async throws {
        let (ledger, admin) = (try await fixture.holder.ledger(), try await fixture.principal())
        try await fixture.decide(.clear, cleared)
        try await fixture.decide(.protect, protected)
        try await ledger.revoke(id: principal(revoked, fixture).token.id, by: admin)
        _ = try await ledger.makeInvite(code: Array(invite.utf8), role: .volunteer, isTrusted: false, by: admin)
        try await fixture.report(later, by: principal("bo", fixture))
        let proposer = AuditedPrincipal(try await principal(moderator, fixture).token)
        let keys = try waiting.map { try Plate($0).key }
        let preview = try await ledger.preview(Purge(isNamed: true), plates: keys, by: proposer)
        guard case .waiting = try await ledger.purge(preview: preview.id, by: proposer) else {
            throw OperationsFixture.UnexpectedAnswer()
        }
    }

    /// A person of the registry.
    static func principal(_ name: String, _ fixture: OperationsFixture) async throws -> Principal {
        let ledger = try await fixture.holder.ledger()
        let raw = Array(name.utf8)
        return Principal(raw: raw, token: try ledger.tokens.authenticate(raw, on: ledger.rules.day(of: fixture.clock.now)))
    }
}
