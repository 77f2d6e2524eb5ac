package import Sightings
import Synchronization

/// A real store whose commits fail when a test says so.
package final class FaultyStore: Store {
    private let store: any Store
    private let failures = Mutex<[StoreError?]>([])
    private let counted = Mutex(0)
    private let written = Mutex<[RowTable: [RowID]]>([:])
    private let emptied = Mutex(0)
    private let running = Mutex((now: 0, atOnceMax: 0))
    private let gate = Mutex<(@Sendable () async -> Void)?>(nil)

    package init(_ store: any Store) {
        self.store = store
    }

    /// The next commit throws this instead of being made.
    package func failNext(_ error: StoreError) {
        failures.withLock { $0.append(error) }
    }

    /// The commit after so many more throws this instead of being made.
    package func failAfter(commits: Int, _ error: StoreError) {
        failures.withLock { $0 = Array(repeating: nil, count: commits) + [error] }
    }

    /// Waited for before each commit.
    package func holdCommits(_ wait: (@Sendable () async -> Void)?) {
        gate.withLock { $0 = wait }
    }

    /// The commits that were made.
    package var commits: Int { counted.withLock { $0 } }
    /// The places that the last commit wrote to in the tables that reports and withdrawals write to, what was erased included.
    package var lastWritten: [RowTable: [RowID]] { written.withLock { $0 } }

    /// The most calls that ran at once.
    package var callsAtOnceMax: Int { running.withLock { $0.atOnceMax } }

    private func begin() {
        running.withLock { running in
            running.now += 1
            running.atOnceMax = max(running.atOnceMax, running.now)
        }
    }

    private func end() { running.withLock { $0.now -= 1 } }

    /// How often the log was emptied.
    package var emptyings: Int { emptied.withLock { $0 } }

    package func load(_ rows: any PlateRowSink) async throws(StoreError) -> StoredRegistry {
        begin()
        defer { end() }
        return try await store.load(rows)
    }

    package func commit(_ changes: Changes) async throws(StoreError) {
        begin()
        defer { end() }
        if let wait = gate.withLock({ $0 }) { await wait() }
        let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let failure { throw failure }
        try await store.commit(changes)
        counted.withLock { $0 += 1 }
        let rows: [RowTable: [RowID]] = [
            .plates: changes.plates.map(\.rowID), .sightings: changes.sightings.map(\.row.rowID), .voices: changes.voices.map(\.row.rowID),
            .undoSightings: changes.undo.sightings.map(\.row.rowID),
        ]
        written.withLock { written in
            written = rows
            for (table, places) in Array(changes.erased) + Array(changes.padding) { written[table]? += places }
        }
    }

    package func copy(to path: String) async throws(StoreError) {
        begin()
        defer { end() }
        try await store.copy(to: path)
    }

    package func eraseTraces() async throws(StoreError) {
        begin()
        defer { end() }
        try await store.eraseTraces()
        emptied.withLock { $0 += 1 }
    }
}
