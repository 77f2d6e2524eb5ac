import NIOCore
import Web

/// State that all connections of one listener share.
struct ListenerState: Sendable {
    let limits: ServerLimits
    let connections: ConnectionTable
    let bodies: BodyMemory
    let refusals: RefusalAnswers
    let metrics: ServerMetrics
    let origins: OriginResolver
    let tokens: TokenCheck

    init(
        limits: ServerLimits, origins: OriginResolver, tokens: TokenCheck, help: String?, contact: String?, site: Site?,
        metrics: ServerMetrics
    ) {
        self.limits = limits
        self.metrics = metrics
        self.origins = origins
        self.tokens = tokens
        connections = ConnectionTable(limits: limits, proxies: origins.proxies)
        bodies = BodyMemory(limit: limits.request.batchMemoryBytes)
        refusals = RefusalAnswers(help: help, contact: contact, site: site)
    }
}
