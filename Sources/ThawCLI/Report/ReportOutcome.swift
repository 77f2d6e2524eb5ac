import Client
import Plates
import Wire

/// The result of a report, as far as this machine knows; also its shape in JSON.
struct ReportOutcome: Encodable {
    enum Result: String, Encodable {
        case recorded, merged, refused
        /// In the outbox, not sent or not answered.
        case waiting
        case withdrawn
        /// Removed before it was ever sent.
        case dropped
        /// Removed because it had waited too long for any server to take it.
        case expired
    }

    let id: String
    let result: Result
    let plate: PlateBody?
    let area: String
    let seenAt: String
    /// Shown on a screen, and not in JSON.
    let vehicle: VehicleBody
    let signs: [String]
    let replayed: Bool?
    let warnings: [WarningBody]?
    /// Why it was refused, or why it still waits.
    let error: ErrorDetail?

    struct ErrorDetail: Encodable {
        let code: String
        let detail: String
        var field: String?
    }

    private enum CodingKeys: String, CodingKey {
        case id, result, plate, area, replayed, warnings, error
        case seenAt = "seen_at"
    }

    private init(_ report: ReportBody, _ result: Result, _ answer: ReportResult? = nil, error: ErrorDetail? = nil) {
        id = report.id
        self.result = result
        let typed = try? Plate(report.plate)
        plate = answer?.plate ?? typed.map(PlateBody.init)
        area = report.area
        seenAt = report.seenAt
        (vehicle, signs) = (report.vehicle, report.signs)
        replayed = answer?.replayed
        warnings = answer?.warnings ?? (result == .waiting ? typed.map(WarningBody.warnings(on:)) : nil)
        self.error = error
    }

    /// A report that the server has answered.
    init(_ report: ReportBody, _ answer: ReportResult) {
        let result: Result =
            switch answer.result {
            case .recorded: .recorded
            case .merged: .merged
            case .refused: .refused
            }
        self.init(report, result, answer, error: answer.error.map { ErrorDetail(code: $0.code, detail: $0.detail, field: $0.field) })
    }

    init(waiting entry: OutboxEntry, why: WaitingReason? = nil) {
        self.init(entry.report, .waiting, error: (why ?? entry.why).map { ErrorDetail(code: $0.name, detail: $0.sentence.asSentence) })
    }

    init(expired entry: OutboxEntry) {
        self.init(
            entry.report, .expired, error: ErrorDetail(code: ErrorCode.clientExpired.rawValue, detail: ErrorCode.clientExpired.advice))
    }

    init(_ withdrawal: Withdrawal) {
        switch withdrawal {
        case .withdrawn(let report): self.init(report, .withdrawn)
        case .neverSent(let report): self.init(report, .dropped)
        case .refused(let report, let error):
            self.init(report, .refused, error: ErrorDetail(code: error.code, detail: error.detail, field: error.field))
        }
    }

    init(dropped entry: OutboxEntry) {
        self.init(entry.report, .dropped)
    }
}

/// Writes the results of reports: `recorded   MN ABC123   powderhorn   15:30–16:00   black SUV   convoy`.
struct ReportScreen {
    let output: Output
    let time: TimeFormat
    let slotMinutes: Int

    private static let resultField = 11

    func say(_ outcome: ReportOutcome) {
        if output.format == .json {
            output.json(outcome)
            return
        }
        output.row(cells(outcome) + (output.isForPerson ? seen(outcome) : []) + notes(outcome))
        for warning in outcome.warnings ?? [] { output.warning("Look again: \(warning.detail)") }
    }

    /// Result, plate, area and slot.
    func cells(_ outcome: ReportOutcome) -> [Cell] {
        [
            Cell(outcome.result.rawValue, field: Self.resultField, style: style(outcome.result)),
            Cell(outcome.plate.map(ListingFormat.plate) ?? "", style: .strong),
            Cell(outcome.area),
            Cell(slot(outcome.seenAt), plain: outcome.seenAt),
        ]
    }

    /// The stored vehicle and signs, so that the person sees them.
    private func seen(_ outcome: ReportOutcome) -> [Cell] {
        [ListingFormat.vehicle(outcome.vehicle), outcome.signs.joined(separator: ", ")].filter { !$0.isEmpty }.map { Cell($0) }
    }

    func slot(_ seenAt: String) -> String {
        WireTime.seconds(seenAt).map { time.slot(from: $0, minutes: slotMinutes) } ?? seenAt
    }

    private func notes(_ outcome: ReportOutcome) -> [Cell] {
        switch outcome.result {
        case .merged: [Cell("(you had reported it already)", plain: "")]
        case .refused, .waiting, .expired:
            [Cell(outcome.error?.detail ?? "", plain: outcome.error?.code ?? "", style: outcome.result == .waiting ? .none : .caution)]
        case .dropped: [Cell("(never sent)", plain: "")]
        case .recorded, .withdrawn: []
        }
    }

    private func style(_ result: ReportOutcome.Result) -> TextStyle {
        switch result {
        case .recorded, .merged, .withdrawn: .good
        case .refused, .waiting, .expired: .caution
        case .dropped: .none
        }
    }
}
