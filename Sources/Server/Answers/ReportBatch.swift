import Plates
import Sightings
import Wire

/// A request of reports: the part for the ledger, and the answer once the ledger has decided.
struct ReportBatch: Sendable {
    let isImport: Bool
    private let items: [ReportItem]
    private let readings: [Result<ReportReader.Reading, WireError>]
    private let chapter: Chapter

    /// A batch and the ledger's decision on it.
    struct Decided: Sendable {
        let batch: ReportBatch
        let outcomes: Result<[RecordOutcome], LedgerError>

        /// - Throws: the ledger's refusal, or `quota.spent` if that is every report's result.
        func response() throws(Refusal) -> ReportsResponse {
            switch outcomes {
            case .success(let outcomes): try batch.response(to: outcomes)
            case .failure(let error): throw Refusal(ledger: error)
            }
        }
    }

    init(_ asked: ReportsRequest, reader: ReportReader, chapter: Chapter) {
        isImport = asked.isImport
        items = asked.reports
        readings = items.map(reader.result(of:))
        self.chapter = chapter
    }

    /// For the ledger; it returns an outcome for each.
    var submissions: [Submission] { readings.compactMap { $0.value?.submission } }

    /// - Throws: `quota.spent` if that is every report's result.
    func response(to outcomes: [RecordOutcome]) throws(Refusal) -> ReportsResponse {
        var outcomes = outcomes[...]
        var waits: [Int] = []
        let results = zip(items, readings).map { item, reading in
            switch reading {
            case .failure(let error):
                return ReportResult.refused(id: item.id, ErrorBody(error))
            case .success(let reading):
                let outcome = outcomes.removeFirst()
                if case .refused(.quotaSpent(let seconds)) = outcome { waits.append(seconds) }
                return Self.result(of: reading, outcome)
            }
        }
        if waits.count == results.count {
            throw Refusal(.quotaSpent, retryAfterSeconds: waits.min())
        }
        return ReportsResponse(results: results, help: chapter.help, contact: chapter.contact)
    }

    private static func result(of reading: ReportReader.Reading, _ outcome: RecordOutcome) -> ReportResult {
        func accepted(_ result: ReportResult.Outcome, replayed: Bool) -> ReportResult {
            let warnings = reading.plate.map(WarningBody.warnings) ?? []
            return .accepted(id: reading.id, result, plate: reading.plate, warnings: warnings, replayed: replayed)
        }
        return switch outcome {
        case .recorded(let replayed): accepted(.recorded, replayed: replayed)
        case .merged(let replayed): accepted(.merged, replayed: replayed)
        case .refused(let refusal): .refused(id: reading.id, ErrorBody(refusal))
        case .malformed: .refused(id: reading.id, ErrorBody(reading.error ?? WireError(.internalError)), readings: reading.readings)
        }
    }
}

extension ReportItem {
    /// The ID as sent, if one could be read.
    var id: String? {
        switch self {
        case .report(let body): body.id
        case .malformed(let id, _): id
        }
    }
}
