import HTTPTypes
import Hummingbird

/// Finds each request's origin and stores it in the context.
struct OriginMiddleware: RouterMiddleware {
    let resolver: OriginResolver

    func handle(_ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response) async throws -> Response {
        var context = context
        context.origin = resolver.origin(of: context.channel, forwardedFor: request.headers[values: .forwardedFor])
        return try await next(request, context)
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
}
