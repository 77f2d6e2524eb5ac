import Plates
import Seal
import Vocabulary

/// Reports and withdrawals: receipts, quotas and their changes.
struct ReportIntake {
    let rules: Rules
    let keys: SealKeys
    let areas: Areas
    private(set) var receipts: ReceiptBook
    private var quota: ReportQuota

    /// The other inputs of a report's decision, besides the receipts.
    struct Context {
        let registry: PlateRegistry
        let protections: ProtectionTable
        let weekKeys: WeekKeys
    }

    init(_ parts: LedgerParts, _ stored: StoredRegistry, _ areas: Areas, today: Day) {
        rules = parts.rules
        keys = parts.keys
        self.areas = areas
        receipts = ReceiptBook(stored.receipts)
        quota = ReportQuota(today: today)
    }

    // MARK: Deciding

    func decide(
        _ submission: CodedSubmission, importing: Bool, by principal: Principal, _ context: Context, into draft: inout Draft
    ) -> RecordOutcome {
        let replay = submission.replay
        if let known = receipt(replay: replay, in: draft) {
            guard known.receipt.content == submission.content else { return .refused(.idReused) }
            return known.receipt.isMerged ? .merged(replayed: true) : .recorded(replayed: true)
        }
        guard let (report, codes) = submission.report else { return .malformed }
        if let refusal = refusal(of: report, importing: importing, at: draft.now) { return .refused(refusal) }
        guard let area = areas.number(report.area) else { return .refused(.unknownArea) }
        guard let period = rules.period(of: report.seenAt, at: draft.now) else { return .refused(.tooOld) }
        if !importing, let refusal = quota.charge(principal.token, rules, into: &draft) { return .refused(refusal) }

        // The same token has reported the same plate in the same area and slot already. Uses only the token's receipts, so that the answer
        // reveals nothing about others: see ``ReportCodes/receipt``.
        let isMerged = receipts.contains(receipt: codes.receipt) || draft.reports.counted[codes.receipt] != nil
        let isKept = !context.protections.contains(codes.protection, in: draft)
        let added = trustedTokens(addedBy: report, codes, to: period, isMerged: isMerged, by: principal, in: draft)
        let counted = add(
            report, area: area, period: period, trusted: added, importing: importing, isKept: isKept, by: principal, context, into: &draft)
        let receipt = Receipt(
            rowID: receipts.lastRow(on: draft.today).advanced(by: UInt32(draft.reports.newReceipts + 1)), receipt: codes.receipt,
            dayReceipt: codes.dayReceipt, replay: replay, content: submission.content, commit: draft.commit, isMerged: isMerged,
            isImported: importing, isKept: isKept, counted: counted)
        draft.reports.set(receipt, on: draft.today)
        return isMerged ? .merged(replayed: false) : .recorded(replayed: false)
    }

    /// Whether the rules accept a report's time.
    private func refusal(of report: Report, importing: Bool, at now: Instant) -> ReportRefusal? {
        let hours = importing ? rules.reports.importAgeDaysMax * 24 : rules.reports.ageHoursMax
        // A rounded time may be anywhere in its slot: it is too old only if the whole slot is.
        let isRounded = report.seenAt.seconds % (Int64(rules.reports.slotMinutes) * 60) == 0
        let latest = isRounded ? report.seenAt.adding(minutes: rules.reports.slotMinutes) : report.seenAt
        if latest < now.adding(hours: -hours) { return .tooOld }
        if report.seenAt > now.adding(minutes: rules.reports.aheadMinutesMax) { return .tooNew }
        return nil
    }

