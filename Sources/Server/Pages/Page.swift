import HTTPTypes

/// A page, before the headers that all pages have.
struct Page: Sendable {
    var status: HTTPResponse.Status
    let bytes: [UInt8]
    /// Besides those of every page.
    var headers: HTTPFields

    init(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        self.bytes = bytes
        self.status = status
        self.headers = headers
    }
}
