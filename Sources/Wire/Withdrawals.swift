/// The body of `POST /v1/withdrawals`: the token's own reports, exactly as they were sent.
package struct WithdrawalsRequest: Codable, Hashable, Sendable {
    package var withdrawals: [ReportItem]

    package init(_ withdrawals: [ReportBody]) {
        self.withdrawals = withdrawals.map(ReportItem.report)
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        withdrawals = try fields.list(.withdrawals, limit: WireLimits.withdrawalsPerRequest)
    }
}

/// The result of one withdrawal; results are in the request's order.
package struct WithdrawalResult: Codable, Hashable, Sendable {
    package enum Outcome: String, Codable, Sendable {
        case withdrawn = "withdrawn"
        case refused = "refused"
    }

    /// As sent; `nil` if it had no readable ID.
    package var id: String?
    package var result: Outcome
    /// True if this repeats the first answer; otherwise absent.
    package var replayed: Bool?
    package var error: ErrorBody?

    package static func withdrawn(id: String, replayed: Bool) -> WithdrawalResult {
        WithdrawalResult(id: id, result: .withdrawn, replayed: replayed ? true : nil, error: nil)
    }

    package static func refused(id: String?, _ error: ErrorBody) -> WithdrawalResult {
        WithdrawalResult(id: id, result: .refused, replayed: nil, error: error)
    }
}

/// The answer to `POST /v1/withdrawals`: one result for each, in the same order.
package struct WithdrawalsResponse: Codable, Hashable, Sendable {
    package var results: [WithdrawalResult]
    package var help: String?
    package var contact: String?

    package init(results: [WithdrawalResult], help: String? = nil, contact: String? = nil) {
        self.results = results
        self.help = help
        self.contact = contact
    }
}
