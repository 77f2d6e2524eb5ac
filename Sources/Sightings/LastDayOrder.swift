import Algorithms
import Plates

/// The plates of a table by their last day, the newest first, and by key within a day.
///
/// A change costs a binary search in its day and a move of the keys behind it; a page costs the page.
struct LastDayOrder: Sendable {
    /// Where a plate stands: a page ends at one, and the next begins behind it.
    struct Position: Hashable, Comparable, Sendable {
        let day: Day
        let key: PlateKey

        /// In the order of the pages: newest day first.
        static func < (left: Position, right: Position) -> Bool {
            left.day != right.day ? left.day > right.day : left.key < right.key
        }
    }

    private var keys: [Day: [PlateKey]] = [:]
    /// The days that have keys, oldest first.
    private var days: [Day] = []

    mutating func insert(_ position: Position) {
        if keys[position.day] == nil {
            days.insert(position.day, at: days.partitioningIndex(where: { $0 >= position.day }))
        }
        let place = keys[position.day, default: []].partitioningIndex(where: { $0 >= position.key })
        if place < keys[position.day, default: []].count, keys[position.day]?[place] == position.key { return }
        keys[position.day, default: []].insert(position.key, at: place)
    }

    mutating func remove(_ position: Position) {
        guard let place = keys[position.day]?.partitioningIndex(where: { $0 >= position.key }),
            keys[position.day]?[safe: place] == position.key
        else { return }
        keys[position.day]?.remove(at: place)
        if keys[position.day]?.isEmpty == true {
            keys[position.day] = nil
            days.removeAll { $0 == position.day }
        }
    }

    func positions(after last: Position?, limit: Int) -> [Position] {
        var page: [Position] = []
        for day in days.reversed() where last.map({ day <= $0.day }) ?? true {
            let all = keys[day, default: []]
            var place = 0
            if let last, last.day == day { place = all.partitioningIndex(where: { $0 > last.key }) }
            while place < all.count {
                guard page.count < limit else { return page }
                page.append(Position(day: day, key: all[place]))
                place += 1
            }
        }
        return page
    }
}

extension Array {
    subscript(safe index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
