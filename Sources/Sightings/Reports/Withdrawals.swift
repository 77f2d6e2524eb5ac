import Plates
import Seal
import Vocabulary

extension ReportIntake {
    /// Full days after its own that a receipt is kept. Until then its token can withdraw the report, and a replay is recognized.
    private static let receiptDays = 2

    /// Drops the receipts of days that are over.
    func decideExpiry(into draft: inout Draft) {
        draft.reports.droppedDays = receipts.keptDays.filter { draft.today - $0 > Self.receiptDays }
    }

    func withdraw(
        _ submission: Submission, by principal: Principal, _ context: Context, into draft: inout Draft
    ) -> WithdrawalOutcome {
        let replay = keys.replay(token: principal.raw, reportID: submission.id.bytes)
        guard let (day, earlier) = receipt(replay: replay, in: draft) else { return .refused(.notFound) }
        var known = earlier
        guard known.content == keys.content(digest: submission.digest), let report = submission.report else {
            return .refused(.idReused)
        }
        guard !known.isWithdrawn else { return .withdrawn(replayed: true) }
        known.isWithdrawn = true
        known.counted = 0
        draft.reports.set(known, on: day, former: earlier)
        let key = report.plate.key
        let token = principal.token.id
        let area = areas.known.firstIndex(of: report.area).map { AreaNumber($0) }
        var sighting: Sighting?
        if let area, let period = rules.period(of: report.seenAt, at: draft.now) {
            sighting = Sighting(area: area, period: period, reports: 0, commit: 0)
        }
        let isVoiceless = known.isImported || draft.reports.withdrawn[key]?.voiceless.contains(token) == true
        let (now, isKept) = (draft.now, known.isKept)
        draft.records.update(key) {
            context.registry.loaded(key, at: now)
        } _: { record in
            if isKept { take(report, earlier, sighting, isVoiceless: isVoiceless, by: principal, context.weekKeys, from: &record, at: now) }
        }
        if !isKept {
            // The same work as for a record that has the report: see PaddingRows.
            let day = rules.day(ofReportSeenAt: report.seenAt)
            var record = PlateRecord(id: draft.counters.plateID, plate: report.plate, firstDay: day, lastDay: day)
            _ = addVoice(
                of: report, on: day, principal.token.standing(on: day, rules), by: principal, to: &record, context.weekKeys,
                today: draft.today, draft.commit)
            take(report, earlier, sighting, isVoiceless: isVoiceless, by: principal, context.weekKeys, from: &record, at: now)
            if let sighting { _ = record.sightings.add(area: sighting.area, period: sighting.period, commit: draft.commit, trusted: 0) }
            draft.records.imagined[key] = record
        }
        draft.reports.withdrawn[key, default: ReportDraft.Withdrawn()].tokens.insert(token)
        if let sighting { draft.reports.withdrawn[key]?.sightings.insert(sighting) }
        if isKept, !known.isImported { draft.reports.withdrawn[key]?.voiceless.insert(token) }
        return .withdrawn(replayed: false)
    }

    private func take(
        _ report: Report, _ receipt: Receipt, _ sighting: Sighting?, isVoiceless: Bool, by principal: Principal, _ weekKeys: WeekKeys,
        from record: inout PlateRecord, at now: Instant
    ) {
        if !isVoiceless, let index = record.voiceIndex(of: principal, weekKeys) {
            if record.voices[index].isMuted(on: rules.day(of: now)) {
                record.voices[index].day = nil
                record.voices[index].vehicle = Vehicle()
                record.voices[index].signs = []
            } else {
                record.voices.remove(at: index)
                // A withdrawal undoes its effect on others' reports: without the third trusted voice the plate was never suspected.
                let trusted = record.trustedVoices(on: rules.day(of: now))
                if record.status == .suspected, trusted < rules.suspicion.voices { record.status = .watched }
            }
        }
        if let sighting {
            // A row that began after the report does not count it: a purge or a verdict came between. Then the verdict's undo record does.
            var isTaken = record.sightings.takeOne(receipt, area: sighting.area, period: sighting.period)
            for index in record.undoRecords.indices.reversed() where !isTaken {
                isTaken = record.undoRecords[index].sightings.takeOne(receipt, area: sighting.area, period: sighting.period)
            }
        }
        record.recountDays(without: rules.day(ofReportSeenAt: report.seenAt), rules)
    }
}

extension [Sighting] {
    /// Subtracts one report, and the trusted tokens that it added, from the sighting of an area and period; removes an empty one.
    ///
    /// - Returns: whether there was a sighting.
    ///
    /// In a coarsened row it may remove a token that another report also supports: this shows less, never more.
    fileprivate mutating func takeOne(_ receipt: Receipt, area: AreaNumber, period: Period) -> Bool {
        guard let index = firstIndex(where: { $0.area == area && $0.period == period && $0.commit <= receipt.commit }) else { return false }
        self[index].reports -= 1
        self[index].trusted -= Swift.min(self[index].trusted, receipt.counted)
        if self[index].reports == 0 { remove(at: index) }
        return true
    }
}

extension PlateRecord {
    /// Narrows the first and last day if nothing else reaches the withdrawn report's day.
    ///
    /// Aged-out rows left no day, so an old first day stays.
    fileprivate mutating func recountDays(without day: Day, _ rules: Rules) {
        defer { vouchedDay = vouchedDay.map { min($0, lastDay) } }
        let spans = spans(rules)
        guard !spans.contains(where: { $0.contains(day) }), let latest = spans.map(\.upperBound).max() else { return }
        if lastDay == day { lastDay = max(firstDay, min(lastDay, latest)) }
        if firstDay == day, let earliest = spans.map(\.lowerBound).min() { firstDay = min(lastDay, max(firstDay, earliest)) }
    }
}
