import Foundation
import Synchronization

/// Work on all processors.
package enum ParallelWork {
    private static let rangesCount = 64

    /// The results of `body` for ranges that cover `0..<count`, in order; on one thread a processor.
    static func map<Part: Sendable>(_ count: Int, _ body: @Sendable (Range<Int>) -> Part) -> [Part] {
        let size = max(1, (count + rangesCount - 1) / rangesCount)
        let ranges = stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
        return [Part](unsafeUninitializedCapacity: ranges.count) { parts, initialized in
            // Each range has its own element.
            nonisolated(unsafe) let parts = parts
            DispatchQueue.concurrentPerform(iterations: ranges.count) { parts.initializeElement(at: $0, to: body(ranges[$0])) }
            initialized = ranges.count
        }
    }

    /// Runs all at the same time on the available processors; returns when all are done.
    static func together(_ work: [@Sendable () -> Void]) {
        DispatchQueue.concurrentPerform(iterations: work.count) { work[$0]() }
    }

    /// The results of `body` for each number below `count`, in no particular order; one at a time on each processor.
    ///
    /// For long work beside the ledger and requests: they get processor time after each number.
    package static func map<Part: Sendable>(eachOf count: Int, _ body: @escaping @Sendable (Int) -> Part) async -> [Part] {
        // A small table's only part is done before another thread would start.
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

    /// Hands out each number once.
    private final class Numbers: Sendable {
        private let next = Atomic(0)

        func take(below end: Int) -> Int? {
            let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
            return number < end ? number : nil
        }
    }
}
