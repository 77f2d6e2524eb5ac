import PlateIndex
import Plates
import Seal
import Vocabulary

extension Ledger {
    /// What the store must do so that what is stored becomes what the pass decided. Gives new rows their places.
    func changes(of pass: inout Pass) -> (Changes, taken: [(RowTable, RowID)]) {
        var changes = Changes(counters: pass.counters)
        var rows = RowChanges()
        var blank = ReportRows()
        for index in pass.touched.indices {
            pass.touched[index].after = pass.touched[index].after.flatMap { settled($0, at: pass.now) }
            let touched = pass.touched[index]
            let due = ReportRows(dueOf: touched, pass)
            let before = due.map { _ in ReportRows(writtenIn: changes, rows) }
            if touched.isChanged {
                if var after = touched.after {
                    place(&after, before: touched.before, into: &changes, &rows)
                    pass.touched[index].after = after
                } else if let before = touched.before {
                    erase(before, into: &changes, &rows)
                }
            }
            if let due, let before { blank += due - (ReportRows(writtenIn: changes, rows) - before) }
        }
        for (day, receipt) in pass.receipts {
            changes.receipts[day, default: []].append(receipt)
            if let former = receipts.find(replay: receipt.replay, on: day) { changes.former.receipts[day, default: []].append(former) }
        }
        changes.droppedReceiptDays = pass.droppedReceiptDays
        for (key, record) in pass.unkept { blank += ReportRows(of: record, unheard: pass.unheard[key]?.count ?? 0) }
        if pass.beginsSlot { blank += ReportRows(sightings: 1) }
        placeNothing(blank, into: &changes, &rows)
        placeAccess(of: &pass, into: &changes, &rows)
        placeModeration(of: &pass, into: &changes, &rows)
        pass.netProtections()
        let protections = protections.rows(adding: pass.addedProtections.elements, removing: pass.removedProtections.elements)
        changes.protections = protections.written
        changes.former.protections = protections.erased
        rows.erase(protections.erased.map(\.rowID), in: .protections)
        placeWeekWitnesses(of: pass, into: &changes, &rows)
        // A place that was given back twice would take two rows.
        changes.erased = rows.erased.mapValues { Set($0).sorted() }
        return (changes, rows.taken)
    }

    /// Has rows written that hold nothing, so that a commit takes as long whatever is kept of a plate. Their places are free again after it.
    private func placeNothing(_ blank: ReportRows, into changes: inout Changes, _ rows: inout RowChanges) {
        for (table, count) in blank.byTable where count > 0 { changes.blank[table] = (0..<count).map { _ in rows.take(in: table, &free) } }
    }

    private func placeAccess(of pass: inout Pass, into changes: inout Changes, _ rows: inout RowChanges) {
        for (id, token) in pass.tokens.sorted(by: { $0.key < $1.key }) {
            var token = token
            if let former = tokens.stored(id: id) { changes.former.tokens.append(former) }
            rows.place(&token, in: .tokens, &free)
            pass.tokens[id] = token
            changes.tokens.append(token)
        }
        changes.former.tokens += pass.erasedTokens.compactMap { tokens.stored(id: $0.id) }
        rows.erase(pass.erasedTokens.map(\.rowID), in: .tokens)
        for (id, invite) in pass.invites.sorted(by: { $0.key < $1.key }) {
            var invite = invite
            if let former = invites[id] { changes.former.invites.append(former) }
            rows.place(&invite, in: .invites, &free)
            pass.invites[id] = invite
            changes.invites.append(invite)
        }
        changes.former.invites += pass.erasedInvites
        rows.erase(pass.erasedInvites.map(\.rowID), in: .invites)
    }

    /// Has the database recognize every living week's key, and forget the others.
    private func placeWeekWitnesses(of pass: Pass, into changes: inout Changes, _ rows: inout RowChanges) {
        let oldest = rules.livingWeeks(on: pass.today).lowerBound
        let present = weekKeys.weeks.filter { $0 >= oldest }.map { week in
            WeekWitness(rowID: weekWitnesses[week]?.rowID ?? 0, week: week, witness: weekKeys.witness(week: week) ?? .zero)
        }
        guard weekWitnesses.count != present.count || present.contains(where: { $0 != weekWitnesses[$0.week] }) else { return }
        var settled = present
        let (written, former) = rows.settle(Array(weekWitnesses.values), &settled, in: .weekWitnesses, &free)
        changes.weekWitnesses = written
        changes.former.weekWitnesses = former
    }

