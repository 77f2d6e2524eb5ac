import Sightings
import Wire

/// Who sent a request: a token's principal or an anonymous client, and the origin that rates are charged to.
struct Requester: Sendable {
    let principal: Principal?
    let origin: ClientOrigin

    var viewer: Viewer { principal?.viewer ?? .public }

    /// - Throws: `token.missing` for an anonymous client.
    func known() throws(Refusal) -> Principal {
        guard let principal else { throw Refusal(.tokenMissing) }
        return principal
    }

    /// The principal's name in decisions and the audit chain.
    ///
    /// - Throws: `token.missing` for an anonymous client.
    func actor() throws(Refusal) -> AuditedPrincipal { AuditedPrincipal(try known().token) }
}
