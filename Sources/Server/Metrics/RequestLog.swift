package import Logging
package import NIOCore
import Wire

/// Logs and counts each answer by its route's template, status, duration and size only.
///
/// ``ServerMetrics`` counts the transport's refusals by code; they are not logged here.
package struct RequestLog: Sendable {
    private let logger: Logger
    private let level: Logger.Level
    /// Read once, because the logger copies its handler for each answer.
    private let isLogged: Bool
    private let metrics: ServerMetrics
    private let uptime: @Sendable () -> NIODeadline

    package init(logger: Logger, level: Logger.Level = .debug, metrics: ServerMetrics, uptime: @escaping @Sendable () -> NIODeadline) {
        self.logger = logger
        self.level = level
        isLogged = level >= logger.logLevel
        self.metrics = metrics
        self.uptime = uptime
    }

    /// When a request came, for ``record(route:status:bytes:since:)``.
    func start() -> NIODeadline { uptime() }

    func record(route: String, status: Int, bytes: Int?, since start: NIODeadline) {
        let duration = uptime() - start
        metrics.answered(route: route, status: status, duration: duration)
        guard isLogged else { return }
        logger.log(
            level: level, "answered",
            metadata: [
                "route": "\(route)", "status": "\(status)", "microseconds": "\(duration.nanoseconds / 1_000)", "bytes": "\(bytes ?? 0)",
            ])
    }
}
