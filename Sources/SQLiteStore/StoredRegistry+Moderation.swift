import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension StoredRegistry {
    /// Reads what moderators did and what waits for them.
    mutating func readModeration(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try readReviews(database, checks, &sums)
        try readUndoRecords(database, checks, &sums)
        try readAudit(database, checks, &sums)
        try PlacedTable.proposals.forEach(database, checks, &sums[.proposals]) { place, row in
            proposals.append(try Proposal(row, at: place))
        }
        try PlacedTable.proposalPages.forEach(database, checks, &sums[.proposalPages]) { place, row in
            proposalPages.append(try ProposalPage(row, at: place))
        }
    }

    private mutating func readReviews(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try PlacedTable.reviews.forEach(database, checks, &sums[.reviews]) { place, row in
            let review = Review(
                rowID: place, salt: try FixedWidth.readDigest(row, 2), decision: try FixedWidth.read(row, 3),
                verdict: Verdict(number: try FixedWidth.read(row, 4)), actor: try FixedWidth.readActor(row, 5),
                day: try FixedWidth.readDay(row, 6))
            reviews.append(Owned(plate: try FixedWidth.read(row, 1), row: review))
        }
    }

    private mutating func readUndoRecords(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try PlacedTable.setAsides.forEach(database, checks, &sums[.setAsides]) { place, row in
            setAsides.append(Owned(plate: try FixedWidth.read(row, 1), row: try UndoRecord(row, at: place)))
        }
        try PlacedTable.setAsideSightings.forEach(database, checks, &sums[.setAsideSightings]) { place, row in
            let support = try SightingSupport(row, 8)
            let sighting = Sighting(
                rowID: place, area: try FixedWidth.read(row, 3), period: try FixedWidth.readPeriod(row, 4),
                reports: try FixedWidth.read(row, 6), commit: try FixedWidth.read(row, 7), trusted: support.trusted,
                isConfirmed: support.isConfirmed)
            setAsideSightings.append(OfDecision(plate: try FixedWidth.read(row, 1), decision: try FixedWidth.read(row, 2), row: sighting))
        }
        try PlacedTable.setAsideMutes.forEach(database, checks, &sums[.setAsideMutes]) { place, row in
            let mute = UndoRecord.Mute(rowID: place, voice: try FixedWidth.read(row, 3), until: try FixedWidth.readDay(row, 4))
            setAsideMutes.append(OfDecision(plate: try FixedWidth.read(row, 1), decision: try FixedWidth.read(row, 2), row: mute))
        }
    }

    private mutating func readAudit(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums) throws {
        try PlacedTable.audit.forEach(database, checks, &sums[.audit]) { place, row in
            let (name, hash) = (try row.bytes(6), try row.bytes(7))
            guard let action = AuditAction(number: try FixedWidth.read(row, 4)), name.count == AuditEntry.plateNameBytes,
                hash.count == AuditEntry.hashBytes
            else { throw StoreError.corrupt }
            let entry = AuditEntry(
                sequence: try FixedWidth.read(row, 1), day: try FixedWidth.read(row, 2), actor: try FixedWidth.readActor(row, 3),
                action: action, count: try FixedWidth.read(row, 5), plateName: name)
            audit.append(AuditLink(rowID: place, entry: entry, hash: hash))
        }
        audit.sort { $0.entry.sequence < $1.entry.sequence }
    }
}

extension UndoRecord {
    fileprivate init(_ row: StoredRow, at place: RowID) throws {
        guard let verdict = Verdict(number: try FixedWidth.read(row, 3)), let status = Status(number: try FixedWidth.read(row, 6)) else {
            throw StoreError.corrupt
        }
        self.init(
            rowID: place, decision: try FixedWidth.read(row, 2), verdict: verdict, actor: try FixedWidth.readActor(row, 4),
            madeAt: try FixedWidth.readInstant(row, 5), status: status, confirmedOn: try FixedWidth.readOptionalDay(row, 7),
            confirmedSigns: Signs(rawValue: try FixedWidth.read(row, 8)), clearedOn: try FixedWidth.readOptionalDay(row, 9),
            isQueued: try FixedWidth.read(row, 10, as: Int.self) == 1, vouchedDay: try FixedWidth.readOptionalDay(row, 11))
    }
}

extension Proposal {
    fileprivate init(_ row: StoredRow, at place: RowID) throws {
        self.init(
            rowID: place, id: try FixedWidth.read(row, 1), operation: try Self.operation(row), actor: try FixedWidth.readActor(row, 8),
            tokenID: try FixedWidth.read(row, 9), madeAt: try FixedWidth.readInstant(row, 10),
            commit: try FixedWidth.read(row, 11), decision: try FixedWidth.read(row, 12),
            isRunning: try FixedWidth.read(row, 13, as: Int.self) == 1)
    }

    private static func operation(_ row: StoredRow) throws -> Operation {
        let number: UInt8 = try FixedWidth.read(row, 2)
        // One more than the area's number: 0 stands for none.
        let area: Int = try FixedWidth.read(row, 4)
        guard area <= Int(AreaNumber.max) + 1 else { throw StoreError.corrupt }
        let areaNumber = area == 0 ? nil : AreaNumber(area - 1)
        let isNamed = try FixedWidth.read(row, 7, as: Int.self) == 1
        guard let verdict = Verdict(number: number) else {
            guard number == 0 else { throw StoreError.corrupt }
            return .purge(
                Purge(
                    area: areaNumber, upTo: try FixedWidth.readOptionalDay(row, 5),
                    status: try word(row, 6, PurgeStatus.init(rawValue:)), isNamed: isNamed))
        }
        let filter = QueueFilter(
            reason: try word(row, 14, QueueReason.init(number:)), status: try word(row, 6, Status.init(number:)), area: areaNumber)
        return .verdict(verdict, Signs(rawValue: try FixedWidth.read(row, 3)), on: isNamed ? nil : filter)
    }

    /// What a number stands for; 0 stands for nothing. Throws `corrupt` for a number that stands for nothing else.
    private static func word<Word>(_ row: StoredRow, _ column: Int, _ named: (UInt8) -> Word?) throws -> Word? {
        let number: UInt8 = try FixedWidth.read(row, column)
        guard number != 0 else { return nil }
        guard let word = named(number) else { throw StoreError.corrupt }
        return word
    }
}

extension ProposalPage {
    fileprivate init(_ row: StoredRow, at place: RowID) throws {
        let count: Int = try FixedWidth.read(row, 2)
        let bytes = try row.bytes(3)
        guard bytes.count == Self.platesMax * Self.plateBytes, 0...Self.platesMax ~= count else { throw StoreError.corrupt }
        func number(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 << 8 | Int64($1) } }
        self.init(
            rowID: place, proposal: try FixedWidth.read(row, 1),
            plates: (0..<count).map { index in
                let start = index * Self.plateBytes
                return ProposalPlate(
                    rowID: RowID(rawValue: UInt32(truncatingIfNeeded: number(start..<start + 4))),
                    id: PlateID(rawValue: number(start + 4..<start + Self.plateBytes)))
            })
    }
}
