package import Logging
import Wire

/// Logs and counts each answer by its route's template, status, duration and size only.
///
/// ``ServerMetrics`` counts the transport's refusals by code; they are not logged here.
package struct RequestLog: Sendable {
    let logger: Logger
    private let level: Logger.Level
    private let metrics: ServerMetrics
    private let uptime: @Sendable () -> Duration

    package init(logger: Logger, level: Logger.Level = .debug, metrics: ServerMetrics, uptime: @escaping @Sendable () -> Duration) {
        self.logger = logger
        self.level = level
        self.metrics = metrics
        self.uptime = uptime
    }

    /// When a request came, for ``record(route:status:bytes:since:)``.
    func start() -> Duration { uptime() }

    func record(route: String, status: Int, bytes: Int?, since start: Duration) {
        let duration = uptime() - start
        metrics.answered(route: route, status: status, duration: duration)
        guard level >= logger.logLevel else { return }
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        logger.log(
            level: level, "answered",
            metadata: [
                "route": "\(route)", "status": "\(status)", "microseconds": "\(microseconds)", "bytes": "\(bytes ?? 0)",
            ])
    }
}
