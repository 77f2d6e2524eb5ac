import Hummingbird
import Web

/// A request for a page, and who sent it.
struct PageExchange: Sendable {
    let request: Request
    let reader: PageReader
    let requester: Requester
    private let posted: Result<FormBody, Refusal>

    init(_ request: Request, _ reader: PageReader, _ requester: Requester, posted: Result<FormBody, Refusal>) {
        self.request = request
        self.reader = reader
        self.requester = requester
        self.posted = posted
    }

    /// The posted form.
    ///
    /// - Throws: why the body is none.
    func form() throws(Refusal) -> FormBody { try posted.get() }
}
