import Foundation

/// Work that a start shares among the processors.
enum Processors {
    private static let rangesCount = 64

    /// Calls `body` with ranges that together are `0..<count`, on as many threads as there are processors, and returns when all is done.
    static func share(_ count: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let size = max(1, (count + rangesCount - 1) / rangesCount)
        DispatchQueue.concurrentPerform(iterations: (count + size - 1) / size) { index in
            body(index * size..<min(count, (index + 1) * size))
        }
    }

    /// Does each at the same time as the others, as far as there are processors, and returns when all is done.
    static func together(_ work: [@Sendable () -> Void]) {
        DispatchQueue.concurrentPerform(iterations: work.count) { work[$0]() }
    }
}