    private func placeModeration(of pass: inout Pass, into changes: inout Changes, _ rows: inout RowChanges) {
        changes.audit = audit.next(pass.notes, on: pass.today).map { link in
            var link = link
            rows.place(&link, in: .audit, &free)
            return link
        }
        changes.checkpoint = pass.checkpoint
        changes.former.audit = Array(pass.foldedLinks)
        rows.erase(pass.foldedLinks.map(\.rowID), in: .audit)
        for (id, proposal) in pass.proposals.sorted(by: { $0.key < $1.key }) {
            var proposal = proposal
            rows.place(&proposal, in: .proposals, &free)
            changes.proposals.append(proposal.row)
            if let former = proposals[id] { changes.former.proposals.append(former.row) }
            let pages = rows.settle(proposals[id]?.pages ?? [], &proposal.pages, in: .proposalPages, &free)
            changes.proposalPages += pages.written
            changes.former.proposalPages += pages.former
            pass.proposals[id] = proposal
        }
        for proposal in pass.erasedProposals {
            changes.former.proposals.append(proposal.row)
            changes.former.proposalPages += proposal.pages
            rows.erase([proposal.rowID], in: .proposals)
            rows.erase(proposal.pages.map(\.rowID), in: .proposalPages)
        }
        changes.settingsDigest = pass.settingsDigest
        changes.backedUpAt = pass.backedUpAt
    }

    private func place(_ after: inout PlateRecord, before: PlateRecord?, into changes: inout Changes, _ rows: inout RowChanges) {
        // A plate that ended and was reported again before it was swept takes over the row.
        if after.rowID == 0 { after.rowID = before?.rowID ?? rows.take(in: .plates, &free) }
        let place = after.rowID
        let (row, formerRow) = (row(of: after), before.map { self.row(of: $0) })
        if formerRow != row {
            changes.plates.append(row)
            if let formerRow { changes.former.plates.append(formerRow) }
        }
        let sightings = rows.settle(before?.sightings ?? [], &after.sightings, in: .sightings, &free)
        changes.sightings += sightings.written.map { Owned(plate: place, row: $0) }
        changes.former.sightings += sightings.former.map { Owned(plate: place, row: $0) }
        let voices = rows.settle(before?.voices ?? [], &after.voices, in: .voices, &free)
        changes.voices += voices.written.map { Owned(plate: place, row: $0) }
        changes.former.voices += voices.former.map { Owned(plate: place, row: $0) }
        guard after.isModerated || before?.isModerated == true else { return }
        placeReview(&after, before: before, into: &changes, &rows)
    }

    private func placeReview(_ after: inout PlateRecord, before: PlateRecord?, into changes: inout Changes, _ rows: inout RowChanges) {
        let place = after.rowID
        var reviews = after.review.map { [$0] } ?? []
        let settledReviews = rows.settle(before?.review.map { [$0] } ?? [], &reviews, in: .reviews, &free)
        changes.reviews += settledReviews.written.map { Owned(plate: place, row: $0) }
        changes.former.reviews += settledReviews.former.map { Owned(plate: place, row: $0) }
        after.review = reviews.first
        let former = before?.setAsides ?? []
        var setAsides = after.setAsides
        var ownRows = setAsides.map(\.row)
        let settledAsides = rows.settle(former.map(\.row), &ownRows, in: .setAsides, &free)
        changes.setAsides += settledAsides.written.map { Owned(plate: place, row: $0) }
        changes.former.setAsides += settledAsides.former.map { Owned(plate: place, row: $0) }
        for index in setAsides.indices {
            let decision = setAsides[index].decision
            setAsides[index].rowID = ownRows[index].rowID
            let known = former.first { $0.decision == decision }
            let sightings = rows.settle(known?.sightings ?? [], &setAsides[index].sightings, in: .setAsideSightings, &free)
            changes.setAsideSightings += sightings.written.map { OfDecision(plate: place, decision: decision, row: $0) }
            changes.former.setAsideSightings += sightings.former.map { OfDecision(plate: place, decision: decision, row: $0) }
            let mutes = rows.settle(known?.mutes ?? [], &setAsides[index].mutes, in: .setAsideMutes, &free)
            changes.setAsideMutes += mutes.written.map { OfDecision(plate: place, decision: decision, row: $0) }
            changes.former.setAsideMutes += mutes.former.map { OfDecision(plate: place, decision: decision, row: $0) }
        }
        for gone in former where !setAsides.contains(where: { $0.decision == gone.decision }) {
            eraseParts(of: gone, plate: place, into: &changes, &rows)
        }
        after.setAsides = setAsides
    }

