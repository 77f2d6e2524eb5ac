import Vocabulary

/// The last day that two trusted voices or one moderator's reach: the second newest of the added days.
struct SupportedDay {
    private var newest: Day?
    private(set) var day: Day?

    /// - Parameter isModerators: whether it counts as two.
    mutating func add(_ added: Day, isModerators: Bool = false) {
        if let second = isModerators ? added : newest.map({ min($0, added) }) { day = max(day ?? second, second) }
        newest = max(newest ?? added, added)
    }
}
