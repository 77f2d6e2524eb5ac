import HTTPTypes
package import Hummingbird
package import NIOCore

/// A request's context that knows whom the request is counted against.
package protocol OriginRequestContext: RequestContext {
    /// The connection, which knows its other end.
    var channel: any Channel { get }
    var origin: ClientOrigin { get set }
}

/// Finds out each request's origin and puts it into the context.
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
