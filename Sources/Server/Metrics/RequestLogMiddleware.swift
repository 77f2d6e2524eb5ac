package import Hummingbird
package import Logging

/// Logs and counts each answer by its route's template, status, duration and size, and by nothing else.
///
/// It stands outermost. What the transport refuses never comes here; ``ServerMetrics`` counts that by its code.
package struct RequestLogMiddleware<Context: RequestContext>: RouterMiddleware {
    /// Stands for every address that is no route.
    package static var unmatched: String { "unmatched" }

    private let level: Logger.Level
    private let logger: Logger
    private let metrics: ServerMetrics
    private let uptime: @Sendable () -> Duration

    package init(logger: Logger, level: Logger.Level = .debug, metrics: ServerMetrics, uptime: @escaping @Sendable () -> Duration) {
        self.logger = logger
        self.level = level
        self.metrics = metrics
        self.uptime = uptime
    }

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = uptime()
        do {
            let response = try await next(request, context)
            note(context, status: response.status.code, bytes: response.body.contentLength, duration: uptime() - start)
            return response
        } catch {
            let status = (error as? any HTTPResponseError)?.status.code ?? 500
            note(context, status: status, bytes: nil, duration: uptime() - start)
            throw error
        }
    }

    private func note(_ context: Context, status: Int, bytes: Int?, duration: Duration) {
        // The router calls what it has no route for by a name of its own; templates begin with a slash.
        let route = context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? Self.unmatched
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