    /// Adds a report to its plate's sightings and voices.
    ///
    /// - Parameters:
    ///   - trusted: how many trusted tokens it adds to its sighting, unless its token's voice is muted.
    ///   - isKept: false for a protected plate: writes padding rows instead, after nearly the same work.
    /// - Returns: how many trusted tokens were counted.
    private func add(
        _ report: Report, area: AreaNumber, period: Period, trusted: UInt8, importing: Bool, isKept: Bool, by principal: Principal,
        _ context: Context, into draft: inout Draft
    ) -> UInt8 {
        let key = report.plate.key
        let day = rules.day(ofReportSeenAt: report.seenAt)
        let standing = principal.token.standing(on: day, rules)
        var (isNew, counted, displaced) = (false, UInt8(0), Digest128?.none)
        let (now, today, commit, id) = (draft.now, draft.today, draft.commit, draft.counters.plateID.advanced(by: 1))
        draft.records.update(key, isKept: isKept) {
            context.registry.loaded(key, at: now)
        } make: {
            PlateRecord(id: id, plate: report.plate, firstDay: day, lastDay: day)
        } _: { record in
            record.plate = report.plate
            // One token must not change a confirmed plate for everyone.
            if record.status != .confirmed || standing == .moderator { record.firstDay = min(record.firstDay, day) }
            record.lastDay = max(record.lastDay, day)
            var isMuted = false
            if importing {
                record.isQueued = true
            } else {
                (isMuted, displaced) = addVoice(
                    of: report, on: day, standing, by: principal, to: &record, context.weekKeys, today: today, commit)
            }
            counted = record.sightings.add(area: area, period: period, commit: commit, trusted: isMuted ? 0 : trusted)
            isNew = record.id == id
        }
        if isNew, isKept { draft.counters.plateID = id }
        if let displaced { draft.reports.displaced[key, default: []].insert(displaced) }
        if !draft.reports.withdrawn.isEmpty { draft.reports.withdrawn[key]?.voiceless.remove(principal.token.id) }
        return counted
    }

    /// - Returns: whether the token's voice is muted, and the tag of a reporting voice that found no room.
    func addVoice(
        of report: Report, on day: Day, _ standing: Voice.Standing, by principal: Principal, to record: inout PlateRecord,
        _ weekKeys: WeekKeys,
        today: Day, _ commit: CommitNumber
    ) -> (isMuted: Bool, displaced: Digest128?) {
        let week = today.week
        guard let tag = weekKeys.tag(token: principal.raw, key: report.plate.key, week: week) else { return (false, nil) }
        let known = record.voices.firstIndex { $0.tag == tag } ?? record.voiceIndex(of: principal, weekKeys, besides: week)
        guard let index = known else {
            var voice = Voice(week: week, tag: tag, day: day, standing: standing, vehicle: report.vehicle, signs: report.signs)
            voice.lastReport.commit = commit
            let displaced = record.add(voice, on: today)
            return (false, displaced?.lastReport.commit == commit ? displaced?.tag : nil)
        }
        record.voices[index].add(day: day, standing: standing, vehicle: report.vehicle, signs: report.signs)
        record.voices[index].week = week
        record.voices[index].tag = tag
        record.voices[index].lastReport.commit = commit
        return (record.voices[index].isMuted(on: today), nil)
    }

    /// The receipt of this token's report, from this pass or an earlier one.
    func receipt(replay: Digest128, in draft: Draft) -> (day: Day, receipt: Receipt)? {
        draft.reports.receipt(replay: replay) ?? receipts.find(replay: replay)
    }

    // MARK: The commit

    func plan(into plan: inout CommitPlan) {
        for (day, receipt) in plan.draft.reports.receipts {
            plan.changes.written.receipts[day, default: []].append(receipt)
            if let former = receipts.find(replay: receipt.replay, on: day) {
                plan.changes.former.receipts[day, default: []].append(former)
            }
        }
        plan.changes.droppedReceiptDays = plan.draft.reports.droppedDays
    }

    mutating func apply(_ committed: CommitPlan) {
        receipts.apply(committed.draft.reports)
        quota.apply(committed)
    }

    func checkInvariants() -> Bool { receipts.checkInvariants() }
}

extension PlateRecord {
    /// The token's voice, under any living week's key.
    ///
    /// Costs a pass over the voices, and a code for each of their weeks: at most five weeks' keys live.
    func voiceIndex(of principal: Principal, _ weekKeys: WeekKeys, besides known: Int32? = nil) -> Int? {
        var tags: [(week: Int32, tag: Digest128?)] = []
        for index in voices.indices {
            let week = voices[index].week
            if week == known { continue }
            let tag: Digest128?
            if let made = tags.first(where: { $0.week == week }) {
                tag = made.tag
            } else {
                tag = weekKeys.tag(token: principal.raw, key: plate.key, week: week)
                tags.append((week, tag))
            }
            if voices[index].tag == tag { return index }
        }
        return nil
    }
}
