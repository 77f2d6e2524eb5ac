extension Ledger {
    /// Writes a backup with its time: all stored data, and no key. Commits wait for the copy.
    package func backUp(to path: String) async throws(LedgerError) {
        try await change { _, draft in draft.upkeep.backedUpAt = draft.now }
        // Writes the registry's own log to its database, so that an error of that is not taken for one of the copy.
        upkeep.setTraces(left: true)
        try await eraseTraces()
        do {
            try await store.copy(to: path)
        } catch {
            // Only the copy failed; the database is fine.
            throw error == .full ? .storeFull : .backupFailed
        }
    }
}
