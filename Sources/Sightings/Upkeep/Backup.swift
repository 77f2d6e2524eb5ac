extension Ledger {
    /// Writes a backup, which knows when it was made: all that is stored, and no key. Commits wait for the copy.
    package func backUp(to path: String) async throws(LedgerError) {
        try await change { (_, draft) -> Result<Void, LedgerError> in
            draft.upkeep.backedUpAt = draft.now
            return .success(())
        }
        do {
            try await store.copy(to: path)
        } catch {
            // The copy alone failed; nothing is wrong with what it was made from.
            throw error == .full ? .storeFull : .backupFailed
        }
    }
}
