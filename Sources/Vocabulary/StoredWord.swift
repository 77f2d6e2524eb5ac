/// A word that the database stores as a number.
package protocol StoredWord: CaseIterable, Sendable {
    /// The number in the database; 0 means none. Never renumber.
    var number: UInt8 { get }
}

extension StoredWord {
    package init?(number: UInt8) { self.init(numbered: number) }

    fileprivate init?(numbered number: UInt8) {
        guard let found = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = found
    }
}

// A start calls these for each plate. Compiled for one word, they take a hundredth of the time of the generic version in another module.
extension Status {
    package init?(number: UInt8) { self.init(numbered: number) }
}

extension QueueReason {
    package init?(number: UInt8) { self.init(numbered: number) }
}

extension StoredWord where Self: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
