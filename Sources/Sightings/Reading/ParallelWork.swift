import Foundation
import Synchronization

/// Work that is shared among the processors.
package enum ParallelWork {
    private static let rangesCount = 64

    /// What `body` makes of ranges that together are `0..<count`, in their order; on as many threads as there are processors.
    static func map<Part: Sendable>(_ count: Int, _ body: @Sendable (Range<Int>) -> Part) -> [Part] {
        let size = max(1, (count + rangesCount - 1) / rangesCount)
        let ranges = stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
        return [Part](unsafeUninitializedCapacity: ranges.count) { parts, initialized in
            // Each range has an element of its own.
            nonisolated(unsafe) let parts = parts
            DispatchQueue.concurrentPerform(iterations: ranges.count) { parts.initializeElement(at: $0, to: body(ranges[$0])) }
            initialized = ranges.count
        }
    }

    /// Does each at the same time as the others, as far as there are processors, and returns when all is done.
    static func together(_ work: [@Sendable () -> Void]) {
        DispatchQueue.concurrentPerform(iterations: work.count) { work[$0]() }
    }

    /// What `body` makes of each number below `count`, in no particular order; as many at a time as there are processors.
    ///
    /// For work that takes a while beside a ledger and requests that want a processor too: they get their turn after each number.
    package static func map<Part: Sendable>(eachOf count: Int, _ body: @escaping @Sendable (Int) -> Part) async -> [Part] {
        // A small table's one part is done before another thread has woken up.
        guard count > 1 else { return (0..<count).map(body) }
        let numbers = Numbers()
        return await withTaskGroup(of: [Part].self) { group in
            for _ in 0..<min(count, ProcessInfo.processInfo.activeProcessorCount) {
                group.addTask {
                    var parts: [Part] = []
                    while let number = numbers.take(below: count) {
                        parts.append(body(number))
                        await Task.yield()
                    }
                    return parts
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// Numbers that are given away once each.
    private final class Numbers: Sendable {
        private let next = Atomic(0)

        func take(below end: Int) -> Int? {
            let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
            return number < end ? number : nil
        }
    }
}
