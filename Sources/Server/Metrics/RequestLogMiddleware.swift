package import Hummingbird

/// Logs each answer; it is the outermost middleware.
package struct RequestLogMiddleware<Context: RequestContext>: RouterMiddleware {
    /// The label of every path that is not a route.
    package static var unmatched: String { "unmatched" }

    private let log: RequestLog

    package init(_ log: RequestLog) {
        self.log = log
    }

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = log.start()
        do {
            let response = try await next(request, context)
            log.record(route: route(context), status: response.status.code, bytes: response.body.contentLength, since: start)
            return response
        } catch {
            let status = (error as? any HTTPResponseError)?.status.code ?? 500
            log.record(route: route(context), status: status, bytes: nil, since: start)
            throw error
        }
    }

    private func route(_ context: Context) -> String {
        // Without a route the router gives a name of its own; templates begin with a slash.
        context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? Self.unmatched
    }
}
