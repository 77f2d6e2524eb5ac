import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension StoredRegistry {
    /// Reads what moderators did and what waits for them.
    mutating func readModeration(_ database: Database) throws {
        try readReviews(database)
        try readSetAsides(database)
        try readAudit(database)
        try PlacedTable.proposals.forEach(database) { place, row in
            proposals.append(try Proposal(row, at: place))
        }
        try PlacedTable.proposalPages.forEach(database) { place, row in
            proposalPages.append(try ProposalPage(row, at: place))
        }
        backedUpAt = try RegistryValue.backedUpAt.read(from: database).flatMap(RegistryValue.number).map(Instant.init(seconds:))
        settingsDigest = try RegistryValue.settingsDigest.read(from: database).flatMap { Digest128($0) }
    }

    private mutating func readReviews(_ database: Database) throws {
        try PlacedTable.reviews.forEach(database) { place, row in
            let review = Review(
                place: place, salt: try FixedWidth.readDigest(row, 2), decision: try FixedWidth.read(row, 3),
                verdict: Verdict(number: try FixedWidth.read(row, 4)), actor: try FixedWidth.readActor(row, 5),
                day: try FixedWidth.readDay(row, 6))
            reviews.append(Owned(plate: try FixedWidth.read(row, 1), row: review))
        }
    }

    private mutating func readSetAsides(_ database: Database) throws {
        try PlacedTable.setAsides.forEach(database) { place, row in
            setAsides.append(Owned(plate: try FixedWidth.read(row, 1), row: try SetAside(row, at: place)))
        }
        try PlacedTable.setAsideSightings.forEach(database) { place, row in
            let sighting = Sighting(
                place: place, area: try FixedWidth.read(row, 3), period: try FixedWidth.readPeriod(row, 4),
                reports: try FixedWidth.read(row, 6), commit: try FixedWidth.read(row, 7))
            setAsideSightings.append(OfDecision(plate: try FixedWidth.read(row, 1), decision: try FixedWidth.read(row, 2), row: sighting))
        }
        try PlacedTable.setAsideMutes.forEach(database) { place, row in
            let mute = SetAside.Mute(place: place, voice: try FixedWidth.read(row, 3), until: try FixedWidth.readDay(row, 4))
            setAsideMutes.append(OfDecision(plate: try FixedWidth.read(row, 1), decision: try FixedWidth.read(row, 2), row: mute))
        }
    }

    private mutating func readAudit(_ database: Database) throws {
        try PlacedTable.audit.forEach(database) { place, row in
            let (name, hash) = (try row.bytes(6), try row.bytes(7))
            guard let action = AuditAction(number: try FixedWidth.read(row, 4)), name.count == AuditEntry.plateNameBytes,
                hash.count == AuditEntry.hashBytes
            else { throw StoreError.corrupt }
            let entry = AuditEntry(
                sequence: try FixedWidth.read(row, 1), day: try FixedWidth.read(row, 2), actor: try FixedWidth.readActor(row, 3),
                action: action, count: try FixedWidth.read(row, 5), plateName: name)
            audit.append(AuditLink(place: place, entry: entry, hash: hash))
        }
        audit.sort { $0.entry.sequence < $1.entry.sequence }
        if let data = try RegistryValue.auditCheckpoint.read(from: database) {
            guard let known = RegistryValue.checkpoint(data) else { throw StoreError.corrupt }
            checkpoint = known
        }
    }
}

extension SetAside {
    fileprivate init(_ row: StoredRow, at place: RowPlace) throws {
        guard let verdict = Verdict(number: try FixedWidth.read(row, 3)), let status = Status(number: try FixedWidth.read(row, 6)) else {
            throw StoreError.corrupt
        }
        self.init(
            place: place, decision: try FixedWidth.read(row, 2), verdict: verdict, actor: try FixedWidth.readActor(row, 4),
            madeAt: try FixedWidth.readInstant(row, 5), status: status, confirmedOn: try FixedWidth.readOptionalDay(row, 7),
            confirmedSigns: Signs(rawValue: try FixedWidth.read(row, 8)), clearedOn: try FixedWidth.readOptionalDay(row, 9),
            isQueued: try FixedWidth.read(row, 10, as: Int.self) == 1)
    }
}

extension Proposal {
    fileprivate init(_ row: StoredRow, at place: RowPlace) throws {
        self.init(
            place: place, id: try FixedWidth.read(row, 1), deed: try Self.deed(row), actor: try FixedWidth.readActor(row, 8),
            tokenID: try FixedWidth.read(row, 9), madeAt: try FixedWidth.readInstant(row, 10),
            commit: try FixedWidth.read(row, 11), decision: try FixedWidth.read(row, 12),
            isRunning: try FixedWidth.read(row, 13, as: Int.self) == 1)
    }

    private static func deed(_ row: StoredRow) throws -> Deed {
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
    fileprivate init(_ row: StoredRow, at place: RowPlace) throws {
        let count: Int = try FixedWidth.read(row, 2)
        let bytes = try row.bytes(3)
        guard bytes.count == Self.platesMax * Self.plateBytes, 0...Self.platesMax ~= count else { throw StoreError.corrupt }
        func number(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 << 8 | Int64($1) } }
        self.init(
            place: place, proposal: try FixedWidth.read(row, 1),
            plates: (0..<count).map { index in
                let start = index * Self.plateBytes
                return ProposalPlate(
                    place: RowPlace(truncatingIfNeeded: number(start..<start + 4)), id: number(start + 4..<start + Self.plateBytes))
            })
    }
}
