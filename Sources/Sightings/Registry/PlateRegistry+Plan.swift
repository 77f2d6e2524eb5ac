import Plates
import Seal
import Vocabulary

extension PlateRegistry {
    /// Plans the rows of every record that the draft touches. Gives new rows their IDs, in the draft's records, too.
    func plan(into plan: inout CommitPlan) {
        for index in plan.draft.records.touched.indices {
            plan.draft.records.touched[index].after = plan.draft.records.touched[index].after.flatMap { aged($0, at: plan.draft.now) }
            let expected = PaddingRows.expected(of: plan.draft.records.touched[index], in: plan.draft)
            let before = expected.map { _ in RowCounts(writtenBy: plan) }
            if plan.draft.records.touched[index].isChanged { planRecord(at: index, into: &plan) }
            if let expected, let before { plan.padding.add(expected: expected, written: RowCounts(writtenBy: plan) - before) }
        }
        for (key, record) in plan.draft.records.notKept { pass(key, record, plan) }
    }

    /// Does the work of a changed record for one that is not kept, and plans nothing: see ``PaddingRows``.
    private func pass(_ key: PlateKey, _ record: PlateRecord, _ plan: borrowing CommitPlan) {
        let touched = RecordDraft.Touched(key: key, before: record, after: aged(record, at: plan.draft.now))
        _ = PaddingRows.expected(of: touched, in: plan.draft)
        for half in [touched.before, touched.after] { _ = half.map { (row(of: $0), RowCounts(writtenBy: plan)) } }
        _ = touched.isChanged
    }

    private func planRecord(at index: Int, into plan: inout CommitPlan) {
        let before = plan.draft.records.touched[index].before
        // Taken out to avoid a copy while its rows get their IDs.
        guard var after = plan.draft.records.touched[index].after.take() else {
            guard let before else { return }
            plan.changes.former.plates.append(row(of: before))
            plan.rows.erase([before.rowID], in: .plates)
            var erased = before
            (erased.sightings, erased.voices, erased.review, erased.undoRecords) = ([], [], nil, [])
            planParts(of: &erased, before: before, into: &plan)
            return
        }
        // A plate that ended and was reported again before its sweep reuses the row.
        if after.rowID == 0 { after.rowID = before?.rowID ?? plan.rows.take(in: .plates) }
        let (row, formerRow) = (row(of: after), before.map { self.row(of: $0) })
        if formerRow != row {
            plan.changes.written.plates.append(row)
            if let formerRow { plan.changes.former.plates.append(formerRow) }
        }
        planParts(of: &after, before: before, into: &plan)
        plan.draft.records.touched[index].after = after
    }

    private func planParts(of after: inout PlateRecord, before: PlateRecord?, into plan: inout CommitPlan) {
        let plate = after.rowID
        plan.update(before?.sightings ?? [], to: &after.sightings, in: .sightings, \.sightings) { Owned(plate: plate, row: $0) }
        plan.update(before?.voices ?? [], to: &after.voices, in: .voices, \.voices) { Owned(plate: plate, row: $0) }
        guard after.isModerated || before?.isModerated == true else { return }
        var reviews = after.review.map { [$0] } ?? []
        let reviewed = before?.review.map { [$0] } ?? []
        plan.update(reviewed, to: &reviews, in: .reviews, \.reviews) { Owned(plate: plate, row: $0) }
        after.review = reviews.first
        let former = before?.undoRecords ?? []
        var undoRecords = after.undoRecords
        var ownRows = undoRecords.map(\.row)
        plan.update(former.map(\.row), to: &ownRows, in: .undoRecords, \.undo.records) { Owned(plate: plate, row: $0) }
        for index in undoRecords.indices {
            undoRecords[index].rowID = ownRows[index].rowID
            let known = former.first { $0.decision == undoRecords[index].decision }
            planParts(of: &undoRecords[index], before: known, plate: plate, into: &plan)
        }
        for gone in former where !undoRecords.contains(where: { $0.decision == gone.decision }) {
            var erased = gone
            (erased.sightings, erased.mutes) = ([], [])
            planParts(of: &erased, before: gone, plate: plate, into: &plan)
        }
        after.undoRecords = undoRecords
    }

    private func planParts(of after: inout UndoRecord, before: UndoRecord?, plate: RowID, into plan: inout CommitPlan) {
        let decision = after.decision
        plan.update(before?.sightings ?? [], to: &after.sightings, in: .undoSightings, \.undo.sightings) {
            OfDecision(plate: plate, decision: decision, row: $0)
        }
        plan.update(before?.mutes ?? [], to: &after.mutes, in: .undoMutes, \.undo.mutes) {
            OfDecision(plate: plate, decision: decision, row: $0)
        }
    }

    private func row(of record: PlateRecord) -> PlateRow {
        PlateRow(
            rowID: record.rowID, id: record.id, sealed: keys.seal(record.plate), firstDay: record.firstDay, lastDay: record.lastDay,
            standing: record.standing)
    }
}

extension CommitPlan {
    /// Plans rows of one table and adds them to the changes, as they are stored.
    fileprivate mutating func update<Row: TableRow, Stored>(
        _ before: [Row], to after: inout [Row], in table: RowTable, _ list: WritableKeyPath<RowSets, [Stored]>, as stored: (Row) -> Stored
    ) {
        let (written, former) = rows.update(before, to: &after, in: table)
        if !written.isEmpty { changes.written[keyPath: list] += written.map(stored) }
        if !former.isEmpty { changes.former[keyPath: list] += former.map(stored) }
    }
}
