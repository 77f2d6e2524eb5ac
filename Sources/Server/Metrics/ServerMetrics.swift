package import CoreMetrics
import NIOConcurrencyHelpers
import Wire

/// What a listener counts, under labels that are all taken from closed sets: no address, token, plate or path is among them.
package final class ServerMetrics: Sendable {
    private struct Answered: Hashable {
        let route: String
        let status: Int
    }

    private let factory: any MetricsFactory
    private let answers = NIOLockedValueBox<[Answered: (counter: Counter, timer: Timer)]>([:])
    private let refusals: [ErrorCode: Counter]
    private let ends: [ConnectionEnd: Counter]
    private let limited: [RateKind: Counter]

    package init(factory: any MetricsFactory) {
        self.factory = factory
        func counters<Key: Hashable>(_ label: String, _ name: String, _ keys: [Key], _ value: (Key) -> String) -> [Key: Counter] {
            Dictionary(uniqueKeysWithValues: keys.map { ($0, Counter(label: label, dimensions: [(name, value($0))], factory: factory)) })
        }
        refusals = counters("thaw_http_refused", "code", RefusalAnswers.codes) { $0.rawValue }
        ends = counters("thaw_connections_ended", "reason", ConnectionEnd.allCases) { $0.rawValue }
        limited = counters("thaw_rate_limited", "kind", RateKind.allCases) { $0.label }
    }

    /// A request that a route answered; `route` is its template.
    package func answered(route: String, status: Int, duration: Duration) {
        let (counter, timer) = answers.withLockedValue { known in
            let key = Answered(route: route, status: status)
            if let meters = known[key] { return meters }
            // The factory gives the same timer for each status of a route.
            let meters = (
                Counter(label: "thaw_http_requests", dimensions: [("route", route), ("status", "\(status)")], factory: factory),
                Timer(label: "thaw_http_request_seconds", dimensions: [("route", route)], factory: factory)
            )
            known[key] = meters
            return meters
        }
        counter.increment()
        let (seconds, attoseconds) = duration.components
        timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// A request that a rate did not admit.
    package func limited(_ kind: RateKind) {
        limited[kind]?.increment()
    }

    /// A request that the transport refused before any route saw it.
    func refused(_ code: ErrorCode) {
        refusals[code]?.increment()
    }

    func ended(_ end: ConnectionEnd) {
        ends[end]?.increment()
    }

    /// What stands above the figures at `/metrics`.
    package static func describe(in registry: PrometheusRegistry) {
        registry.describe("thaw_http_requests_total", "Requests that a route answered, by route and status.")
        registry.describe("thaw_http_request_seconds", "From a whole request to its answer, by route.")
        registry.describe("thaw_http_refused_total", "Requests and connections refused before any route saw them, by error code.")
        registry.describe("thaw_connections_ended_total", "Connections, by what ended them.")
        registry.describe("thaw_rate_limited_total", "Requests over a rate, by the rate.")
    }
}

/// What ended a connection.
package enum ConnectionEnd: String, CaseIterable, Sendable {
    /// Either end closed it in good order.
    case orderly = "orderly"
    /// It was waiting for a request for too long.
    case idle = "idle"
    /// It was waiting for a request, or was slow without a good token, when another needed its slot.
    case displaced = "displaced"
    /// No complete request came in time.
    case silent = "silent"
    /// The client did not take its answer in time.
    case slowReader = "slow_reader"
    /// The transport refused what came.
    case refused = "refused"
    /// A stop's grace was over.
    case aborted = "aborted"
}
