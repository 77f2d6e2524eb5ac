import Crypto
import Foundation
package import Plates
package import SQLiteStore
package import Seal
package import Sightings
package import Vocabulary

/// A whole registry in a folder of a test's own: real files, real SQLite, a clock that the test moves.
package final class TestRegistry: Sendable {
    package let folder: TemporaryFolder
    package let clock: TestClock
    package let keys: SealKeys
    package let rules: Rules
    package let database: SightingDatabase
    package let store: FaultyStore
    package let tombstones: TombstoneFile
    /// The log that the ledger writes to: it passes ``tombstones`` on.
    package let tombstoneLog: FaultyTombstoneLog
    package let ledger: Ledger
    /// What the ledger gave to the sender of alerts.
    package let notices: KeptNotices

    package static let areas = ["powderhorn", "seward", "northside"].map { AreaID($0)! }
    package static let secret = [UInt8](0..<32)

    package convenience init(rules: Rules = Rules(), areas: [AreaID] = TestRegistry.areas) async throws {
        try await self.init(folder: TemporaryFolder(), clock: TestClock(), rules: rules, areas: areas)
    }

    /// A registry with the defaults but for what `change` sets.
    package convenience init(_ change: (inout Rules) -> Void) async throws {
        var rules = Rules()
        change(&rules)
        try await self.init(rules: rules)
    }

    /// - Parameter onLoss: what to do if the folder lacks something of what was acknowledged; a folder that is new lacks nothing.
    package init(
        folder: TemporaryFolder, clock: TestClock, rules: Rules = Rules(), areas: [AreaID] = TestRegistry.areas,
        onLoss: LossResponse = .refuse
    ) async throws {
        self.folder = folder
        self.clock = clock
        self.rules = rules
        keys = try SealKeys(secret: Self.secret)
        let weekKeys = folder.path + "/week-keys"
        try FileManager.default.createDirectory(atPath: weekKeys, withIntermediateDirectories: true)
        let isNew = !FileManager.default.fileExists(atPath: folder.path + "/thaw.db")
        database = try SightingDatabase.open(
            path: folder.path + "/thaw.db", identity: RegistryIdentity(keyWitness: keys.keyWitness, utcOffset: rules.utcOffset),
            checks: keys.store, witness: CommitWitness(path: folder.path + "/commit-witness", checks: keys.store))
        store = FaultyStore(database)
        let acknowledged = try database.counters()
        let path = folder.path + "/tombstones"
        tombstones =
            isNew
            ? try TombstoneFile(making: path, keys: keys, now: clock.now)
            : try TombstoneFile(path: path, keys: keys, acknowledged: acknowledged.tombstones)
        tombstoneLog = FaultyTombstoneLog(tombstones)
        let notices = KeptNotices()
        self.notices = notices
        ledger = try await Ledger.open(
            LedgerParts(
                rules: rules, keys: keys, weekKeyFolder: WeekKeyFolder(path: weekKeys), store: store, tombstones: tombstoneLog,
                clock: clock.wallClock, areas: areas, onAlert: { notices.add($0) }, onLoss: isNew ? .ignore : onLoss))
    }

    /// The same folder and clock, opened anew, as after a restart.
    package func restarted(rules: Rules? = nil, areas: [AreaID] = TestRegistry.areas) async throws -> TestRegistry {
        try await stop()
        return try await TestRegistry(folder: folder, clock: clock, rules: rules ?? self.rules, areas: areas)
    }

    /// Stops the ledger and closes the database, as the end of a daemon does.
    package func stop() async throws {
        await ledger.stop()
        try database.close()
    }

    /// A copy of the folder, as a crash would leave it.
    package func crashed() throws -> TemporaryFolder {
        let copy = TemporaryFolder()
        for name in ["thaw.db", "thaw.db-wal", "week-keys", "commit-witness", "tombstones"] {
            try FileManager.default.copyItem(atPath: folder.path(of: name), toPath: copy.path(of: name))
        }
        return copy
    }

    // MARK: Tokens

    /// The token of a name, as a request of today finds it.
    package func token(_ name: String) throws(TokenTable.Refusal) -> Token {
        try ledger.tokens.authenticate(Array(name.utf8), on: today)
    }

    /// A token as if it had been issued days ago, or as trusted.
    package func principal(_ name: String, role: Role = .volunteer, trusted: Bool = true) async throws -> Principal {
        let first = try await ledger.issueFirstAdmin(mint: { Array("admin".utf8) })
        let admin = try first ?? Principal(raw: Array("admin".utf8), token: token("admin"))
        if name == "admin" { return admin }
        if let known = try? token(name) { return Principal(raw: Array(name.utf8), token: known) }
        let code = Array("invite for \(name)".utf8)
        _ = try await ledger.makeInvite(code: code, role: role, isTrusted: trusted, by: admin)
        return try await ledger.redeem(code: code) { Array(name.utf8) }
    }

    // MARK: Verdicts

    /// Decides on one plate as an admin who has looked just now; throws why it was refused.
    ///
    /// - Returns: the decision, by which it can be undone.
    @discardableResult
    package func decide(_ verdict: Verdict, signs: Signs = [], on key: PlateKey, by name: String = "admin") async throws -> DecisionID {
        let actor = AuditedPrincipal(try await principal(name, role: .moderator).token)
        let outcome = try await ledger.decide(verdict, signs: signs, on: [VerdictItem(key, seen: .nothing)], by: actor)
        _ = try outcome.results[0].get()
        return outcome.decision ?? 0
    }

    // MARK: Reports

    package func submission(
        _ plate: String, minutesAgo: Int = 10, area: String = "powderhorn", vehicle: Vehicle = Vehicle(), signs: Signs = [],
        id: ReportID? = nil
    ) throws -> Submission {
        let seenAt = clock.now.adding(minutes: -minutesAgo)
        let report = Report(plate: try Plate(plate), seenAt: seenAt, area: AreaID(area)!, vehicle: vehicle, signs: signs)
        let fields = "\(plate)|\(seenAt.seconds)|\(area)|\(vehicle)|\(signs.rawValue)"
        let digest = Array(SHA256.hash(data: Array(fields.utf8)))
        return Submission(id: id ?? Self.newID(), digest: digest, report: report)
    }

    @discardableResult
    package func report(
        _ plate: String, by name: String, minutesAgo: Int = 10, area: String = "powderhorn", vehicle: Vehicle = Vehicle(),
        signs: Signs = [],
        trusted: Bool = true
    ) async throws -> RecordOutcome {
        let principal = try await principal(name, trusted: trusted)
        let submission = try submission(plate, minutesAgo: minutesAgo, area: area, vehicle: vehicle, signs: signs)
        return try await ledger.record([submission], by: principal)[0]
    }

    /// Records a report that the caller sends again or withdraws.
    package func recorded(
        _ plate: String, by name: String, minutesAgo: Int = 10, signs: Signs = []
    ) async throws -> (submission: Submission, principal: Principal) {
        let (submission, principal) = (try submission(plate, minutesAgo: minutesAgo, signs: signs), try await principal(name))
        _ = try await ledger.record([submission], by: principal)
        return (submission, principal)
    }

    package static func newID() -> ReportID {
        ReportID(hex: UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))!
    }

    // MARK: Reading

    package func lookUp(_ plate: String, as viewer: Viewer = .public, similar: Bool = false) throws -> Listings.Answer {
        ledger.listings.lookUp(try Plate(plate).key, similar: similar, as: viewer, at: clock.now)
    }

    package func status(_ plate: String, as viewer: Viewer = .moderator) throws -> Status? {
        try lookUp(plate, as: viewer).listings.first?.status
    }

    /// The ledger's record of a plate.
    package func record(_ plate: String) async throws -> PlateRecord? {
        await ledger.storedRecord(of: try Plate(plate).key)
    }

    package func ageFully() async throws {
        while try await ledger.age().isMoreDue {}
    }
}
