import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Answers whatever was thrown with its problem, and what is no route with what is.
struct ProblemMiddleware: RouterMiddleware {
    let problems: Problems
    let routes: [Route]

    func handle(_ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let isNotFound = (error as? HTTPError)?.status == .notFound
            let (refusal, body) = problems.answer(to: isNotFound ? unrouted(request.uri.path) : error, logger: context.logger)
            return Response(status: refusal.status, headers: refusal.headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
    }

    private func unrouted(_ path: String) -> Refusal {
        let allowed = routes.methods(at: path)
        return allowed.isEmpty ? Refusal(.requestNotFound) : Refusal(.requestMethod, allowed: allowed)
    }
}
