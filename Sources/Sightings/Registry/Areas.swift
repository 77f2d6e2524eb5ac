package import Vocabulary

/// The operator's areas, and their numbers in the database.
package struct Areas: Sendable {
    /// By number; a dropped area keeps its number but takes no more reports.
    package let known: [AreaID]
    private let numbers: [AreaID: AreaNumber]

    /// - Parameters:
    ///   - known: the database's areas by number, from 0.
    ///   - accepted: the areas that reports may use; each must be known.
    package init(known: [AreaID], accepted: some Sequence<AreaID>) {
        self.known = known
        let indexes = Dictionary(known.enumerated().map { ($1, AreaNumber($0)) }, uniquingKeysWith: { first, _ in first })
        numbers = Dictionary(accepted.compactMap { id in indexes[id].map { (id, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    package func id(_ number: AreaNumber) -> AreaID? {
        Int(number) < known.count ? known[Int(number)] : nil
    }

    /// nil for an area that takes no reports.
    package func number(_ id: AreaID) -> AreaNumber? { numbers[id] }

    package var accepted: [AreaID] { numbers.keys.sorted() }
}
