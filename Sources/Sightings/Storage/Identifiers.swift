/// A number that names one thing and nothing else, written and sent as that number.
package protocol Identifier: RawRepresentable, Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral, LosslessStringConvertible
where RawValue: FixedWidthInteger & Sendable {
    init(rawValue: RawValue)
}

extension Identifier {
    package init(integerLiteral value: RawValue.IntegerLiteralType) { self.init(rawValue: RawValue(integerLiteral: value)) }

    /// nil for a number of another size.
    package init?(exactly number: some BinaryInteger) {
        guard let number = RawValue(exactly: number) else { return nil }
        self.init(rawValue: number)
    }

    /// nil if the text is not a number of this size.
    package init?(_ description: String) {
        guard let number = RawValue(description) else { return nil }
        self.init(rawValue: number)
    }

    package var description: String { String(rawValue) }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    package func advanced(by count: RawValue) -> Self { Self(rawValue: rawValue + count) }

    /// Moves to the next one, and returns it.
    @discardableResult
    package mutating func advance() -> Self {
        self = advanced(by: 1)
        return self
    }
}

/// Names a stored plate; never used again.
package struct PlateID: Identifier {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Names a token; never used again.
package struct TokenID: Identifier {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// In the field of the inviter: nobody, or nobody who is still stored.
    package static let none: TokenID = 0
    /// In the field of the inviter: the operator on the server's own shell, who can make any number of tokens.
    package static let server: TokenID = -1
}

/// Names an invite; never used again.
package struct InviteID: Identifier {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Numbers verdicts and undos in the order in which they were decided; 0 means none.
package struct DecisionID: Identifier {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Names a purge or bulk verdict that is recorded before it is carried out; never used again.
package struct ProposalID: Identifier {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A row's number in its table, from 1; 0 for a row that is not stored yet.
///
/// It is used again only after the row that it held has been erased.
package struct RowID: Identifier {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The row's index in an array of all rows, the unused first one included.
    package var index: Int { Int(rawValue) }

    package init(index: Int) { self.init(rawValue: UInt32(index)) }

    /// The ID of a stored row; nil for a number that is none.
    ///
    /// A start calls it for each row. The generic ``Identifier/init(exactly:)`` takes a hundred times as long from another module.
    package init?(stored number: Int64) {
        guard let number = UInt32(exactly: number), number > 0 else { return nil }
        self.init(rawValue: number)
    }
}
