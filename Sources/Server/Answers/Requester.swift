import Sightings
import Wire

/// Who sent a request: a token's principal or an anonymous client, and the origin that rates are charged to.
struct Requester: Sendable {
    let principal: Bearer?
    let origin: ClientOrigin

    init(_ principal: Bearer?, from origin: ClientOrigin) {
        self.principal = principal
        self.origin = origin
    }

    var viewer: Viewer { principal?.viewer ?? .public }

    /// - Throws: `token.missing` for an anonymous client.
    func known() throws(Refusal) -> Bearer {
        guard let principal else { throw Refusal(.tokenMissing) }
        return principal
    }

    /// The principal's name in decisions and the audit chain.
    ///
    /// - Throws: `token.missing` for an anonymous client.
    func actor() throws(Refusal) -> Actor { Actor(try known().token) }
}
