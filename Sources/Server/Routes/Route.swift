package import HTTPTypes
import Hummingbird
import Wire

/// A route declares all there is to know of it: the router, `Allow`, body limits, the fast path and the OpenAPI document are made from it.
package struct Route: Sendable {
    package let method: HTTPRequest.Method
    /// As OpenAPI writes it: `/v1/invites/{id}`.
    package let path: String
    package let access: RouteAccess
    package let bodyLimit: BodyLimit
    /// The parameters that its query may have; anything else is refused.
    let query: [QueryParameter]
    let operation: OpenAPIOperation
    let answer: @Sendable (API, Exchange) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: RouteAccess, body: BodyLimit = .none, query: [QueryParameter] = [],
        _ operation: OpenAPIOperation, answer: @escaping @Sendable (API, Exchange) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        bodyLimit = body
        self.query = query
        self.operation = operation
        self.answer = answer
    }

    /// Every route; the order does not matter.
    package static let all: [Route] = reading + reporting + invitesAndTokens + moderation + documents

    /// The paths that take batches.
    static let batchPaths = Set(all.filter { $0.bodyLimit == .batch }.map(\.path))

    /// As Hummingbird writes it: `/v1/invites/:id`.
    var routerPath: RouterPath {
        RouterPath(path.replacing("{", with: ":").replacing("}", with: ""))
    }

    /// Whether a request's path is one of this route's.
    func matches(_ requested: String) -> Bool {
        let template = path.split(separator: "/")
        let segments = requested.split(separator: "/")
        return template.count == segments.count && zip(template, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }

    /// The methods that a path has, for `Allow`; empty if there is no such path.
    static func methods(at path: String) -> [HTTPRequest.Method] {
        let methods = all.filter { $0.matches(path) }.map(\.method)
        return methods.contains(.get) ? methods + [.head] : methods
    }
}
