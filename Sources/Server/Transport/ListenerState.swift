import NIOCore

/// What all connections of one listener share.
struct ListenerState: Sendable {
    let limits: ServerLimits
    let connections: ConnectionTable
    let bodies: BodyMemory
    let refusals: RefusalAnswers
    let metrics: ServerMetrics

    init(limits: ServerLimits, proxies: TrustedProxies, help: String?, contact: String?, metrics: ServerMetrics) {
        self.limits = limits
        self.metrics = metrics
        connections = ConnectionTable(limits: limits, proxies: proxies)
        bodies = BodyMemory(limit: limits.batchMemoryBytes)
        refusals = RefusalAnswers(help: help, contact: contact)
    }
}
