import FoundationEssentials
package import Wire

extension ThawClient {
    /// Sends any number of reports, 500 and a mebibyte at a time.
    ///
    /// Where a request is refused as a whole for what is in it, it is cut in halves until the report that is to blame stands alone; that
    /// one is then answered as refused, and the others go on.
    ///
    /// - Parameter answered: called for each request with its reports and their results, in order.
    /// - Throws: what stopped it. Reports that `answered` was not called for are not known to have arrived; sending them again is safe.
    package func importReports(
        _ reports: [ReportBody], importing: Bool, answered: ([(report: ReportBody, result: ReportResult)]) -> Void
    ) throws(ClientError) {
        try sendInBatches(
            reports, importing: importing, before: { _ throws(ClientError) in },
            answered: { range, results throws(ClientError) in answered(Array(zip(reports[range], results))) })
    }

    /// - Parameters:
    ///   - before: called with the reports of each request that is about to be sent.
    ///   - answered: called with the same and as many results.
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

    /// Enough to find a few bad reports among 500; more means that the server refuses all that this version sends.
    private static let splitsMax = 64

    /// Cuts reports into runs that one request may carry.
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

    /// `{"import":true,"reports":[]}` and some room.
    private static let envelopeBytes = 64
}

extension ClientError {
    /// Whether a request was refused for what it carried and not for who sent it or when.
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
