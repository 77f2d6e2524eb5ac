import HTTPTypes
package import Hummingbird
package import NIOCore

/// A request's context, with the origin that the request is charged to.
package protocol OriginRequestContext: RequestContext {
    /// The connection, for its peer's address.
    var channel: any Channel { get }
    var origin: ClientOrigin { get set }
}

/// Finds each request's origin and stores it in the context.
package struct OriginMiddleware<Context: OriginRequestContext>: RouterMiddleware {
    private let resolver: OriginResolver

    package init(_ resolver: OriginResolver) {
        self.resolver = resolver
    }

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.origin = resolver.origin(of: context.channel, forwardedFor: request.headers[values: .forwardedFor])
        return try await next(request, context)
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
}
