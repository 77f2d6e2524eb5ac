package import HTTPTypes
import Hummingbird
package import Vocabulary

/// Who may use a route.
package enum Access: Hashable, Sendable {
    /// Anyone; a token is not looked at.
    case open
    /// Anyone; whoever sends a token is answered as its bearer, and a bad token is refused.
    case anyone
    /// Bearers of this role or a later one.
    case role(Role)
}

/// One line of the table of routes, from which the router is built, `405` is answered, and the OpenAPI document is checked.
package struct Route: Sendable {
    package let method: HTTPRequest.Method
    /// As OpenAPI writes it: `/v1/invites/{id}`.
    package let path: String
    package let access: Access
    let handle: @Sendable (Request, APIContext) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access,
        handle: @escaping @Sendable (Request, APIContext) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.handle = handle
    }

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
}

extension [Route] {
    /// The methods that a path has, for `Allow`; empty where there is no such path.
    func methods(at path: String) -> [HTTPRequest.Method] {
        let methods = filter { $0.matches(path) }.map(\.method)
        return methods.contains(.get) ? methods + [.head] : methods
    }
}
