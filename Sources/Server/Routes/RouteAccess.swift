package import Vocabulary

/// Who may use a route.
package enum RouteAccess: Hashable, Sendable {
    /// Everybody; a token is not looked at.
    case `public`
    /// Everybody; who sends a token is answered as its principal, and a bad token is refused.
    case optionalToken
    /// Tokens of this role or a later one.
    case role(Role)
}
