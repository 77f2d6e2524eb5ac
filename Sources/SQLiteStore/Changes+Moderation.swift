import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension Changes {
    /// Writes what moderators did and what waits for them.
    func writeModeration(to database: Database) throws {
        try write(reviews, to: .reviews, database) { ($0.values, $0.row.place) }
        try write(setAsides, to: .setAsides, database) { ($0.values, $0.row.place) }
        try write(setAsideSightings, to: .setAsideSightings, database) { ($0.values, $0.row.place) }
        try write(setAsideMutes, to: .setAsideMutes, database) { ($0.values, $0.row.place) }
        try write(audit, to: .audit, database) { ($0.values, $0.place) }
        try write(proposals, to: .proposals, database) { ($0.values, $0.place) }
        try write(proposalPages, to: .proposalPages, database) { ($0.values, $0.place) }
        if let checkpoint { try RegistryValue.auditCheckpoint.keep(RegistryValue.data(of: checkpoint), in: database) }
        if let backedUpAt { try RegistryValue.backedUpAt.keep(RegistryValue.data(of: backedUpAt.seconds), in: database) }
        if let settingsDigest { try RegistryValue.settingsDigest.keep(Data(settingsDigest.bytes), in: database) }
    }
}

/// What stands in the table `registry` beside what the file belongs to. Each always has the same size.
enum RegistryValue: String {
    case auditCheckpoint = "audit_checkpoint"
    case settingsDigest = "settings_digest"
    case backedUpAt = "backed_up_at"

    func keep(_ value: Data, in database: Database) throws {
        try database.execute(sql: "INSERT OR REPLACE INTO registry (name, value) VALUES (?, ?)", arguments: [rawValue, value])
    }

    func read(from database: Database) throws -> Data? {
        try Data.fetchOne(database, sql: "SELECT value FROM registry WHERE name = ?", arguments: [rawValue])
    }

    static func data(of checkpoint: AuditCheckpoint) -> Data {
        data(of: checkpoint.sequence) + Data(checkpoint.hash)
    }

    static func data(of number: Int64) -> Data { withUnsafeBytes(of: number.bigEndian) { Data($0) } }

    static func number(_ data: Data) -> Int64? { data.count == 8 ? data.reduce(0) { $0 << 8 | Int64($1) } : nil }

    static func checkpoint(_ data: Data) -> AuditCheckpoint? {
        guard data.count == 8 + AuditEntry.hashBytes else { return nil }
        return AuditCheckpoint(sequence: data.prefix(8).reduce(0) { $0 << 8 | Int64($1) }, hash: Array(data.dropFirst(8)))
    }
}

extension FixedWidth {
    static func readActor(_ row: StoredRow, _ column: Int) throws -> AuditActor {
        guard let actor = AuditActor(number: try read(row, column)) else { throw StoreError.corrupt }
        return actor
    }
}

extension Owned<Review> {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(plate), .digest(row.salt), FixedWidth.stored(row.decision), FixedWidth.stored(row.verdict?.number ?? 0),
            FixedWidth.stored(row.actor.number), FixedWidth.stored(row.day.number),
        ]
    }
}

extension Owned<SetAside> {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(plate), FixedWidth.stored(row.decision), FixedWidth.stored(row.verdict.number),
            FixedWidth.stored(row.actor.number), FixedWidth.stored(row.madeAt.seconds), FixedWidth.stored(row.status.number),
            FixedWidth.stored(row.confirmedOn?.number ?? 0), FixedWidth.stored(row.confirmedSigns.rawValue),
            FixedWidth.stored(row.clearedOn?.number ?? 0), FixedWidth.stored(row.isQueued ? 1 : 0),
        ]
    }
}

extension OfDecision<Sighting> {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(plate), FixedWidth.stored(decision), FixedWidth.stored(row.area),
            FixedWidth.stored(row.period.step.rawValue), FixedWidth.stored(row.period.number), FixedWidth.stored(row.reports),
            FixedWidth.stored(row.commit),
        ]
    }
}

extension OfDecision<SetAside.Mute> {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(plate), FixedWidth.stored(decision), FixedWidth.stored(row.voice), FixedWidth.stored(row.until.number),
        ]
    }
}

extension AuditLink {
    fileprivate var values: [StoredValue] {
        [
            FixedWidth.stored(entry.sequence), FixedWidth.stored(entry.day), FixedWidth.stored(entry.actor.number),
            FixedWidth.stored(entry.action.number), FixedWidth.stored(entry.count), .bytes(entry.plateName), .bytes(hash),
        ]
    }
}

extension Proposal {
    fileprivate var values: [StoredValue] {
        var (verdict, signs, area, upTo, isNamed): (UInt8, UInt32, AreaNumber?, Day?, Bool) = (0, 0, nil, nil, false)
        // A purge's status and a filter's are numbered differently; the verdict's column tells which it is.
        var (status, reason): (UInt8, UInt8) = (0, 0)
        switch deed {
        case .purge(let purge):
            (area, upTo, status, isNamed) = (purge.area, purge.upTo, purge.status?.rawValue ?? 0, purge.isNamed)
        case .verdict(let asked, let given, let filter):
            (verdict, signs) = (asked.number, given.rawValue)
            (area, status, reason) = (filter?.area, filter?.status?.number ?? 0, filter?.reason?.number ?? 0)
            isNamed = filter == nil
        }
        return [
            FixedWidth.stored(id), FixedWidth.stored(verdict), FixedWidth.stored(signs),
            // One more than the area's number: 0 stands for none.
            FixedWidth.stored(area.map { Int($0) + 1 } ?? 0), FixedWidth.stored(upTo?.number ?? 0),
            FixedWidth.stored(status), FixedWidth.stored(isNamed ? 1 : 0), FixedWidth.stored(actor.number),
            FixedWidth.stored(tokenID), FixedWidth.stored(madeAt.seconds), FixedWidth.stored(commit), FixedWidth.stored(decision),
            FixedWidth.stored(isRunning ? 1 : 0), FixedWidth.stored(reason),
        ]
    }
}

extension ProposalPage {
    /// A place of 4 bytes and an id of 8.
    static let plateBytes = 12

    fileprivate var values: [StoredValue] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.platesMax * Self.plateBytes)
        for plate in plates {
            withUnsafeBytes(of: plate.place.bigEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: plate.id.bigEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: repeatElement(0, count: Self.platesMax * Self.plateBytes - bytes.count))
        return [FixedWidth.stored(proposal), FixedWidth.stored(plates.count), .bytes(bytes)]
    }
}
