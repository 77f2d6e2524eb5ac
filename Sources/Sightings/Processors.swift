import Foundation

/// Work that a start or a search shares among the processors.
package enum Processors {
    private static let rangesCount = 64

    /// What `body` makes of ranges that together are `0..<count`, in their order; on as many threads as there are processors.
    package static func map<Part: Sendable>(_ count: Int, _ body: @Sendable (Range<Int>) -> Part) -> [Part] {
        let size = max(1, (count + rangesCount - 1) / rangesCount)
        let ranges = stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
        return [Part](unsafeUninitializedCapacity: ranges.count) { parts, initialized in
            // Each range has a place of its own.
            nonisolated(unsafe) let parts = parts
            DispatchQueue.concurrentPerform(iterations: ranges.count) { parts.initializeElement(at: $0, to: body(ranges[$0])) }
            initialized = ranges.count
        }
    }

    /// Does each at the same time as the others, as far as there are processors, and returns when all is done.
    static func together(_ work: [@Sendable () -> Void]) {
        DispatchQueue.concurrentPerform(iterations: work.count) { work[$0]() }
    }
}
