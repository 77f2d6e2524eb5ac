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
        let isMerged = receipts.contains(receipt: digest) || pass.counted[digest] != nil
        let isKept = !isProtected(codes.protection, in: pass)
        let added = trustedTokens(addedBy: report, codes, to: period, isMerged: isMerged, by: bearer, in: pass)
        let counted = add(
            report, area: area, period: period, trusted: added, importing: importing, isKept: isKept, by: bearer, in: &pass)
        let receipt = Receipt(
            rowID: receipts.lastPlace(on: pass.today).advanced(by: UInt32(pass.newReceipts + 1)), receipt: digest,
            dayReceipt: codes.dayReceipt,
            replay: replay, content: submission.content, commit: pass.commit, isMerged: isMerged, isImported: importing, isKept: isKept,
            counted: counted)
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
    /// - Parameters:
    ///   - trusted: how many trusted tokens it adds to its sighting, unless its token's voice is muted.
    ///   - isKept: false for a protected plate: rows that hold nothing are written then, after nearly as much work.
    /// - Returns: how many trusted tokens were counted.
    private func add(
        _ report: Report, area: AreaNumber, period: Period, trusted: UInt8, importing: Bool, isKept: Bool, by bearer: Bearer,
        in pass: inout Pass
    ) -> UInt8 {
        let key = report.plate.key
        let day = rules.day(ofReportSeenAt: report.seenAt)
        let standing = bearer.token.standing(on: day, rules)
        var (isNew, counted, unheard) = (false, UInt8(0), Digest128?.none)
        let (now, today, commit, id) = (pass.now, pass.today, pass.commit, pass.counters.plateID.advanced(by: 1))
        pass.update(key, isKept: isKept) {
            loaded(key, at: now)
        } make: {
            PlateRecord(id: id, plate: report.plate, firstDay: day, lastDay: day)
        } _: { record in
            record.plate = report.plate
            // What everybody sees of a confirmed plate is not one token's to change.
            if record.status != .confirmed || standing == .moderator { record.firstDay = min(record.firstDay, day) }
            record.lastDay = max(record.lastDay, day)
            var isMuted = false
            if importing {
                record.isQueued = true
            } else {
                (isMuted, unheard) = hear(report, on: day, standing, by: bearer, in: &record, today: today, commit)
            }
            counted = record.sightings.add(area: area, period: period, commit: commit, trusted: isMuted ? 0 : trusted)
            isNew = record.id == id
        }
        if isNew, isKept { pass.counters.plateID = id }
        if let unheard { pass.unheard[key, default: []].insert(unheard) }
        if !pass.withdrawn.isEmpty { pass.withdrawn[key]?.voiceless.remove(bearer.token.id) }
        return counted
    }

    /// - Returns: whether the token's voice is muted; and the tag of a voice that this pass heard and that the plate has no room for.
    private func hear(
        _ report: Report, on day: Day, _ standing: Voice.Standing, by bearer: Bearer, in record: inout PlateRecord, today: Day,
        _ commit: CommitNumber
    ) -> (isMuted: Bool, unheard: Digest128?) {
        let week = today.week
        guard let tag = weekKeys.tag(token: bearer.raw, key: report.plate.key, week: week) else { return (false, nil) }
        guard let index = record.voices.firstIndex(where: { $0.tag == tag }) ?? voice(of: bearer, in: record, besides: week) else {
            var voice = Voice(week: week, tag: tag, day: day, standing: standing, vehicle: report.vehicle, signs: report.signs)
            voice.heardIn.commit = commit
            let displaced = record.add(voice, on: today)
            return (false, displaced?.heardIn.commit == commit ? displaced?.tag : nil)
        }
        record.voices[index].hear(day: day, standing: standing, vehicle: report.vehicle, signs: report.signs)
        record.voices[index].week = week
        record.voices[index].tag = tag
        record.voices[index].heardIn.commit = commit
        return (record.voices[index].isMuted(on: today), nil)
    }

    /// The token's one voice on a plate, under whichever living week's key it is.
    ///
    /// Costs a pass over the voices, and a code for each week that they are of: five weeks' keys live at the most.
    func voice(of bearer: Bearer, in record: PlateRecord, besides known: Int32? = nil) -> Int? {
        var tags: [(week: Int32, tag: Digest128?)] = []
        for index in record.voices.indices {
            let week = record.voices[index].week
            if week == known { continue }
            let tag: Digest128?
            if let made = tags.first(where: { $0.week == week }) {
                tag = made.tag
            } else {
                tag = weekKeys.tag(token: bearer.raw, key: record.plate.key, week: week)
                tags.append((week, tag))
            }
            if record.voices[index].tag == tag { return index }
        }
        return nil
    }

    /// What is kept of a report of this token, by this pass or an earlier one.
    func receipt(replay: Digest128, in pass: Pass) -> (day: Day, receipt: Receipt)? {
        pass.receipt(replay: replay) ?? receipts.find(replay: replay)
    }
}
