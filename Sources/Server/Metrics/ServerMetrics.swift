package import CoreMetrics
import NIOConcurrencyHelpers
package import NIOCore
import Wire

/// A listener's counts. All labels come from closed sets, so none is an address, token, plate or path.
package final class ServerMetrics: Sendable {
    private struct Answered: Hashable {
        let route: String
        let status: Int

        /// Without the route's text, which takes longer than the rest of the count. Few routes have one length.
        func hash(into hasher: inout Hasher) { hasher.combine(status << 8 | route.utf8.count) }
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
    package func answered(route: String, status: Int, duration: TimeAmount) {
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
        timer.recordNanoseconds(duration.nanoseconds)
    }

    /// Counts a request that a rate refused.
    package func limited(_ kind: RateKind) {
        limited[kind]?.increment()
    }

    /// Counts a request that the transport refused before any route saw it.
    func refused(_ code: ErrorCode) {
        refusals[code]?.increment()
    }

    func ended(_ end: ConnectionEnd) {
        ends[end]?.increment()
    }

    /// Sets the help sentences at `/metrics`.
    package static func describe(in registry: PrometheusRegistry) {
        registry.describe("thaw_http_requests_total", "Requests that a route answered, by route and status.")
        registry.describe("thaw_http_request_seconds", "From a whole request to its answer, by route.")
        registry.describe("thaw_http_refused_total", "Requests and connections refused before any route saw them, by error code.")
        registry.describe("thaw_connections_ended_total", "Connections, by what ended them.")
        registry.describe("thaw_rate_limited_total", "Requests over a rate, by the rate.")
    }
}

/// Why a connection ended.
package enum ConnectionEnd: String, CaseIterable, Sendable {
    /// Either end closed it normally.
    case orderly = "orderly"
    /// It was idle for too long.
    case idle = "idle"
    /// It was idle, or slow without a valid token, when another connection needed its slot.
    case displaced = "displaced"
    /// No complete request came in time.
    case silent = "silent"
    /// The client did not receive its answer in time.
    case slowReader = "slow_reader"
    /// The transport refused a request.
    case refused = "refused"
    /// The graceful stop's time was over.
    case aborted = "aborted"
}
