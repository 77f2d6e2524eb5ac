package import Sightings
import Synchronization

/// A real store whose commits and erasures fail when a test says so.
package final class FaultyStore: Store {
    private struct State {
        var failures: [StoreError?] = []
        var erasureFailure: StoreError?
        var gate: (@Sendable () async -> Void)?
        var commits = 0
        var erasures = 0
        var lastWritten: [RowTable: [RowID]] = [:]
    }

    private let store: any Store
    private let state = Mutex(State())

    package init(_ store: any Store) {
        self.store = store
    }

    /// The next commit throws this instead of being made.
    package func failNext(_ error: StoreError) { state.withLock { $0.failures.append(error) } }

    /// The commit after so many more throws this instead of being made.
    package func failAfter(commits: Int, _ error: StoreError) {
        state.withLock { $0.failures = Array(repeating: nil, count: commits) + [error] }
    }

    /// The next erasure of traces throws this instead of being made.
    package func failNextErasure(_ error: StoreError) { state.withLock { $0.erasureFailure = error } }

    /// Waited for before each commit.
    package func holdCommits(_ wait: (@Sendable () async -> Void)?) { state.withLock { $0.gate = wait } }

    /// The commits that were made.
    package var commits: Int { state.withLock(\.commits) }
    /// The rows that the last commit wrote or erased, in the tables that reports and withdrawals write to, and of alerts.
    package var lastWritten: [RowTable: [RowID]] { state.withLock(\.lastWritten) }
    /// How often the log was emptied.
    package var emptyings: Int { state.withLock(\.erasures) }

    package func load(_ rows: any PlateRowSink) async throws(StoreError) -> StoredRegistry { try await store.load(rows) }

    package func commit(_ changes: Changes) async throws(StoreError) {
        if let wait = state.withLock(\.gate) { await wait() }
        if let failure = state.withLock({ $0.failures.isEmpty ? nil : $0.failures.removeFirst() }) { throw failure }
        try await store.commit(changes)
        var rows: [RowTable: [RowID]] = [
            .plates: changes.plates.map(\.rowID), .sightings: changes.sightings.map(\.row.rowID), .voices: changes.voices.map(\.row.rowID),
            .undoSightings: changes.undo.sightings.map(\.row.rowID), .alerts: changes.alerts.map(\.rowID),
        ]
        for (table, rowIDs) in Array(changes.erased) + Array(changes.padding) { rows[table]? += rowIDs }
        state.withLock { [rows] state in
            state.commits += 1
            state.lastWritten = rows
        }
    }

    package func copy(to path: String) async throws(StoreError) { try await store.copy(to: path) }

    package func eraseTraces() async throws(StoreError) {
        if let failure = state.withLock({ $0.erasureFailure.take() }) { throw failure }
        try await store.eraseTraces()
        state.withLock { $0.erasures += 1 }
    }
}
