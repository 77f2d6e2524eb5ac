import Plates
import Seal
import Vocabulary

extension Ledger {
    /// Records reports, each answered on its own; returns once every accepted one is on disk.
    ///
    /// - Parameter importing: older reports, as sightings without a voice; for moderators and admins only.
    /// - Returns: an outcome for each submission, in their order.
    package nonisolated func record(
        _ submissions: [Submission], importing: Bool = false, by bearer: Bearer
    ) async throws(LedgerError) -> [RecordOutcome] {
        let answer = await withCheckedContinuation { continuation in
            record(submissions, importing: importing, by: bearer) { continuation.resume(returning: $0) }
        }
        return try answer.get()
    }

    /// The same for callers that do not wait: `answer` is called once, on any thread.
    package nonisolated func record(
        _ submissions: [Submission], importing: Bool = false, by bearer: Bearer,
        answer: @escaping @Sendable (Result<[RecordOutcome], LedgerError>) -> Void
    ) {
        guard bearer.token.role >= (importing ? .moderator : .volunteer) else { return answer(.failure(.notAllowed)) }
        guard !submissions.isEmpty else { return answer(.success([])) }
        // Else a batch that is refused would cost its codes.
        if let refusal = waiting.refusal(of: submissions.count) { return answer(.failure(refusal)) }
        let submissions = submissions.map { CodedSubmission($0, by: bearer, keys, rules) }
        enter(items: submissions.count, answer: answer) { ledger, pass in
            .success(submissions.map { ledger.decide($0, importing: importing, by: bearer, in: &pass) })
        }
    }

    private func decide(_ submission: CodedSubmission, importing: Bool, by bearer: Bearer, in pass: inout Pass) -> RecordOutcome {
        let replay = submission.replay
        if let known = receipt(replay: replay, in: pass) {
            guard known.receipt.content == submission.content else { return .refused(.idReused) }
            return known.receipt.isMerged ? .merged(replayed: true) : .recorded(replayed: true)
        }
        guard let (report, codes) = submission.report else { return .malformed }
        if let refusal = refusal(of: report, importing: importing, at: pass.now) { return .refused(refusal) }
        guard let area = listings.areas.number(report.area) else { return .refused(.unknownArea) }
        guard let period = rules.period(of: report.seenAt, at: pass.now) else { return .refused(.tooOld) }
        if !importing, let refusal = spend(bearer.token, in: &pass) { return .refused(refusal) }

        let digest = codes.receipt
        let isMerged = receipts.contains(receipt: digest) || pass.receiptDigests.contains(digest)
        let isKept = !isProtected(codes.protection, in: pass)
        hear(report, area: area, period: period, importing: importing, isKept: isKept, by: bearer, in: &pass)
        pass.newReceipts += 1
        pass.receiptDigests.insert(digest)
        let receipt = Receipt(
            place: receipts.lastPlace(on: pass.today) + RowPlace(pass.newReceipts), receipt: digest, replay: replay,
            content: submission.content, commit: pass.commit, isMerged: isMerged, isImported: importing, isKept: isKept)
        pass.set(receipt, on: pass.today)
        return isMerged ? .merged(replayed: false) : .recorded(replayed: false)
    }

    /// Whether a report's time is one that the rules take.
    private func refusal(of report: Report, importing: Bool, at now: Instant) -> ReportRefusal? {
        let hours = importing ? rules.importAgeDaysMax * 24 : rules.reportAgeHoursMax
        // Rounded to its slot, a time may be anywhere in it: it is too old only when the whole slot is.
        let isRounded = report.seenAt.seconds % (Int64(rules.slotMinutes) * 60) == 0
        let latest = isRounded ? report.seenAt.adding(minutes: rules.slotMinutes) : report.seenAt
        if latest < now.adding(hours: -hours) { return .tooOld }
        if report.seenAt > now.adding(minutes: rules.reportAheadMinutesMax) { return .tooNew }
        return nil
    }

    /// Takes a report from the token's quota of the day.
    private func spend(_ token: Token, in pass: inout Pass) -> ReportRefusal? {
        guard let limit = token.reportsPerDay(on: pass.today, rules) else { return nil }
        let earlier = spentToday.day == pass.today ? spentToday.reports[token.id, default: 0] : 0
        guard earlier + pass.spent[token.id, default: 0] < limit else {
            let tomorrow = rules.start(of: pass.today + 1)
            return .quotaSpent(retryAfterSeconds: Int(tomorrow.seconds - pass.now.seconds))
        }
        pass.spent[token.id, default: 0] += 1
        return nil
    }

