import HTTPTypes
import Hummingbird
import NIOCore
import Web
import Wire

/// Answers errors with problems, and unknown paths and methods with `404` and `405`; with pages if a browser asks for one.
struct ProblemMiddleware: RouterMiddleware {
    let problems: Problems
    /// nil if no pages are served.
    let pages: Pages?

    func handle(_ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let isNotFound = (error as? HTTPError)?.status == .notFound
            let allowed = isNotFound ? methods(at: request.uri.path) : []
            let unrouted = Refusal(allowed.isEmpty ? .requestNotFound : .requestMethod)
            let allow: HTTPFields = allowed.isEmpty ? [:] : [.allow: allowed.map(\.rawValue).joined(separator: ", ")]
            if isNotFound, let pages, Self.wantsPage(request) { return pages.unrouted(request, context, unrouted, headers: allow) }
            let (refusal, body) = problems.answer(to: isNotFound ? unrouted : error, logger: context.logger)
            return Response(
                status: refusal.status, headers: refusal.headers + allow, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
    }

    private func methods(at path: String) -> [HTTPRequest.Method] {
        Route.methods(at: path) + (pages.map { PageRoute.methods(at: path, $0.site.languages) } ?? [])
    }

    private static func wantsPage(_ request: Request) -> Bool {
        !request.uri.path.hasPrefix("/v1/") && request.headers[values: .accept].contains { $0.contains("text/html") }
    }
}

extension HTTPFields {
    fileprivate static func + (fields: HTTPFields, more: HTTPFields) -> HTTPFields {
        var all = fields
        all.append(contentsOf: more)
        return all
    }
}
