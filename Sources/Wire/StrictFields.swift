/// The fields of one JSON object of a request; unknown fields are refused.
///
/// Costs one pass over the object's keys.
struct StrictFields<Name: CodingKey> {
    private let container: KeyedDecodingContainer<Field<Name>>

    /// - Throws: `request.unknown_field` with the path of the first field, in alphabetical order, that `Name` does not have.
    init(_ decoder: any Decoder, of names: Name.Type = Name.self) throws {
        container = try decoder.container(keyedBy: Field<Name>.self)
        let strangers = container.allKeys.filter { $0.name == nil }
        if let stranger = strangers.min(by: { $0.stringValue < $1.stringValue }) {
            throw FieldError.refused(.requestUnknownField, detail: nil, path: container.codingPath + [stranger])
        }
    }

    func required<Value: Decodable>(_ name: Name, as type: Value.Type = Value.self) throws -> Value {
        try container.decode(type, forKey: Field(name))
    }

    /// The field's value; `nil` if absent or null.
    func optional<Value: Decodable>(_ name: Name, as type: Value.Type = Value.self) throws -> Value? {
        try container.decodeIfPresent(type, forKey: Field(name))
    }

    /// A whole number within a range; `nil` if absent or null.
    func wholeNumber(_ name: Name, in range: ClosedRange<Int>) throws -> Int? {
        let refusal = refusal(.requestValue, detail: "Send a whole number from \(range.lowerBound) to \(range.upperBound).", at: name)
        do {
            guard let number = try optional(name, as: Double.self) else { return nil }
            guard let whole = Int(exactly: number), range.contains(whole) else { throw refusal }
            return whole
        } catch DecodingError.dataCorrupted {
            throw refusal
        }
    }

    /// A list of at most `limit` items; a longer one is refused before its items are read.
    ///
    /// - Throws: `request.empty` for an empty list, `request.too_many_items` for one past the limit.
    func list<Item: Decodable>(_ name: Name, of type: Item.Type = Item.self, limit: Int) throws -> [Item] {
        var items = try container.nestedUnkeyedContainer(forKey: Field(name))
        let count = items.count ?? 0
        guard count > 0 else { throw refusal(.requestEmpty, at: name) }
        guard count <= limit else {
            throw refusal(.requestTooManyItems, detail: "Send at most \(limit) at once, in several requests.", at: name)
        }
        var list: [Item] = []
        list.reserveCapacity(count)
        while !items.isAtEnd {
            try list.append(items.decode(type))
        }
        return list
    }

    /// One of a fixed set of words; `nil` if absent or null.
    func word<Word: RawRepresentable>(_ name: Name, as type: Word.Type = Word.self, unknown code: ErrorCode) throws -> Word?
    where Word.RawValue == String {
        guard let text = try optional(name, as: String.self) else { return nil }
        guard let word = Word(rawValue: text) else { throw refusal(code, at: name) }
        return word
    }

    func refusal(_ code: ErrorCode, detail: String? = nil, at name: Name) -> any Error {
        FieldError.refused(code, detail: detail, path: container.codingPath + [name])
    }
}

/// A key that may be one of `Name`'s, and says so.
private struct Field<Name: CodingKey>: CodingKey {
    let stringValue: String
    let name: Name?

    var intValue: Int? { nil }

    init(_ name: Name) {
        self.name = name
        stringValue = name.stringValue
    }

    init(stringValue: String) {
        self.stringValue = stringValue
        name = Name(stringValue: stringValue)
    }

    init?(intValue: Int) { nil }
}
