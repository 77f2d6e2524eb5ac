import FoundationEssentials
package import Wire

extension ThawClient {
    /// Sends any number of reports, at most 500 and 1 MiB in a request.
    ///
    /// If the server refuses a whole request because of its content, the client splits it in halves until it finds the bad report. That
    /// report counts as refused, and the client sends the others.
    ///
    /// - Parameter answered: called for each request with its reports and their results, in order.
    /// - Throws: the error that stopped it. Reports that `answered` was not called for may have arrived; it is safe to send them again.
    package func importReports(
        _ reports: [ReportBody], importing: Bool, answered: ([(report: ReportBody, result: ReportResult)]) -> Void
    ) throws(ClientError) {
        try sendInBatches(
            reports, importing: importing, before: { _ throws(ClientError) in },
            answered: { range, results throws(ClientError) in answered(Array(zip(reports[range], results))) })
    }

    /// - Parameters:
    ///   - before: called with the reports of each request before it is sent.
    ///   - answered: called with the same range and one result for each report.
    func sendInBatches(
        _ reports: [ReportBody], importing: Bool, before: (Range<Int>) throws(ClientError) -> Void,
        answered: (Range<Int>, [ReportResult]) throws(ClientError) -> Void
    ) throws(ClientError) {
        for batch in Self.batches(reports) {
            var splits = 0
            var waiting = [batch]
            while let range = waiting.popLast() {
                try before(range)
                let results: [ReportResult]
                do throws(ClientError) {
                    results = try report(Array(reports[range]), importing: importing).results
                } catch {
                    guard error.isAboutContent, range.count == 1 || splits < Self.splitsMax else { throw error }
                    guard range.count == 1 else {
                        splits += 1
                        let middle = range.lowerBound + range.count / 2
                        waiting.append(middle..<range.upperBound)
                        waiting.append(range.lowerBound..<middle)
                        continue
                    }
                    results = [.refused(id: reports[range.lowerBound].id, error.itemError)]
                }
                try answered(range, results)
            }
        }
    }

    /// Enough to find a few bad reports among 500. If there are more, the server refuses everything that this version sends.
    private static let splitsMax = 64

    /// Splits reports into ranges that fit into one request each.
    static func batches(_ reports: [ReportBody]) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        var bytes = envelopeBytes
        for (index, report) in reports.enumerated() {
            let size = WireJSON.encode(report).count + 1
            if index > start, index - start == WireLimits.reportsPerRequest || bytes + size > WireLimits.batchBytes {
                batches.append(start..<index)
                start = index
                bytes = envelopeBytes
            }
            bytes += size
        }
        if start < reports.count { batches.append(start..<reports.count) }
        return batches
    }

    /// The length of `{"import":true,"reports":[]}`, rounded up.
    private static let envelopeBytes = 64
}

extension ClientError {
    /// Whether the server refused a request because of its content, not because of its sender or the time.
    fileprivate var isAboutContent: Bool {
        switch reason {
        case .requestTooLarge: true
        case .refused: status == 400 || status == 413 || status == 422
        default: false
        }
    }

    fileprivate var itemError: ErrorBody {
        guard let problem else { return ErrorBody(.requestTooLarge) }
        var error = ErrorBody(problem.errorCode ?? .requestValue, detail: problem.detail, field: problem.field)
        error.code = problem.code
        return error
    }
}