    /// Adds a report to its plate's sightings and voices.
    ///
    /// - Parameter isKept: false for a protected plate: rows that hold nothing are written then, after nearly as much work.
    private func hear(
        _ report: Report, area: AreaNumber, period: Period, importing: Bool, isKept: Bool, by bearer: Bearer, in pass: inout Pass
    ) {
        let key = report.plate.key
        let day = rules.day(of: report.seenAt)
        var isNew = false
        let (now, today, commit, id) = (pass.now, pass.today, pass.commit, pass.counters.plateID + 1)
        pass.update(key, isKept: isKept) {
            loaded(key, at: now)
        } make: {
            PlateRecord(id: id, plate: report.plate, firstDay: day, lastDay: day)
        } _: { record in
            record.plate = report.plate
            record.firstDay = min(record.firstDay, day)
            record.lastDay = max(record.lastDay, day)
            record.sightings.add(area: area, period: period, reports: 1, commit: commit)
            if importing {
                record.isQueued = true
            } else {
                hear(report, on: day, by: bearer, in: &record, today: today, commit)
            }
            isNew = record.id == id
        }
        if isNew, isKept { pass.counters.plateID = id }
        if !pass.withdrawn.isEmpty { pass.withdrawn[key]?.voiceless.remove(bearer.token.id) }
    }

    private func hear(
        _ report: Report, on day: Day, by bearer: Bearer, in record: inout PlateRecord, today: Day, _ commit: CommitNumber
    ) {
        let week = today.week
        guard let tag = weekKeys.tag(token: bearer.raw, key: report.plate.key, week: week) else { return }
        let standing = bearer.token.standing(on: day, rules)
        if let index = record.voices.firstIndex(where: { $0.tag == tag }) ?? voice(of: bearer, in: record, besides: week) {
            record.voices[index].hear(day: day, standing: standing, vehicle: report.vehicle, signs: report.signs)
            record.voices[index].week = week
            record.voices[index].tag = tag
            record.voices[index].heardIn.commit = commit
        } else {
            var voice = Voice(week: week, tag: tag, day: day, standing: standing, vehicle: report.vehicle, signs: report.signs)
            voice.heardIn.commit = commit
            record.voices.append(voice)
        }
    }

    /// The token's one voice on a plate, under whichever living week's key it is.
    ///
    /// The newest weeks come first, so that what others said in earlier ones does not show in the time that it takes whoever has spoken since.
    func voice(of bearer: Bearer, in record: PlateRecord, besides known: Int32? = nil) -> Int? {
        for week in Set(record.voices.map(\.week)).sorted(by: >) where week != known {
            guard let tag = weekKeys.tag(token: bearer.raw, key: record.plate.key, week: week) else { continue }
            if let index = record.voices.firstIndex(where: { $0.week == week && $0.tag == tag }) { return index }
        }
        return nil
    }

    /// What is kept of a report of this token, by this pass or an earlier one.
    func receipt(replay: Digest128, in pass: Pass) -> (day: Day, receipt: Receipt)? {
        pass.receipt(replay: replay) ?? receipts.find(replay: replay)
    }
}

/// A report with the codes that depend on nothing but it, its token and the keys: worked out before the pass, for which everybody waits.
private struct CodedSubmission: Sendable {
    let replay: Digest128
    let content: Digest128
    let report: (Report, ReportCodes)?

    init(_ submission: Submission, by bearer: Bearer, _ keys: SealKeys, _ rules: Rules) {
        replay = keys.replay(token: bearer.raw, reportID: submission.id.bytes)
        content = keys.content(digest: submission.digest)
        report = submission.report.map { ($0, ReportCodes($0, by: bearer, keys, rules)) }
    }
}

private struct ReportCodes: Sendable {
    let receipt: Digest128
    let protection: UInt32

    init(_ report: Report, by bearer: Bearer, _ keys: SealKeys, _ rules: Rules) {
        // Of a time that may be any: the rules have not looked at it yet.
        let slot = rules.slotStart(of: report.seenAt)
        receipt = keys.receipt(token: bearer.raw, key: report.plate.key, area: report.area.description, slot: slot)
        protection = keys.protection(of: report.plate.key)
    }
}
