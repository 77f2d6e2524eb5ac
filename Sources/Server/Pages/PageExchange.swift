import Hummingbird
import NIOCore
import Web

/// A request for a page, and who sent it.
struct PageExchange: Sendable {
    let request: Request
    let reader: PageReader
    let identity: PageIdentity
    let client: ClientOrigin
    /// The whole body.
    let body: ByteBuffer
    let posted: Result<FormBody, Refusal>

    var requester: Requester { Requester(principal: identity.principal, origin: client) }

    /// The posted form.
    ///
    /// - Throws: why the body is none.
    func form() throws(Refusal) -> FormBody { try posted.get() }
}
