/// The fields of the list for devices (`GET /v1/list`) besides its listings.
package struct ListHead: Codable, Hashable, Sendable {
    package var format = Self.formatKnown
    /// The fingerprint of the key that signed it: see ``ListKey/fingerprint``.
    package var registry: String
    package var asOf: String
    /// From then on the list must be erased and answers nothing.
    package var validUntil: String
    package var help: String?
    package var contact: String?
    /// True if the registry has more confirmed plates than the list. A plate that is not on such a list may still be confirmed.
    package var truncated: Bool?

    package init(
        registry: String, asOf: String, validUntil: String, help: String? = nil, contact: String? = nil, isTruncated: Bool = false
    ) {
        self.registry = registry
        self.asOf = asOf
        self.validUntil = validUntil
        self.help = help
        self.contact = contact
        truncated = isTruncated ? true : nil
    }

    /// The only format that this version writes and reads.
    package static let formatKnown = 1

    private enum CodingKeys: String, CodingKey {
        case format, registry, help, contact, truncated
        case asOf = "as_of"
        case validUntil = "valid_until"
    }

    /// The whole body: these fields, then the listings.
    package func body(_ listings: ListingsText) -> [UInt8] {
        var json = JSONText(capacity: listings.bytes.count + Self.bytesUsual)
        json.write(#"{"format":"#)
        json.write(value: format)
        json.write(#","registry":"#, text: registry)
        json.write(#","as_of":"#, text: asOf)
        json.write(#","valid_until":"#, text: validUntil)
        json.write(#","help":"#, text: help)
        json.write(#","contact":"#, text: contact)
        if truncated == true { json.write(#","truncated":true"#) }
        json.write(#","listings":["#)
        json.write(raw: listings.bytes)
        json.write("]}")
        return json.bytes
    }

    private static let bytesUsual = 2_048
}

/// The listings of a list as JSON, one after another.
package struct ListingsText: Sendable {
    private var json: JSONText
    package private(set) var count = 0

    /// - Parameter listings: roughly how many there will be.
    package init(listings: Int) {
        json = JSONText(capacity: listings * Self.bytesUsual)
    }

    package var bytes: [UInt8] { json.bytes }

    package mutating func append(_ listing: ListedPlate) {
        if count > 0 { json.write(",") }
        listing.write(to: &json)
        count += 1
    }

    private static let bytesUsual = 160
}
