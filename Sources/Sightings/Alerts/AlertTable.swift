/// The stored alerts in memory: a few hundred, as the hourly limits and two days allow.
struct AlertTable: Sendable {
    private var rows: [RowID: AlertRow] = [:]
    /// The alerts that still hold, by plate.
    private var standing: [PlateID: Set<RowID>] = [:]
    /// The rows of these plates.
    private var plateRows: [PlateID: RowID] = [:]

    /// Costs a pass over all records if any alert still holds.
    init(_ stored: [AlertRow], _ registry: PlateRegistry) {
        for row in stored { set(row) }
        guard !standing.isEmpty else { return }
        for case let record? in registry.records where standing[record.id] != nil { plateRows[record.id] = record.rowID }
    }

    var isEmpty: Bool { rows.isEmpty }
    var count: Int { rows.count }

    /// In the order of their rows.
    var all: [AlertRow] { rows.values.sorted { $0.rowID < $1.rowID } }

    /// The plates with alerts that still hold, except plates that are gone.
    var plates: [ProposalPlate] { plateRows.map { ProposalPlate(rowID: $0.value, id: $0.key) } }

    subscript(rowID: RowID) -> AlertRow? { rows[rowID] }

    /// A plate's alerts that still hold, in the order of their rows.
    func standing(on plate: PlateID) -> [AlertRow] { standing[plate].map { $0.sorted().compactMap { rows[$0] } } ?? [] }

    /// One of these plates.
    func plate(_ id: PlateID) -> ProposalPlate? { plateRows[id].map { ProposalPlate(rowID: $0, id: id) } }

    /// Applies a commit's rows.
    ///
    /// - Parameter plates: the rows of the plates of new alerts.
    mutating func apply(_ written: [AlertRow], over former: [AlertRow], plates: [PlateID: RowID]) {
        for row in former { remove(row) }
        for row in written { set(row) }
        plateRows.merge(plates) { _, new in new }
        for plate in former.map(\.plate) where standing[plate] == nil { plateRows[plate] = nil }
    }

    private mutating func set(_ row: AlertRow) {
        rows[row.rowID] = row
        if !row.isOwed { standing[row.plate, default: []].insert(row.rowID) }
    }

    private mutating func remove(_ row: AlertRow) {
        rows[row.rowID] = nil
        standing[row.plate]?.remove(row.rowID)
        if standing[row.plate]?.isEmpty == true { standing[row.plate] = nil }
    }
}

/// The alerts that a pass changes, over the stored ones.
struct AlertChanges {
    private let stored: AlertTable
    /// nil for a row that is erased.
    private var changed: [RowID: AlertRow?] = [:]

    init(_ stored: AlertTable) {
        self.stored = stored
    }

    subscript(rowID: RowID) -> AlertRow? {
        get {
            if let change = changed[rowID] { return change }
            return stored[rowID]
        }
        set { changed.updateValue(newValue, forKey: rowID) }
    }

    /// A plate's alerts that still hold, without those that this pass made.
    func standing(on plate: PlateID) -> [AlertRow] {
        stored.standing(on: plate).compactMap { self[$0.rowID] }.filter { $0.plate == plate }
    }

    /// Plans the rows to write and to erase.
    func finish(into plan: inout CommitPlan) {
        for (rowID, after) in changed.sorted(by: { $0.key < $1.key }) {
            let before = stored[rowID]
            guard before != after else { continue }
            if let before { plan.changes.former.alerts.append(before) }
            if let after { plan.changes.written.alerts.append(after) } else { plan.rows.erase([rowID], in: .alerts) }
        }
    }
}
