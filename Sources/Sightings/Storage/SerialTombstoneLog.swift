import Foundation
import Seal

/// A tombstone log on a thread of its own: the ledger's other work continues while it waits for the disk.
///
/// It runs one operation at a time, in the order of the calls.
final class SerialTombstoneLog: Sendable {
    private let log: any TombstoneLog
    private let queue = DispatchQueue(label: "thaw.tombstones")

    init(_ log: any TombstoneLog) {
        self.log = log
    }

    /// The log's end, without the operation under way; nil if the log is gone or damaged.
    var end: LogPosition? { log.end }

    func load() async throws(StoreError) -> [Tombstone] {
        try await run { log throws(StoreError) in try log.load() }
    }

    func append(_ tombstones: [Tombstone]) async throws(StoreError) {
        try await run { log throws(StoreError) in try log.append(tombstones) }
    }

    func prune(before: Instant) async throws(StoreError) {
        try await run { log throws(StoreError) in try log.prune(before: before) }
    }

    func startOver(at now: Instant, after former: LogPosition) async throws(StoreError) {
        try await run { log throws(StoreError) in try log.startOver(at: now, after: former) }
    }

    private func run<Answer: Sendable>(
        _ operation: @escaping @Sendable (any TombstoneLog) throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        let result = await withCheckedContinuation { continuation in
            queue.async { [log] in continuation.resume(returning: Result { () throws(StoreError) in try operation(log) }) }
        }
        return try result.get()
    }
}
