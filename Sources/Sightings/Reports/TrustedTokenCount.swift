import Plates
import Seal
import Vocabulary

// Below moderator, a sighting is shown only if two trusted tokens reported it. The registry does not store which tokens did. Only a token
// can find its own receipts. They show whether it is counted already: the slot's receipt for a repeat, and the day's receipts for a late
// report, which joins a day's row.
extension ReportIntake {
    /// How many trusted tokens a report adds to its sighting: 0 if the token is on probation or already counted.
    ///
    /// Its cost depends only on the token's own reports.
    func trustedTokens(
        addedBy report: Report, _ codes: ReportCodes, to period: Period, isMerged: Bool, by principal: Principal, in draft: Draft
    )
        -> UInt8
    {
        let standing = principal.token.standing(on: rules.day(of: report.seenAt), rules)
        guard standing.isTrusted else { return 0 }
        let added = standing == .moderator ? Sighting.trustedMax : 1
        switch period.step {
        case .slot: return isMerged && counted(codes.receipt, in: draft) > 0 ? 0 : added
        case .day: return isCounted(inDay: period, report, codes, by: principal, in: draft) ? 0 : added
        // A week's row has days without receipts.
        case .week: return standing == .moderator ? added : 0
        }
    }

    /// Whether a token is counted in a day's row. Reports in current slots are counted in their own rows. These join the day's row later,
    /// as the maximum of both, so that the order of reports does not matter.
    private func isCounted(inDay day: Period, _ report: Report, _ codes: ReportCodes, by principal: Principal, in draft: Draft) -> Bool {
        var earlier = receipts.reports(dayReceipt: codes.dayReceipt)
        if let added = draft.reports.dayReports[codes.dayReceipt] { earlier += added }
        guard earlier.reports > 0 else { return false }
        let live = rules.liveSlots(of: day, at: draft.now).count { slot in
            let code = keys.receipt(token: principal.raw, key: report.plate.key, area: report.area.description, slot: Int64(slot.number))
            return counted(code, in: draft) > 0
        }
        return Int(earlier.counted) > live
    }

    /// The counted part of a token's reports under a slot's receipt.
    private func counted(_ receipt: Digest128, in draft: Draft) -> Int {
        receipts.counted(receipt: receipt) + draft.reports.counted[receipt, default: 0]
    }
}

extension Rules {
    /// The day that a slot belongs to, by its start: the one of its sightings' row once they coarsen. Takes any time at all.
    func day(ofSlot slot: Int64) -> Int64 {
        // Farther than any report is taken, and so near that it fits a day's number.
        let farthest: Int64 = 1 << 41
        return Int64(day(of: Instant(seconds: min(max(slot, -farthest), farthest) * 60)).number)
    }

    /// The slots of a day that have not coarsened.
    fileprivate func liveSlots(of day: Period, at now: Instant) -> [Period] {
        let start = start(of: Day(number: day.number))
        let first = max(slot(of: start), slot(of: now.adding(minutes: -reports.slotMinutes, hours: -ageing.liveHours)))
        let last = min(slot(of: start.adding(hours: 24)), slot(of: now.adding(minutes: reports.aheadMinutesMax)))
        return stride(from: first, through: last, by: Int32.Stride(reports.slotMinutes)).map { Period(step: .slot, number: $0) }
            .filter { due($0) > now && coarser($0) == day }
    }
}