    private func erase(_ record: PlateRecord, into changes: inout Changes, _ rows: inout RowChanges) {
        let place = record.rowID
        changes.former.plates.append(row(of: record))
        changes.former.sightings += record.sightings.map { Owned(plate: place, row: $0) }
        changes.former.voices += record.voices.map { Owned(plate: place, row: $0) }
        changes.former.reviews += (record.review.map { [$0] } ?? []).map { Owned(plate: place, row: $0) }
        changes.former.setAsides += record.setAsides.map { Owned(plate: place, row: $0.row) }
        rows.erase([place], in: .plates)
        rows.erase(record.sightings.map(\.rowID), in: .sightings)
        rows.erase(record.voices.map(\.rowID), in: .voices)
        rows.erase(record.review.map { [$0.rowID] } ?? [], in: .reviews)
        rows.erase(record.setAsides.map(\.rowID), in: .setAsides)
        for aside in record.setAsides { eraseParts(of: aside, plate: place, into: &changes, &rows) }
    }

    private func eraseParts(of aside: SetAside, plate: RowID, into changes: inout Changes, _ rows: inout RowChanges) {
        changes.former.setAsideSightings += aside.sightings.map { OfDecision(plate: plate, decision: aside.decision, row: $0) }
        changes.former.setAsideMutes += aside.mutes.map { OfDecision(plate: plate, decision: aside.decision, row: $0) }
        rows.erase(aside.sightings.map(\.rowID), in: .setAsideSightings)
        rows.erase(aside.mutes.map(\.rowID), in: .setAsideMutes)
    }

    private func row(of record: PlateRecord) -> PlateRow {
        PlateRow(
            rowID: record.rowID, id: record.id, sealed: keys.seal(record.plate), statusNumber: record.status.number,
            firstDay: record.firstDay,
            lastDay: record.lastDay, confirmedOn: record.confirmedOn, confirmedSigns: record.confirmedSigns.rawValue,
            clearedOn: record.clearedOn, isQueued: record.isQueued, vouchedDay: record.vouchedDay)
    }

    func giveBack(_ taken: [(RowTable, RowID)]) {
        for (table, place) in taken { free.giveBack(place, to: table) }
    }

    /// Makes memory equal to what is on disk now, and lets readers see it.
    func apply(_ pass: Pass, _ changes: Changes) {
        counters = pass.counters
        for touched in pass.touched where touched.isChanged {
            apply(before: touched.before, after: touched.after, touched.key, at: pass.now)
        }
        receipts.apply(pass)
        if spentToday.day != pass.today { spentToday = (pass.today, [:]) }
        spentToday.reports.merge(pass.spent, uniquingKeysWith: +)
        for token in pass.tokens.values { tokens.set(token) }
        for token in pass.erasedTokens { tokens.remove(token) }
        for invite in pass.invites.values { invites[invite.id] = invite }
        for invite in pass.erasedInvites { invites[invite.id] = nil }
        protections.apply(changes)
        for link in changes.audit { audit.append(link) }
        if let checkpoint = pass.checkpoint { audit.fold(to: checkpoint) }
        if let digest = pass.settingsDigest { settingsDigest = digest }
        apply(changes.weekWitnesses, former: changes.former.weekWitnesses)
        apply(pass.proposals.values, erased: pass.erasedProposals)
        // Of these tables the protections' alone keeps its own places.
        for (table, places) in Array(changes.erased) + Array(changes.blank) where table != .protections {
            for place in places { free.giveBack(place, to: table) }
        }
        applyUnstored(pass)
        listings.noteAged(counters)
        // Every report and withdrawal leaves traces, so that the log's emptying tells nothing of what they changed.
        if !changes.receipts.isEmpty || pass.beginsSlot || changes.erases || pass.coarsens { tracesLeft = true }
    }

