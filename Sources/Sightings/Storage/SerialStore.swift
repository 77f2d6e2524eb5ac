import Synchronization

/// A store that is asked one thing at a time, in the order in which it was asked.
///
/// The ledger is an actor, but it lets others in while it waits for its store: ageing may want to erase traces, and an operator to make a copy, while a
/// commit runs. The others wait here.
final class SerialStore: Store {
    private struct Turns {
        var isTaken = false
        /// A few at the most: the ledger commits one pass after the other.
        var waiting: [CheckedContinuation<Void, Never>] = []

        /// Whether the turn was free, and is the caller's now.
        mutating func take() -> Bool {
            defer { isTaken = true }
            return !isTaken
        }
    }

    private let store: any Store
    private let turns = Mutex(Turns())

    init(_ store: any Store) {
        self.store = store
    }

    func load(_ rows: any PlateRowSink) async throws(StoreError) -> StoredRegistry {
        await begin()
        defer { end() }
        return try await store.load(rows)
    }

    func commit(_ changes: Changes) async throws(StoreError) {
        await begin()
        defer { end() }
        try await store.commit(changes)
    }

    func eraseTraces() async throws(StoreError) {
        await begin()
        defer { end() }
        try await store.eraseTraces()
    }

    func copy(to path: String) async throws(StoreError) {
        await begin()
        defer { end() }
        try await store.copy(to: path)
    }

    private func begin() async {
        if turns.withLock({ $0.take() }) { return }
        await withCheckedContinuation { continuation in
            let isMine = turns.withLock { turns in
                if turns.take() { return true }
                turns.waiting.append(continuation)
                return false
            }
            if isMine { continuation.resume() }
        }
    }

    /// Hands the turn on to the caller that has waited longest.
    private func end() {
        let next = turns.withLock { turns in
            turns.isTaken = !turns.waiting.isEmpty
            return turns.isTaken ? turns.waiting.removeFirst() : nil
        }
        next?.resume()
    }
}
