package import HTTPTypes
import Hummingbird
import Wire

/// A full declaration of a route: the router, `Allow`, body limits, the fast path and the OpenAPI document use it.
package struct Route: Sendable {
    package let method: HTTPRequest.Method
    /// As OpenAPI writes it: `/v1/invites/{id}`.
    package let path: String
    package let access: RouteAccess
    package let bodyLimit: BodyLimit
    /// The allowed query parameters; others are refused.
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

    /// The paths that accept batches.
    static let batchPaths = Set(all.filter { $0.bodyLimit == .batch }.map(\.path))

    /// As Hummingbird writes it: `/v1/invites/:id`.
    var routerPath: RouterPath {
        RouterPath(path.replacing("{", with: ":").replacing("}", with: ""))
    }

    /// Whether a request's path matches this route.
    func matches(_ requested: String) -> Bool {
        let template = path.split(separator: "/")
        let segments = requested.split(separator: "/")
        return template.count == segments.count && zip(template, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }

    /// A path's methods, for `Allow`; empty if the path does not exist.
    static func methods(at path: String) -> [HTTPRequest.Method] {
        let methods = all.filter { $0.matches(path) }.map(\.method)
        return methods.contains(.get) ? methods + [.head] : methods
    }
}

/// The limit of a request's body.
package enum BodyLimit: Hashable, Sendable {
    /// None is expected. The transport accepts ``WireLimits/bodyBytes`` and discards them.
    case none
    /// ``WireLimits/bodyBytes``.
    case single
    /// ``WireLimits/batchBytes`` with a valid token, else ``WireLimits/bodyBytes``.
    case batch

    func bytes(for requester: Requester) -> Int {
        self == .batch && requester.principal != nil ? WireLimits.batchBytes : WireLimits.bodyBytes
    }
}
