/// An error answer (RFC 9457): `application/problem+json`.
package struct Problem: Codable, Hashable, Sendable {
    /// A link to the code's line in the error table, which every server serves: ``ErrorCode/problemType``.
    package var type: String
    package var title: String
    package var status: Int
    /// The error's stable name; compare it with ``ErrorCode``.
    package var code: String
    /// One or two sentences that say what to do.
    package var detail: String
    /// The offending field, such as `reports[3].vehicle.color`.
    package var field: String?
    /// Where to find legal help: the setting `chapter.help`.
    package var help: String?
    /// Whom to write to about a wrong listing: the setting `chapter.contact`.
    package var contact: String?

    package static let mediaType = "application/problem+json"

    package init(_ code: ErrorCode, detail: String? = nil, field: String? = nil, help: String? = nil, contact: String? = nil) {
        self.type = code.problemType
        self.title = code.title
        self.status = code.status ?? 500
        self.code = code.rawValue
        self.detail = detail ?? code.advice
        self.field = field
        self.help = help
        self.contact = contact
    }

    package init(_ error: WireError, help: String? = nil, contact: String? = nil) {
        self.init(error.code, detail: error.detail, field: error.field, help: help, contact: contact)
    }

    /// The code; `nil` if the other end is newer and knows more.
    package var errorCode: ErrorCode? { ErrorCode(rawValue: code) }
}

/// The error of one item of a batch.
package struct ErrorBody: Codable, Hashable, Sendable {
    package var code: String
    package var detail: String
    /// The offending field within the item: `seen_at`, `vehicle.color`.
    package var field: String?

    package init(_ code: ErrorCode, detail: String? = nil, field: String? = nil) {
        self.code = code.rawValue
        self.detail = detail ?? code.advice
        self.field = field
    }

    package init(_ error: WireError) {
        self.init(error.code, detail: error.detail, field: error.field)
    }

    /// The code; `nil` if the other end is newer and knows more.
    package var errorCode: ErrorCode? { ErrorCode(rawValue: code) }
}

extension ErrorCode {
    /// A problem's `type`: a URI reference (RFC 9457) to the code's line of the page that ``ErrorReference`` writes.
    package var problemType: String { ErrorReference.path + "#" + rawValue }
}
