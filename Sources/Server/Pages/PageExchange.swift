import Hummingbird
import NIOCore
import Web

/// A request for a page, and who sent it.
struct PageExchange: Sendable {
    let request: Request
    let reader: PageReader
    let requester: Requester
    let identity: PageIdentity
    /// The whole body.
    let body: ByteBuffer
    private let posted: Result<FormBody, Refusal>

    init(
        _ request: Request, _ reader: PageReader, _ identity: PageIdentity, from client: ClientOrigin, body: ByteBuffer,
        posted: Result<FormBody, Refusal>
    ) {
        self.request = request
        self.reader = reader
        self.identity = identity
        self.body = body
        requester = Requester(principal: identity.principal, origin: client)
        self.posted = posted
    }

    /// The posted form.
    ///
    /// - Throws: why the body is none.
    func form() throws(Refusal) -> FormBody { try posted.get() }
}
