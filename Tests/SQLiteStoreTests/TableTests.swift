import Foundation
import SQLiteStore
import Seal
import Sightings
import TestSupport
import Testing
import Vocabulary

/// What a commit writes into every table, and a start reads.
struct TableTests {
    private let folder = TemporaryFolder()
    private let identity = RegistryIdentity(keyWitness: Digest128(high: 1, low: 2), utcOffset: .zero)
    private let checks = try! SealKeys(secret: TestRegistry.secret).store
    private static let day = Day(number: 20_800)
    private static let digest = Digest128(high: .max, low: 1)

    private func open() throws -> SightingDatabase {
        try SightingDatabase.open(path: folder.path + "/thaw.db", identity: identity, checks: checks, witness: nil)
    }

    private static func sighting(_ rowID: RowID, _ period: Period, confirmed: Bool) -> Sighting {
        Sighting(rowID: rowID, area: .max, period: period, reports: 7, commit: 3, trusted: confirmed ? 0 : 2, isConfirmed: confirmed)
    }

    /// A row or two in every table, with values at the ends of what is allowed.
    private static var changes: Changes {
        var changes = Changes(counters: Counters())
        changes.counters.commit = 1
        changes.counters.tombstones = LogPosition(number: 9, code: digest)
        changes.plates = [
            PlateRow(
                rowID: 1, id: PlateID(rawValue: 1 << 40), sealed: SealedPlate(block: digest), firstDay: day, lastDay: day,
                standing: PlateStanding(status: .suspected, confirmedSigns: Signs(rawValue: .max), clearedOn: day, isQueued: true)),
            PlateRow(
                rowID: 3, id: 2, sealed: SealedPlate(block: .zero), firstDay: day, lastDay: day,
                standing: PlateStanding(status: .confirmed, confirmedOn: day, vouchedDay: day)),
        ]
        let periods = [
            Period(step: .slot, number: .max), Period(step: .day, number: day.number), Period(step: .week, number: day.number / 7),
        ]
        changes.sightings = zip([1, 2, 3] as [RowID], periods).map { Owned(plate: 1, row: sighting($0, $1, confirmed: $0 == 2)) }
        changes.voices = [
            Owned(
                plate: 1,
                row: Voice(
                    rowID: 1, week: 2971, tag: digest, day: nil, standing: .moderator, vehicle: Vehicle(), signs: Signs(rawValue: .max),
                    mutedUntil: day))
        ]
        changes.receipts[day] = [
            Receipt(
                rowID: 1, receipt: digest, dayReceipt: .zero, replay: digest, content: .zero, commit: 1, isMerged: true, isWithdrawn: true,
                isImported: true, isKept: false, counted: 2)
        ]
        let hash = [UInt8](0..<32)
        changes.tokens = [
            Token(
                rowID: 1, id: 4, hash: hash, role: .admin, isTrustedFromIssue: true, issued: day, expires: day, isRevoked: true,
                invitedBy: -1)
        ]
        changes.invites = [
            Invite(rowID: 1, id: 5, hash: hash, role: .volunteer, isTrusted: false, expires: Instant(seconds: 1_795_000_000), invitedBy: 4)
        ]
        changes.protections = [Protection(rowID: 1, bits: 0), Protection(rowID: 2, bits: 1 << 20 - 1)]
        changes.reviews = [
            Owned(plate: 1, row: Review(rowID: 1, salt: digest, decision: 6, verdict: nil, actor: .shell, day: day))
        ]
        changes.undo.records = [
            Owned(
                plate: 1,
                row: UndoRecord(
                    rowID: 1, decision: 6, verdict: .dismiss, actor: .shell, madeAt: Instant(seconds: 1_795_000_000),
                    standing: PlateStanding(
                        status: .confirmed, confirmedOn: day, confirmedSigns: Signs(rawValue: 5), isQueued: true, vouchedDay: day)))
        ]
        changes.undo.sightings = [OfDecision(plate: 1, decision: 6, row: sighting(1, periods[1], confirmed: false))]
        changes.undo.mutes = [OfDecision(plate: 1, decision: 6, row: UndoRecord.Mute(rowID: 1, voice: 1, until: day))]
        changes.audit = [AuditLink(rowID: 1, entry: AuditEntry(sequence: 1, day: 1, actor: .shell, action: .purge, count: 1), hash: hash)]
        changes.proposals.rows = [
            Proposal(
                rowID: 1, id: 7, operation: .purge(Purge(area: .max, upTo: day, status: .cleared)), actor: .shell, tokenID: 4,
                madeAt: Instant(seconds: 1), commit: 1, decision: 0, isRunning: true),
            Proposal(
                rowID: 2, id: 8, operation: .verdict(.confirm, Signs(rawValue: 1), on: QueueFilter(reason: .misread, status: nil, area: 0)),
                actor: .shell, tokenID: 4, madeAt: Instant(seconds: 1), commit: 1, decision: 9, isRunning: false),
        ]
        changes.proposals.pages = [
            ProposalPage(
                rowID: 1, proposal: 7,
                plates: (1...320).map { ProposalPlate(rowID: RowID(index: $0), id: PlateID(rawValue: .max - Int64($0))) }),
            ProposalPage(rowID: 2, proposal: 8, plates: []),
        ]
        changes.weekWitnesses = [WeekWitness(rowID: 1, week: 2971, witness: digest)]
        changes.alerts = [
            AlertRow(
                rowID: 1, plate: PlateID(rawValue: 1 << 40), id: digest, sealed: SealedPlate(block: digest), event: .seen, area: .max,
                period: periods[0], vehicle: Vehicle(color: .black, body: .suv, make: .ford),
                outputs: (UInt32(1)...8).map { UInt32.max - $0 }),
            AlertRow(
                rowID: 2, plate: 0, id: digest, sealed: nil, event: .confirmed, area: nil, period: periods[1], vehicle: Vehicle(),
                outputs: [1]),
        ]
        changes.alertHolds = [AlertHold(rowID: 1, output: .max, actor: .shell, day: day)]
        changes.addedAreas = ["seward", "northside"]
        changes.settingsDigest = digest
        changes.backedUpAt = Instant(seconds: 1_795_000_000)
        return changes
    }

