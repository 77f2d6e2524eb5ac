import Algorithms
import Foundation
import Plates
import Seal
import Synchronization
import Vocabulary

/// A chunk of plates' rows.
package enum PlateRows: Sendable {
    case plates([PlateRow])
    case sightings([Owned<Sighting>])
    case voices([Owned<Voice>])

    /// Small enough to stay in a processor's cache until they are used.
    package static let countMax = 4096
}

/// Takes the rows of plates from a store: those of the plates themselves first, and each table's in the order of their IDs.
package protocol PlateRowSink: Sendable {
    /// The most plates; called once, before any row.
    func expect(plates: Int)
    func take(_ rows: PlateRows)
}

/// Puts the rows of plates together, on a thread of its own, while the store reads on.
final class RecordAssembly: PlateRowSink {
    private struct State: Sendable {
        var parts: RecordParts
        var failure: StoreError?
    }

    private let state: Mutex<State>
    private let worker = DispatchQueue(label: "thaw.assembly")
    /// The most rows that may wait.
    private let room = DispatchSemaphore(value: 4)

    init(_ keys: SealKeys) {
        state = Mutex(State(parts: RecordParts(keys: keys)))
    }

    func expect(plates: Int) {
        state.withLock { $0.parts.records.reserveCapacity(plates + 1) }
    }

    func take(_ rows: PlateRows) {
        room.wait()
        worker.async { [self] in
            state.withLock { state in
                guard state.failure == nil else { return }
                do throws(StoreError) {
                    try state.parts.add(rows)
                } catch {
                    state.failure = error
                }
            }
            room.signal()
        }
    }

    /// The result, once all rows are processed.
    ///
    /// - Parameter stored: the store's other rows.
    /// - Throws: `wrongKey`, or `corrupt` for a row that belongs to nothing.
    func finish(_ stored: StoredRegistry) throws(StoreError) -> RecordParts {
        var state = worker.sync {
            self.state.withLock { state in
                defer { state.parts.records = [] }
                return state
            }
        }
        if let failure = state.failure { throw failure }
        try state.parts.addReviews(of: stored)
        return state.parts
    }
}

/// Unfinished records by row ID, and the rows that they use.
struct RecordParts: Sendable {
    fileprivate let keys: SealKeys
    fileprivate(set) var records: [PlateRecord?] = [nil]
    /// The weeks of the voices' keys.
    private(set) var voiceWeeks: Set<Int32> = []
    private(set) var rows: [RowTable: NumberPool] = [.plates: NumberPool(), .sightings: NumberPool(), .voices: NumberPool()]

    fileprivate init(keys: SealKeys) {
        self.keys = keys
    }

    fileprivate mutating func add(_ rows: PlateRows) throws(StoreError) {
        switch rows {
        case .plates(let rows):
            // As a property of this value, they would be copied for each row.
            let keys = keys
            for row in rows {
                try markUsed(row.rowID, in: .plates)
                while records.count < row.rowID.index { records.append(nil) }
                guard records.count == row.rowID.index else { throw .corrupt }
                records.append(try PlateRecord(row, keys))
            }
        case .sightings(let rows):
            for row in rows { try markUsed(row.row.rowID, in: .sightings) }
            try append(rows, to: \.sightings)
        case .voices(let rows):
            var week: Int32?
            for row in rows {
                try markUsed(row.row.rowID, in: .voices)
                // Rows of one week are mostly adjacent.
                if row.row.week != week { voiceWeeks.insert(row.row.week) }
                week = row.row.week
            }
            try append(rows, to: \.voices)
        }
    }

    private mutating func markUsed(_ rowID: RowID, in table: RowTable) throws(StoreError) {
        try rows[table, default: NumberPool()].markUsed(rowID.rawValue)
    }

    /// Rows of one plate are mostly adjacent, so they are allocated once at their size.
    private mutating func append<Row>(_ rows: [Owned<Row>], to list: WritableKeyPath<PlateRecord, [Row]>) throws(StoreError) {
        var start = 0
        while start < rows.count {
            let plate = rows[start].plate.index
            let end = rows[start...].firstIndex { $0.plate.index != plate } ?? rows.count
            guard plate < records.count, records[plate] != nil else { throw .corrupt }
            records[plate]![keyPath: list] += rows[start..<end].map(\.row)
            start = end
        }
    }

    fileprivate mutating func addReviews(of stored: StoredRegistry) throws(StoreError) {
        for owned in stored.reviews {
            guard owned.plate.index < records.count, records[owned.plate.index] != nil else { throw .corrupt }
            records[owned.plate.index]?.review = owned.row
        }
        func append(_ plate: RowID, _ decision: DecisionID, _ change: (inout UndoRecord) -> Void) throws(StoreError) {
            guard plate.index < records.count, let index = records[plate.index]?.undoRecords.firstIndex(where: { $0.decision == decision })
            else { throw .corrupt }
            change(&records[plate.index]!.undoRecords[index])
        }
        for owned in stored.undo.records.sorted(by: { $0.row.decision < $1.row.decision }) {
            guard owned.plate.index < records.count, records[owned.plate.index] != nil else { throw .corrupt }
            records[owned.plate.index]?.undoRecords.append(owned.row)
        }
        for part in stored.undo.sightings { try append(part.plate, part.decision) { $0.sightings.append(part.row) } }
        for part in stored.undo.mutes { try append(part.plate, part.decision) { $0.mutes.append(part.row) } }
    }
}

extension PlateRecord {
    /// Without its sightings and voices.
    fileprivate init(_ row: PlateRow, _ keys: SealKeys) throws(StoreError) {
        let plate: Plate
        do { plate = try keys.unseal(row.sealed) } catch { throw .wrongKey }
        self.init(rowID: row.rowID, id: row.id, plate: plate, firstDay: row.firstDay, lastDay: row.lastDay, standing: row.standing)
    }
}

extension StoredRegistry {
    /// The records of a whole registry.
    func records(_ keys: SealKeys) throws(StoreError) -> [PlateRecord?] {
        let assembly = RecordAssembly(keys)
        assembly.expect(plates: (self.plates.map(\.rowID).max() ?? 0).index)
        for rows in self.plates.chunks(ofCount: PlateRows.countMax) { assembly.take(.plates(Array(rows))) }
        for rows in self.sightings.chunks(ofCount: PlateRows.countMax) { assembly.take(.sightings(Array(rows))) }
        for rows in self.voices.chunks(ofCount: PlateRows.countMax) { assembly.take(.voices(Array(rows))) }
        return try assembly.finish(self).records
    }
}

/// Collects rows.
final class RowCollection: PlateRowSink {
    private let collected = Mutex(StoredRegistry())

    func expect(plates: Int) {}

    func take(_ rows: PlateRows) {
        collected.withLock { collected in
            switch rows {
            case .plates(let rows): collected.plates += rows
            case .sightings(let rows): collected.sightings += rows
            case .voices(let rows): collected.voices += rows
            }
        }
    }

    func add(to stored: inout StoredRegistry) {
        collected.withLock { collected in
            stored.plates = collected.plates
            stored.sightings = collected.sightings
            stored.voices = collected.voices
        }
    }
}

extension Store {
    /// All stored data as one value.
    package func load() async throws(StoreError) -> StoredRegistry {
        let rows = RowCollection()
        var stored = try await load(rows)
        rows.add(to: &stored)
        return stored
    }
}
