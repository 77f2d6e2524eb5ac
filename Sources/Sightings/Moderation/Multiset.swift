/// A set that counts how often each element was added. Adding and counting take constant time.
package struct Multiset<Element: Hashable & Comparable & Sendable>: Sendable {
    private var counts: [Element: Int] = [:]

    package init() {}

    package var isEmpty: Bool { counts.isEmpty }

    /// Each element as often as it was added, sorted.
    package var elements: [Element] { counts.sorted { $0.key < $1.key }.flatMap { repeatElement($0.key, count: $0.value) } }

    package func count(of element: Element) -> Int { counts.isEmpty ? 0 : counts[element, default: 0] }

    package mutating func append(_ element: Element) { counts[element, default: 0] += 1 }

    package static func += (left: inout Self, right: some Sequence<Element>) {
        for element in right { left.append(element) }
    }

    /// Removes common elements from both.
    package mutating func cancelOut(_ other: inout Self) {
        for (element, count) in other.counts {
            let common = min(count, self.count(of: element))
            guard common > 0 else { continue }
            remove(element, common)
            other.remove(element, common)
        }
    }

    private mutating func remove(_ element: Element, _ count: Int) {
        let left = self.count(of: element) - count
        counts[element] = left > 0 ? left : nil
    }
}
