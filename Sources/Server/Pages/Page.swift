import HTTPTypes
import Hummingbird

/// A page, before the headers that all pages have.
struct Page: Sendable {
    var status: HTTPResponse.Status
    let bytes: [UInt8]
    /// Besides those of every page.
    var headers: HTTPFields
    /// A ready body, sent instead of ``bytes``; nil for a page.
    let body: ResponseBody?

    init(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        self.bytes = bytes
        self.status = status
        self.headers = headers
        body = nil
    }

    /// No page: an answer for scripts that everybody shares, with all its headers, too large to be compressed for each request.
    init(_ response: Response) {
        bytes = []
        status = response.status
        headers = response.headers
        body = response.body
    }
}
