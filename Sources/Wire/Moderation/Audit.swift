/// The body of `POST /v1/moderation/audit`: it selects entries of the chain.
package struct AuditRequest: Codable, Hashable, Sendable {
    package var limit: Int?
    /// Entries after this one, oldest first; to read the whole chain, start at 0.
    package var after: Int?
    /// Entries before this one, newest first. Without either, the newest.
    package var before: Int?
    package var action: String?
    /// A token's short ID, or `shell`.
    package var by: String?
    /// Only entries about this plate, as long as the plate is kept.
    package var plate: String?

    package init(
        limit: Int? = nil, after: Int? = nil, before: Int? = nil, action: String? = nil, by: String? = nil, plate: String? = nil
    ) {
        self.limit = limit
        self.after = after
        self.before = before
        self.action = action
        self.by = by
        self.plate = plate
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        limit = try fields.wholeNumber(.limit, in: 1...WireLimits.pageItemsMax)
        after = try fields.wholeNumber(.after, in: 0...WireLimits.numberMax)
        before = try fields.wholeNumber(.before, in: 0...WireLimits.numberMax)
        action = try fields.optional(.action)
        by = try fields.optional(.by)
        plate = try fields.optional(.plate)
        guard after == nil || before == nil else {
            throw fields.refusal(.requestValue, detail: "Send either after or before.", at: .before)
        }
    }
}

/// One entry of the audit chain.
package struct AuditEntryBody: Codable, Hashable, Sendable {
    package var sequence: Int
    package var day: String
    /// A token's short ID, or `shell` for the operator.
    package var by: String
    package var action: String
    package var count: Int
    /// 32 hexadecimal digits that name a plate if you have its salt; absent if the entry names none.
    package var plateName: String?
    /// 64 hexadecimal digits: SHA-256 over the previous hash and the entry's 41 bytes.
    package var hash: String

    package init(sequence: Int, day: String, by: String, action: String, count: Int, plateName: String?, hash: String) {
        self.sequence = sequence
        self.day = day
        self.by = by
        self.action = action
        self.count = count
        self.plateName = plateName
        self.hash = hash
    }

    private enum CodingKeys: String, CodingKey {
        case sequence, day, by, action, count, hash
        case plateName = "plate_name"
    }
}

/// The answer to `POST /v1/moderation/audit`.
package struct AuditPage: Codable, Hashable, Sendable {
    package var entries: [AuditEntryBody]
    /// Whether there are more in the same direction.
    package var more: Bool
    /// The kept entries follow this point; its sequence is 0 for a whole chain.
    package var checkpoint: SignedHeadBody
    package var head: SignedHeadBody

    package init(entries: [AuditEntryBody], more: Bool, checkpoint: SignedHeadBody, head: SignedHeadBody) {
        self.entries = entries
        self.more = more
        self.checkpoint = checkpoint
        self.head = head
    }
}

/// A signed point of the chain. A copy kept elsewhere later proves that nothing before it was rewritten.
package struct SignedHeadBody: Codable, Hashable, Sendable {
    package var sequence: Int
    /// 64 hexadecimal digits.
    package var hash: String
    /// Ed25519, 128 hexadecimal digits, over the bytes in `docs/reference/http.md`.
    package var signature: String
    /// Ed25519, 64 hexadecimal digits.
    package var publicKey: String

    package init(sequence: Int, hash: String, signature: String, publicKey: String) {
        self.sequence = sequence
        self.hash = hash
        self.signature = signature
        self.publicKey = publicKey
    }

    private enum CodingKeys: String, CodingKey {
        case sequence, hash, signature
        case publicKey = "public_key"
    }
}
