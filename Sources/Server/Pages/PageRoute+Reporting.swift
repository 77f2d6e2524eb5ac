import HTTPTypes
import Hummingbird
import NIOCore
import Sightings
import Vocabulary
import Web
import Wire

/// Reports, and the data that scripts need for them without a signal.
extension PageRoute {
    static let reporting: [PageRoute] = [reportForm, report, withdraw, outbox, waiting, offline]

    private static let reportForm = PageRoute(.get, "/report") { pages, exchange in
        Page(
            pages.site.report(
                at: pages.seconds, filled: ReportFields(id: pages.newID),
                for: exchange.reader))
    }

    private static let report = PageRoute(
        .post, "/report", .role(.volunteer),
        refused: { pages, refusal, reader, form in
            pages.site.report(
                refused: refusal.code, waitSeconds: refusal.retryAfterSeconds, filled: form.map { ReportFields($0) } ?? ReportFields(),
                at: pages.seconds, for: reader)
        },
        answer: { pages, exchange in
            let form = try exchange.form()
            let sent = try ReportBody(form, country: pages.answers.settings.country)
            let response = try await pages.answers.reports(ReportsRequest([sent]), as: exchange.requester)
            guard let result = response.results.first else { throw Refusal(.internalError) }
            return Page(
                pages.site.report(
                    result, to: sent, next: pages.nextFields(form, keepsAll: result.result == .refused),
                    at: pages.seconds, for: exchange.reader))
        })

    private static let withdraw = PageRoute(
        .post, "/withdraw", .role(.volunteer), home: "/report",
        refused: { pages, refusal, reader, form in
            pages.site.report(
                refused: refusal.code, isWithdrawal: true, waitSeconds: refusal.retryAfterSeconds,
                filled: form.map { ReportFields($0) } ?? ReportFields(),
                at: pages.seconds, for: reader)
        },
        answer: { pages, exchange in
            let form = try exchange.form()
            let sent = try ReportBody(form, country: pages.answers.settings.country)
            let response = try await pages.answers.withdrawals(WithdrawalsRequest([sent]), as: exchange.requester)
            guard let result = response.results.first else { throw Refusal(.internalError) }
            return Page(
                pages.site.withdrawal(
                    result, of: sent, next: pages.nextFields(form, keepsAll: false), at: pages.seconds,
                    for: exchange.reader))
        })

    /// The header with the short ID of the token that a script knows. Under another one, a report that was tried could count twice.
    private static let tokenHeader = HTTPField.Name("Thaw-Token")!
    private static let outboxMax = 50

    /// The body and the answer of `POST /v1/reports`, by cookie.
    private static let outbox = PageRoute(
        .post, "/outbox", .role(.volunteer), forgery: .scripts, mediaType: WireJSON.mediaType,
        refused: { pages, refusal, _, _ in pages.problems.body(of: refusal) },
        answer: { pages, exchange in
            let headers = exchange.request.headers
            try JSONExchange.check(contentTypes: headers[values: .contentType], contentEncoding: headers[.contentEncoding])
            let asked = try exchange.body.withUnsafeReadableBytes { try ReportsRequest(json: $0) }
            guard try headers[tokenHeader] == exchange.requester.known().token.shortID else { throw Refusal(.tokenLoggedOut) }
            guard !asked.isImport else { throw Refusal(.requestUnknownField, field: "import") }
            guard asked.reports.count <= outboxMax else { throw Refusal(.requestTooManyItems, field: "reports") }
            return Page(try await pages.answers.reports(asked, as: exchange.requester).json)
        })

    private static let waiting = PageRoute(.get, "/waiting") { pages, exchange in
        Page(pages.site.waiting(for: exchange.reader))
    }

    private static let offline = PageRoute(.get, "/offline") { pages, exchange in
        Page(pages.site.offline(in: exchange.reader.language))
    }
}
