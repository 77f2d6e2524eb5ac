import PlateIndex
import Plates
import Vocabulary

extension PlateRegistry {
    /// How many records a check looks at.
    static let checkedMax = 256

    /// Checks that records, tables, expiry queue and free rows agree.
    ///
    /// - Parameter turn: selects the records if there are many.
    func checkInvariants(_ free: FreeRows, turn: Int, at now: Instant) -> Bool {
        guard free.used(.plates) == count else { return false }
        let start = records.count <= Self.checkedMax ? 0 : turn * Self.checkedMax % records.count
        let checked = records[start..<min(records.count, start + Self.checkedMax)]
        let agree = checked.indices.allSatisfy { index in records[index].map { isSound($0, at: RowID(index: index), now) } ?? true }
        return agree && (checked.count < records.count || countsAgree(free))
    }

    private func isSound(_ record: PlateRecord, at rowID: RowID, _ now: Instant) -> Bool {
        let key = record.plate.key
        return record.rowID == rowID && (watched[key].map(RowID.init) == rowID) != (listings.rowID(of: key) == rowID)
            && (record.due(at: now, rules) == .distantFuture || expiryQueue.holds(rowID))
    }

    /// Checks that each table uses as many rows as the records have.
    private func countsAgree(_ free: FreeRows) -> Bool {
        func sum(_ rows: (PlateRecord) -> Int) -> Int { records.reduce(0) { $0 + ($1.map(rows) ?? 0) } }
        return free.used(.sightings) == sum { $0.sightings.count } && free.used(.voices) == sum { $0.voices.count }
            && free.used(.reviews) == sum { $0.review == nil ? 0 : 1 } && free.used(.undoRecords) == sum { $0.undoRecords.count }
            && free.used(.undoSightings) == sum { $0.undoRecords.reduce(0) { $0 + $1.sightings.count } }
            && free.used(.undoMutes) == sum { $0.undoRecords.reduce(0) { $0 + $1.mutes.count } }
    }
}

extension ReviewQueue {
    /// Checks that every waiting plate is stored and queued once.
    func checkInvariants(_ registry: PlateRegistry) -> Bool {
        plates.checkInvariants()
            && plates.positions(after: nil, limit: PlateRegistry.checkedMax).allSatisfy { registry.stored($0.order.key) != nil }
    }
}
