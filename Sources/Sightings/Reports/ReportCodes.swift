import Plates
import Seal
import Vocabulary

/// A report with its codes, which depend only on it, its token and the keys. Computed before the pass, because everybody waits for the
/// pass.
struct CodedSubmission: Sendable {
    let replay: Digest128
    let content: Digest128
    let report: (Report, ReportCodes)?

    init(_ submission: Submission, by principal: Principal, _ keys: SealKeys, _ rules: Rules) {
        replay = keys.replay(token: principal.raw, reportID: submission.id.bytes)
        content = keys.content(digest: submission.digest)
        report = submission.report.map { ($0, ReportCodes($0, by: principal, keys, rules)) }
    }
}

struct ReportCodes: Sendable {
    let receipt: Digest128
    let dayReceipt: Digest128
    let protection: UInt32

    init(_ report: Report, by principal: Principal, _ keys: SealKeys, _ rules: Rules) {
        // The time may be any: the rules have not checked it yet.
        let slot = rules.slotStart(of: report.seenAt)
        let area = report.area.description
        receipt = keys.receipt(token: principal.raw, key: report.plate.key, area: area, slot: slot)
        dayReceipt = keys.dayReceipt(token: principal.raw, key: report.plate.key, area: area, day: rules.day(ofSlot: slot))
        protection = keys.protection(of: report.plate.key)
    }
}
