/// The body of `POST /v1/moderation/audit`: which entries of the chain.
package struct AuditRequest: Codable, Hashable, Sendable {
    package var limit: Int?
    /// Entries after this one, oldest first; to read the whole chain, start at 0.
    package var after: Int?
    /// Entries before this one, newest first. Without either, the newest.
    package var before: Int?
    package var action: String?
    /// A token's short id, or `shell`.
    package var by: String?
    /// What was done to this plate, as long as the plate is kept.
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

    private enum CodingKeys: String, CodingKey {
        case limit, after, before, action, by, plate
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
    /// A token's short id, or `shell` for the operator.
    package var by: String
    package var action: String
    package var count: Int
    /// 32 hexadecimal digits that name the plate to whoever holds its salt; absent where no plate is meant.
    package var plateName: String?
    /// 64 hexadecimal digits: SHA-256 over the hash before and the entry's 41 bytes.
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
    /// What the entries that are kept begin behind; its sequence is 0 for a chain that is there whole.
    package var checkpoint: SignedHeadBody
    package var head: SignedHeadBody

    package init(entries: [AuditEntryBody], more: Bool, checkpoint: SignedHeadBody, head: SignedHeadBody) {
        self.entries = entries
        self.more = more
        self.checkpoint = checkpoint
        self.head = head
    }
}

/// A point of the chain, signed: kept elsewhere, it later proves that nothing before it was rewritten.
package struct SignedHeadBody: Codable, Hashable, Sendable {
    package var sequence: Int
    /// 64 hexadecimal digits.
    package var hash: String
    /// Ed25519, 128 hexadecimal digits, over what `docs/reference/http.md` says.
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