    @Test("every row of every table is read back as it was written, and again after it was written over")
    func roundTrip() async throws {
        var changes = Self.changes
        for round in 1...2 {
            let database = try open()
            _ = try await database.load()
            try await database.commit(changes)
            try database.close()
            let again = try open()
            let stored = try await again.load()
            try again.close()
            #expect(stored.counters == changes.counters && stored.rows == changes.written)
            #expect(stored.settingsDigest == changes.settingsDigest && stored.backedUpAt == changes.backedUpAt)
            #expect(stored.areas == ["seward", "northside"])
            changes.former = changes.written
            changes.counters.commit = CommitNumber(round + 1)
            changes.addedAreas = []
        }
    }

    /// Values that no column holds.
    private static let impossible: [@Sendable (inout Changes) -> Void] = [
        { $0.tokens[0].hash.removeLast() }, { $0.tokens[0].hash += [1, 2, 3] }, { $0.tokens[0].id = TokenID(rawValue: .max) },
        { $0.plates[0].id = PlateID(rawValue: 1 << 50) }, { $0.plates[0].id = PlateID(rawValue: -1 << 50) },
        { $0.proposals.pages[0].plates.append(ProposalPlate(rowID: 1, id: 1)) }, { $0.alerts[0].outputs.append(9) },
        { $0.alerts[0].outputs = [] },
    ]

    @Test("a value that does not fit its column is refused, and nothing of its commit is kept", arguments: impossible.indices)
    func doesNotFit(_ index: Int) async throws {
        let database = try open()
        _ = try await database.load()
        var changes = Self.changes
        Self.impossible[index](&changes)
        await #expect(throws: StoreError.corrupt) { try await database.commit(changes) }
        let stored = try await database.load()
        #expect(stored.plates.isEmpty && stored.areas.isEmpty && stored.counters.commit == 0)
        try await database.commit(Self.changes)
        #expect(try await database.load().plates == Self.changes.plates)
    }
}
