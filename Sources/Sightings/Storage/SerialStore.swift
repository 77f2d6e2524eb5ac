import Synchronization

/// A store that runs one operation at a time, in the order of the calls.
///
/// The ledger is an actor, but it is reentrant while it waits for its store: during a commit, aging may erase traces or an operator make
/// a copy. These wait here.
final class SerialStore: Store {
    private struct Turns {
        var isTaken = false
        /// A few at the most: the ledger commits one pass after the other.
        var waiting: [CheckedContinuation<Void, Never>] = []

        /// Takes the turn if it is free.
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

    /// Gives the turn to the caller that has waited longest.
    private func end() {
        let next = turns.withLock { turns in
            turns.isTaken = !turns.waiting.isEmpty
            return turns.isTaken ? turns.waiting.removeFirst() : nil
        }
        next?.resume()
    }
}
