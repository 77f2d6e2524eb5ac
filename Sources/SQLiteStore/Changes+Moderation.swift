import Foundation
import GRDB
import Seal
import Sightings
import Vocabulary

extension FixedWidth {
    static func readActor(_ row: StoredRow, _ column: Int) throws -> AuditActor {
        guard let actor = AuditActor(number: try read(row, column)) else { throw StoreError.corrupt }
        return actor
    }
}

extension Owned<Review> {
    var values: [StoredValue] {
        [
            FixedWidth.stored(plate), .digest(row.salt), FixedWidth.stored(row.decision), FixedWidth.stored(row.verdict?.number ?? 0),
            FixedWidth.stored(row.actor.number), FixedWidth.stored(row.day.number),
        ]
    }
}

extension Owned<UndoRecord> {
    var values: [StoredValue] {
        [
            FixedWidth.stored(plate), FixedWidth.stored(row.decision), FixedWidth.stored(row.verdict.number),
            FixedWidth.stored(row.actor.number), FixedWidth.stored(row.madeAt.seconds), FixedWidth.stored(row.status.number),
            FixedWidth.stored(row.confirmedOn?.number ?? 0), FixedWidth.stored(row.confirmedSigns.rawValue),
            FixedWidth.stored(row.clearedOn?.number ?? 0), FixedWidth.stored(row.isQueued ? 1 : 0),
            FixedWidth.stored(row.vouchedDay?.number ?? 0),
        ]
    }
}

extension OfDecision<Sighting> {
    var values: [StoredValue] {
        [
            FixedWidth.stored(plate), FixedWidth.stored(decision), FixedWidth.stored(row.area),
            FixedWidth.stored(row.period.step.rawValue), FixedWidth.stored(row.period.number), FixedWidth.stored(row.reports),
            FixedWidth.stored(row.commit), FixedWidth.stored(SightingSupport(row).rawValue),
        ]
    }
}

extension OfDecision<UndoRecord.Mute> {
    var values: [StoredValue] {
        [
            FixedWidth.stored(plate), FixedWidth.stored(decision), FixedWidth.stored(row.voice), FixedWidth.stored(row.until.number),
        ]
    }
}

extension AuditLink {
    var values: [StoredValue] {
        [
            FixedWidth.stored(entry.sequence), FixedWidth.stored(entry.day), FixedWidth.stored(entry.actor.number),
            FixedWidth.stored(entry.action.number), FixedWidth.stored(entry.count), .bytes(entry.plateName), .bytes(hash),
        ]
    }
}

extension Proposal {
    var values: [StoredValue] {
        var (verdict, signs, area, upTo, isNamed): (UInt8, UInt32, AreaNumber?, Day?, Bool) = (0, 0, nil, nil, false)
        // A purge's status and a filter's are numbered differently; the verdict's column tells which it is.
        var (status, reason): (UInt8, UInt8) = (0, 0)
        switch operation {
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

    var values: [StoredValue] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.platesMax * Self.plateBytes)
        for plate in plates {
            withUnsafeBytes(of: plate.rowID.rawValue.bigEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: plate.id.rawValue.bigEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: repeatElement(0, count: Self.platesMax * Self.plateBytes - bytes.count))
        return [FixedWidth.stored(proposal), FixedWidth.stored(plates.count), .bytes(bytes)]
    }
}
