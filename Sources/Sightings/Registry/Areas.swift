package import Vocabulary

/// The areas that the operator named, and the numbers that the database knows them by.
package struct Areas: Sendable {
    /// By number; an area that the operator dropped keeps its number, and takes no more reports.
    private let ids: [AreaID]
    private let numbers: [AreaID: AreaNumber]

    /// - Parameters:
    ///   - known: by number, as the database has them, from 0.
    ///   - accepted: those that reports may name; each must be among the known.
    package init(known: [AreaID], accepted: some Sequence<AreaID>) {
        ids = known
        let indexes = Dictionary(known.enumerated().map { ($1, AreaNumber($0)) }, uniquingKeysWith: { first, _ in first })
        numbers = Dictionary(accepted.compactMap { id in indexes[id].map { (id, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    package func id(_ number: AreaNumber) -> AreaID? {
        Int(number) < ids.count ? ids[Int(number)] : nil
    }

    /// nil for an area that takes no reports.
    package func number(_ id: AreaID) -> AreaNumber? { numbers[id] }

    package var accepted: [AreaID] { numbers.keys.sorted() }
    package var known: [AreaID] { ids }
}
