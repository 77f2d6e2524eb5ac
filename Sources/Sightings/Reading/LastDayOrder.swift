import Algorithms
package import Plates

/// The plates of a table by their last day, the newest first, and by key within a day.
///
/// A change costs two binary searches in its day and a move of at most ``SortedKeys/chunkMax`` keys; a page costs the page.
package struct LastDayOrder: Sendable {
    /// A plate's position: a page ends at one, and the next begins after it.
    package struct Position: Hashable, Comparable, Sendable {
        package let day: Day
        package let key: PlateKey

        package init(day: Day, key: PlateKey) {
            self.day = day
            self.key = key
        }

        /// In the order of the pages: newest day first.
        package static func < (left: Position, right: Position) -> Bool {
            left.day != right.day ? left.day > right.day : left.key < right.key
        }
    }

    private var keys: [Day: SortedKeys] = [:]
    /// The days that have keys, oldest first.
    private var days: [Day] = []

    /// Costs a sort.
    package init(_ positions: [Position] = []) {
        var byDay: [Day: [PlateKey]] = [:]
        for position in positions { byDay[position.day, default: []].append(position.key) }
        keys = byDay.mapValues { SortedKeys(sorting: $0) }
        days = keys.keys.sorted()
    }

    /// The number of plates. Costs a pass over its chunks.
    var count: Int { keys.values.reduce(0) { $0 + $1.count } }

    package mutating func insert(_ position: Position) {
        if keys[position.day] == nil {
            days.insert(position.day, at: days.partitioningIndex(where: { $0 >= position.day }))
        }
        keys[position.day, default: SortedKeys()].insert(position.key)
    }

    package mutating func remove(_ position: Position) {
        keys[position.day]?.remove(position.key)
        if keys[position.day]?.isEmpty == true {
            keys[position.day] = nil
            days.removeAll { $0 == position.day }
        }
    }

    package func positions(after last: Position?, limit: Int) -> [Position] {
        var page: [Position] = []
        for day in days.reversed() where last.map({ day <= $0.day }) ?? true {
            guard page.count < limit else { break }
            let after = last.flatMap { $0.day == day ? $0.key : nil }
            keys[day]?.forEach(after: after, limit: limit - page.count) { page.append(Position(day: day, key: $0)) }
        }
        return page
    }
}

/// A sorted set of keys in chunks, so that a change moves few keys in a set of any size.
private struct SortedKeys: Sendable {
    /// The most keys of a chunk, 8 bytes each; a full one becomes two halves.
    static let chunkMax = 1024

    private var chunks: [[PlateKey]] = []
    /// The first key of each chunk; kept separately, so that a search does not touch every chunk.
    private var firsts: [PlateKey] = []

    init(sorting keys: [PlateKey] = []) {
        chunks = keys.sorted().chunks(ofCount: Self.chunkMax * 3 / 4).map(Array.init)
        firsts = chunks.map { $0[0] }
    }

    var isEmpty: Bool { chunks.isEmpty }

    var count: Int { chunks.reduce(0) { $0 + $1.count } }

    /// The index of the chunk that has a key or would get it.
    private func chunk(of key: PlateKey) -> Int { max(0, firsts.partitioningIndex { $0 > key } - 1) }

    mutating func insert(_ key: PlateKey) {
        guard !chunks.isEmpty else {
            chunks = [[key]]
            firsts = [key]
            return
        }
        let index = chunk(of: key)
        let offset = chunks[index].partitioningIndex { $0 >= key }
        guard offset == chunks[index].count || chunks[index][offset] != key else { return }
        chunks[index].insert(key, at: offset)
        if offset == 0 { firsts[index] = key }
        guard chunks[index].count > Self.chunkMax else { return }
        let half = Array(chunks[index][(Self.chunkMax / 2)...])
        chunks[index].removeSubrange((Self.chunkMax / 2)...)
        chunks.insert(half, at: index + 1)
        firsts.insert(half[0], at: index + 1)
    }

    mutating func remove(_ key: PlateKey) {
        guard !chunks.isEmpty else { return }
        let index = chunk(of: key)
        let offset = chunks[index].partitioningIndex { $0 >= key }
        guard chunks[index][safe: offset] == key else { return }
        chunks[index].remove(at: offset)
        if chunks[index].isEmpty {
            chunks.remove(at: index)
            firsts.remove(at: index)
        } else if offset == 0 {
            firsts[index] = chunks[index][0]
        }
    }

    func forEach(after key: PlateKey?, limit: Int, _ body: (PlateKey) -> Void) {
        guard !chunks.isEmpty else { return }
        var index = key.map { chunk(of: $0) } ?? 0
        var offset = key.map { key in chunks[index].partitioningIndex { $0 > key } } ?? 0
        for _ in 0..<limit {
            while offset == chunks[index].count {
                index += 1
                offset = 0
                guard index < chunks.count else { return }
            }
            body(chunks[index][offset])
            offset += 1
        }
    }
}

extension Array {
    subscript(safe index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
