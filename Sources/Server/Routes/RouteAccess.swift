package import Vocabulary

/// Who may use a route.
package enum RouteAccess: Hashable, Sendable {
    /// Everybody; tokens are ignored.
    case `public`
    /// Everybody; a token is optional, but a bad one is refused.
    case optionalToken
    /// Tokens of this role or a higher one.
    case role(Role)
}
