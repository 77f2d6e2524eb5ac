/// A word that the database stores as a number.
package protocol StoredWord: CaseIterable, Sendable {
    /// The number in the database; 0 stands for none. Never renumber.
    var number: UInt8 { get }
}

extension StoredWord {
    package init?(number: UInt8) {
        guard let found = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = found
    }
}

extension StoredWord where Self: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
