import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Answers errors with problems, and unknown paths and methods with `404` and `405`.
struct ProblemMiddleware: RouterMiddleware {
    let problems: Problems

    func handle(_ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let isNotFound = (error as? HTTPError)?.status == .notFound
            let allowed = isNotFound ? Route.methods(at: request.uri.path) : []
            let unrouted = Refusal(allowed.isEmpty ? .requestNotFound : .requestMethod)
            let (refusal, body) = problems.answer(to: isNotFound ? unrouted : error, logger: context.logger)
            var headers = refusal.headers
            if !allowed.isEmpty { headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ") }
            return Response(status: refusal.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
    }
}