    private func apply(_ witnesses: [WeekWitness], former: [WeekWitness]) {
        for witness in former { weekWitnesses[witness.week] = nil }
        for witness in witnesses { weekWitnesses[witness.week] = witness }
    }

    /// Takes over what a pass changes in memory alone, once its commit is made or it has nothing to store.
    func applyUnstored(_ pass: Pass) {
        for (actor, plates) in pass.tallied { bulk.note(plates, by: actor, at: pass.now) }
        for id in pass.usedPreviews { previews[id] = nil }
        for place in pass.timedPlaces {
            guard let stored = records[safe: place.index] ?? nil else { continue }
            show(stored, settled: settled(stored, at: pass.now), at: pass.now)
            agenda.note(place, due: stored.due(at: pass.now, rules))
        }
    }

    private func apply(before: PlateRecord?, after: PlateRecord?, _ key: PlateKey, at now: Instant) {
        let (former, present) = (before?.setAsides ?? [], after?.setAsides ?? [])
        for aside in former where !present.contains(where: { $0.decision == aside.decision }) {
            decided[aside.decision]?.remove(key)
            if decided[aside.decision]?.isEmpty == true { decided[aside.decision] = nil }
        }
        for aside in present { decided[aside.decision, default: []].insert(key) }
        if let after {
            while records.count <= after.rowID.index { records.append(nil) }
            records[after.rowID.index] = after
            show(after, settled: after, at: now)
            agenda.note(after.rowID, due: after.due(at: now, rules))
        } else if let before {
            listings.publish(nil, key: key, at: now)
            watched.remove(key)
            records[before.rowID.index] = nil
            dequeue(key, before.rowID, at: now)
        }
    }
}

/// Numbers of rows in the tables that reports write to.
///
/// Whoever reports or withdraws has one row of the plate, one of each sighting and one of the voice written; whoever withdraws, one of each sighting as a
/// verdict may have set it aside, too. What need not be written is made up for by rows that hold nothing. What ages at that moment comes on top.
private struct ReportRows {
    private static let tables = [RowTable.plates, .sightings, .voices, .setAsideSightings]

    /// In the tables' order.
    private var counts: SIMD4<Int>

    init(plates: Int = 0, sightings: Int = 0, voices: Int = 0, setAside: Int = 0) {
        counts = [plates, sightings, voices, setAside]
    }

    /// What a pass's reports and withdrawals should write of a plate; nil where it has none.
    init?(dueOf touched: Pass.Touched, _ pass: Pass) {
        let withdrawn = pass.withdrawn[touched.key]
        let heard = (touched.after?.voices.count { $0.heardIn.commit == pass.commit } ?? 0) + (pass.unheard[touched.key]?.count ?? 0)
        guard heard > 0 || withdrawn != nil else { return nil }
        // The sightings of reports are written in any case.
        let sightings = withdrawn?.sightings.count ?? 0
        self.init(plates: 1, sightings: sightings, voices: heard + (withdrawn?.tokens.count ?? 0), setAside: sightings)
    }

    init(of record: PlateRecord, unheard: Int) {
        self.init(plates: 1, sightings: record.sightings.count, voices: record.voices.count + unheard)
    }

    init(writtenIn changes: Changes, _ rows: RowChanges) {
        self.init(
            plates: changes.plates.count, sightings: changes.sightings.count, voices: changes.voices.count,
            setAside: changes.setAsideSightings.count)
        for (index, table) in Self.tables.enumerated() { counts[index] += rows.erased[table]?.count ?? 0 }
    }

    /// So many rows of each table.
    var byTable: some Sequence<(RowTable, Int)> { zip(Self.tables, counts.indices.map { counts[$0] }) }

    static func += (left: inout Self, right: Self) { left.counts &+= right.counts }

    /// What the left has more, table by table.
    static func - (left: Self, right: Self) -> Self {
        var rest = Self()
        rest.counts = pointwiseMax(left.counts &- right.counts, .zero)
        return rest
    }
}
