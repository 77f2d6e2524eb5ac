/// The body of `POST /v1/searches`: all fields that are set must hold.
package struct SearchRequest: Codable, Hashable, Sendable {
    /// `?` is one character, `*` any number; at least two others.
    package var pattern: String?
    /// The telephone's keys for a whole plate, 5 to 10; finds at most three confirmed listings.
    package var keys: String?
    package var color: String?
    package var body: String?
    package var make: String?
    package var sign: String?
    package var area: String?
    package var status: String?
    /// Listings on a page, 1 to 500; 100 if absent.
    package var limit: Int?
    /// From the previous page; the rest of the request must be the same.
    package var cursor: String?

    package init(
        pattern: String? = nil, keys: String? = nil, color: String? = nil, body: String? = nil, make: String? = nil, sign: String? = nil,
        area: String? = nil, status: String? = nil, limit: Int? = nil, cursor: String? = nil
    ) {
        self.pattern = pattern
        self.keys = keys
        self.color = color
        self.body = body
        self.make = make
        self.sign = sign
        self.area = area
        self.status = status
        self.limit = limit
        self.cursor = cursor
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        pattern = try fields.optional(.pattern)
        keys = try fields.optional(.keys)
        color = try fields.optional(.color)
        body = try fields.optional(.body)
        make = try fields.optional(.make)
        sign = try fields.optional(.sign)
        area = try fields.optional(.area)
        status = try fields.optional(.status)
        limit = try fields.wholeNumber(.limit, in: 1...WireLimits.pageItemsMax)
        cursor = try fields.optional(.cursor)
    }
}
