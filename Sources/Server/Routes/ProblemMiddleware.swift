import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Sightings
import Wire

/// Turns whatever was thrown into a problem, so that every refusal has a code of the table and no error shows its text.
struct ProblemMiddleware: RouterMiddleware {
    let routes: [Route]
    let chapter: Chapter

    func handle(_ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let refusal = refusal(error, path: request.uri.path, logger: context.logger)
            let problem = Problem(
                refusal.code, detail: refusal.detail, field: refusal.field, help: chapter.help, contact: chapter.contact)
            return Response(
                status: refusal.status, headers: refusal.headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: WireJSON.encode(problem))))
        }
    }

    private func refusal(_ error: any Error, path: String, logger: Logger) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let error as WireError: return Refusal(error)
        case let error as LedgerError: return Refusal(ledger: error)
        case is NIOTooManyBytesError: return Refusal(.requestTooLarge)
        case let error as HTTPError where error.status == .notFound:
            let allowed = routes.methods(at: path)
            return allowed.isEmpty ? Refusal(.requestNotFound) : Refusal(.requestMethod, allowed: allowed)
        case let error as HTTPError where error.status == .contentTooLarge: return Refusal(.requestTooLarge)
        case let error as HTTPError where error.status.kind == .clientError: return Refusal(.requestMalformed)
        default:
            // Its text could quote the request, so only its kind is logged.
            logger.error("A request failed inside the server", metadata: ["error": "\(type(of: error))"])
            return Refusal(.internalError)
        }
    }
}
