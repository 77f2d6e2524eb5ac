import NIOCore
import Plates
import Sightings
import Vocabulary
import Wire

/// A body of reports that was read, whichever way it came: what of it goes to the ledger, and the answer once that has decided.
///
/// Each report is answered on its own.
struct ReportBatch: Sendable {
    let isImport: Bool
    private let items: [ReportItem]
    private let readings: [Result<ReportReader.Reading, WireError>]
    private let chapter: Chapter

    /// - Throws: a `request.*` error that names what is wrong with the body, or `token.role` for an import that is not allowed.
    init(_ body: ByteBuffer, by bearer: Bearer, _ api: API) throws {
        let request = try body.withUnsafeReadableBytes { try ReportsRequest(json: $0) }
        if request.isImport, bearer.token.role < .moderator {
            throw Refusal(.tokenRole, detail: "Only moderators and admins import. Leave import out.", field: "import")
        }
        isImport = request.isImport
        items = request.reports
        readings = items.map { api.read($0, by: bearer) }
        chapter = api.settings.chapter
    }

    /// For the ledger, which gives an outcome for each.
    var submissions: [Submission] { readings.compactMap { try? $0.get().submission } }

    /// The whole answer, as JSON.
    ///
    /// - Throws: `quota.spent` where nothing else is to be said of any report.
    func answer(_ outcomes: [RecordOutcome]) throws -> [UInt8] {
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
        return ReportsResponse(results: results, help: chapter.help, contact: chapter.contact).json
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
    /// The id as sent, where one could be read.
    var id: String? {
        switch self {
        case .report(let body): body.id
        case .malformed(let id, _): id
        }
    }
}
