import Sightings
import Wire

/// Who asks: the principal of a token or nobody in particular, and whom the request is counted against.
struct Requester: Sendable {
    let principal: Bearer?
    let origin: ClientOrigin

    init(_ principal: Bearer?, from origin: ClientOrigin) {
        self.principal = principal
        self.origin = origin
    }

    var viewer: Viewer { principal?.viewer ?? .public }

    /// - Throws: `token.missing` for nobody in particular.
    func known() throws(Refusal) -> Bearer {
        guard let principal else { throw Refusal(.tokenMissing) }
        return principal
    }

    /// The principal as decisions and the audit chain name it.
    ///
    /// - Throws: `token.missing` for nobody in particular.
    func actor() throws(Refusal) -> Actor { Actor(try known().token) }
}
