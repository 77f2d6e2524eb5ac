import Hummingbird
import Vocabulary
import Wire

extension Route {
    static let reporting: [Route] = [reports, withdrawals]

    static let reports = Route(
        .post, "/v1/reports", .role(.volunteer), body: .batch,
        OpenAPIOperation(
            "recordReports", .reports, "Report plates",
            "Each report has its own result. The answer comes when all accepted ones are on disk. A retry repeats a report exactly, with the same ID.",
            body: "ReportsRequest", answer: .json("ReportsResponse"), refusals: [413, 429] + OpenAPIOperation.storeRefusals)
    ) { api, exchange in
        let asked = try await exchange.bytes().withUnsafeReadableBytes { try ReportsRequest(json: $0) }
        return .json(bytes: try await api.answers.reports(asked, as: exchange.requester).json)
    }

    private static let withdrawals = Route(
        .post, "/v1/withdrawals", .role(.volunteer), body: .batch,
        OpenAPIOperation(
            "withdrawReports", .reports, "Withdraw the token's own reports",
            "By ID and content, with the token that sent them, for about two days.",
            body: "WithdrawalsRequest", answer: .json("WithdrawalsResponse"), refusals: [413] + OpenAPIOperation.storeRefusals)
    ) { .json(try await $0.answers.withdrawals(try $1.body(), as: $1.requester)) }
}
