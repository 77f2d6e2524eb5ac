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
    }

    private func planRecord(at index: Int, into plan: inout CommitPlan) {
        let before = plan.draft.records.touched[index].before
        // Taken out, so that its rows get their IDs where they are.
        guard var after = plan.draft.records.touched[index].after.take() else {
            if let before { erase(before, in: &plan) }
            return
        }
        // A plate that ended and was reported again before it was swept takes over the row.
        if after.rowID == 0 { after.rowID = before?.rowID ?? plan.rows.take(in: .plates) }
        let (row, formerRow) = (row(of: after), before.map { self.row(of: $0) })
        if formerRow != row {
            plan.changes.written.plates.append(row)
            if let formerRow { plan.changes.former.plates.append(formerRow) }
        }
        let plate = after.rowID
        let sightings = plan.rows.update(before?.sightings ?? [], to: &after.sightings, in: .sightings)
        plan.changes.written.sightings += sightings.written.map { Owned(plate: plate, row: $0) }
        plan.changes.former.sightings += sightings.former.map { Owned(plate: plate, row: $0) }
        let voices = plan.rows.update(before?.voices ?? [], to: &after.voices, in: .voices)
        plan.changes.written.voices += voices.written.map { Owned(plate: plate, row: $0) }
        plan.changes.former.voices += voices.former.map { Owned(plate: plate, row: $0) }
        if after.isModerated || before?.isModerated == true { planModeration(of: &after, before: before, into: &plan) }
        plan.draft.records.touched[index].after = after
    }

    private func planModeration(of after: inout PlateRecord, before: PlateRecord?, into plan: inout CommitPlan) {
        let plate = after.rowID
        var reviews = after.review.map { [$0] } ?? []
        let changedReviews = plan.rows.update(before?.review.map { [$0] } ?? [], to: &reviews, in: .reviews)
        plan.changes.written.reviews += changedReviews.written.map { Owned(plate: plate, row: $0) }
        plan.changes.former.reviews += changedReviews.former.map { Owned(plate: plate, row: $0) }
        after.review = reviews.first
        let former = before?.undoRecords ?? []
        var undoRecords = after.undoRecords
        var ownRows = undoRecords.map(\.row)
        let changedRows = plan.rows.update(former.map(\.row), to: &ownRows, in: .undoRecords)
        plan.changes.written.undoRecords += changedRows.written.map { Owned(plate: plate, row: $0) }
        plan.changes.former.undoRecords += changedRows.former.map { Owned(plate: plate, row: $0) }
        for index in undoRecords.indices {
            let decision = undoRecords[index].decision
            undoRecords[index].rowID = ownRows[index].rowID
            let known = former.first { $0.decision == decision }
            let sightings = plan.rows.update(known?.sightings ?? [], to: &undoRecords[index].sightings, in: .undoSightings)
            plan.changes.written.undoSightings += sightings.written.map { OfDecision(plate: plate, decision: decision, row: $0) }
            plan.changes.former.undoSightings += sightings.former.map { OfDecision(plate: plate, decision: decision, row: $0) }
            let mutes = plan.rows.update(known?.mutes ?? [], to: &undoRecords[index].mutes, in: .undoMutes)
            plan.changes.written.undoMutes += mutes.written.map { OfDecision(plate: plate, decision: decision, row: $0) }
            plan.changes.former.undoMutes += mutes.former.map { OfDecision(plate: plate, decision: decision, row: $0) }
        }
        for gone in former where !undoRecords.contains(where: { $0.decision == gone.decision }) {
            eraseParts(of: gone, plate: plate, in: &plan)
        }
        after.undoRecords = undoRecords
    }

    private func erase(_ record: PlateRecord, in plan: inout CommitPlan) {
        let plate = record.rowID
        plan.changes.former.plates.append(row(of: record))
        plan.changes.former.sightings += record.sightings.map { Owned(plate: plate, row: $0) }
        plan.changes.former.voices += record.voices.map { Owned(plate: plate, row: $0) }
        plan.changes.former.reviews += (record.review.map { [$0] } ?? []).map { Owned(plate: plate, row: $0) }
        plan.changes.former.undoRecords += record.undoRecords.map { Owned(plate: plate, row: $0.row) }
        plan.rows.erase([plate], in: .plates)
        plan.rows.erase(record.sightings.map(\.rowID), in: .sightings)
        plan.rows.erase(record.voices.map(\.rowID), in: .voices)
        plan.rows.erase(record.review.map { [$0.rowID] } ?? [], in: .reviews)
        plan.rows.erase(record.undoRecords.map(\.rowID), in: .undoRecords)
        for undoRecord in record.undoRecords { eraseParts(of: undoRecord, plate: plate, in: &plan) }
    }

    private func eraseParts(of undoRecord: UndoRecord, plate: RowID, in plan: inout CommitPlan) {
        let decision = undoRecord.decision
        plan.changes.former.undoSightings += undoRecord.sightings.map { OfDecision(plate: plate, decision: decision, row: $0) }
        plan.changes.former.undoMutes += undoRecord.mutes.map { OfDecision(plate: plate, decision: decision, row: $0) }
        plan.rows.erase(undoRecord.sightings.map(\.rowID), in: .undoSightings)
        plan.rows.erase(undoRecord.mutes.map(\.rowID), in: .undoMutes)
    }

    private func row(of record: PlateRecord) -> PlateRow {
        PlateRow(
            rowID: record.rowID, id: record.id, sealed: keys.seal(record.plate), statusNumber: record.status.number,
            firstDay: record.firstDay, lastDay: record.lastDay, confirmedOn: record.confirmedOn,
            confirmedSigns: record.confirmedSigns.rawValue, clearedOn: record.clearedOn, isQueued: record.isQueued,
            vouchedDay: record.vouchedDay)
    }
}
