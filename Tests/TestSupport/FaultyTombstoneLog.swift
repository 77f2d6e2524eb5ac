import Dispatch
package import Seal
package import Sightings
import Synchronization

/// A real tombstone log whose writes wait or fail when a test says so.
package final class FaultyTombstoneLog: TombstoneLog {
    private let log: any TombstoneLog
    private let failures = Mutex<[StoreError]>([])
    private let hold = Mutex<Hold?>(nil)

    init(_ log: any TombstoneLog) {
        self.log = log
    }

    /// Writes that wait in their thread, as on a slow disk.
    package final class Hold: Sendable {
        private let end = DispatchSemaphore(value: 0)
        private let arrivals = AsyncStream<Void>.makeStream()

        /// Returns once a write waits.
        package func arrival() async { _ = await arrivals.stream.first { _ in true } }

        package func release() { end.signal() }

        fileprivate func wait() {
            arrivals.continuation.yield()
            end.wait()
            end.signal()
        }
    }

    /// The next write throws this instead of being made.
    package func failNext(_ error: StoreError) { failures.withLock { $0.append(error) } }

    /// From now on writes wait until the hold is released.
    package func holdWrites() -> Hold {
        let hold = Hold()
        self.hold.withLock { $0 = hold }
        return hold
    }

    private func write(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        hold.withLock { $0 }?.wait()
        if let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
        try body()
    }

    package var end: LogPosition? { log.end }
    package func load() throws(StoreError) -> [Tombstone] { try log.load() }
    package func load(after position: LogPosition) throws(StoreError) -> [Tombstone] { try log.load(after: position) }

    package func append(_ tombstones: [Tombstone]) throws(StoreError) {
        try write { () throws(StoreError) in try log.append(tombstones) }
    }

    package func prune(before: Instant) throws(StoreError) {
        try write { () throws(StoreError) in try log.prune(before: before) }
    }

    package func startOver(at now: Instant, after former: LogPosition) throws(StoreError) {
        try write { () throws(StoreError) in try log.startOver(at: now, after: former) }
    }
}
