import Synchronization

/// Counts up from zero.
package final class TestCounter: Sendable {
    private let count = Mutex(0)

    package init() {}

    package func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}
