import Seal
import Vocabulary

/// What an opening ledger does if the registry lacks something of what it acknowledged.
package enum LossResponse: Hashable, Sendable {
    case refuse
    /// Goes on without it, if this is the last commit that is there: an operator named it.
    case accept(found: CommitNumber)
    /// Asks nobody: a restore knows what its backup lacks.
    case ignore
}

extension Ledger {
    /// Compares what was read with what was acknowledged.
    static func loss(in stored: StoredRegistry, lostWeeks: [Int32], _ tombstones: any TombstoneLog) throws(StoreError)
        -> RegistryLoss
    {
        var loss = RegistryLoss(found: stored.counters.commit, expected: stored.witnessedCommit)
        // The log was read with the database's position in hand, so it is there only if it has all up to that.
        loss.lacksTombstones = tombstones.end == nil
        if !loss.lacksTombstones {
            // An operation whose commit failed has the number of the next commit. A later one shows that commits are gone, the witness with them.
            let newest = try tombstones.load(after: stored.counters.tombstones).map(\.commit).max() ?? 0
            if newest > loss.found + 1 { loss.expected = loss.expected.map { max($0, newest) } }
        }
        loss.weeks = lostWeeks
        return loss
    }

    /// Goes on without what is missing, as a restore does: what was purged since is purged again, voices without a key go.
    func accept(_ loss: RegistryLoss) async throws(StoreError) {
        do throws(LedgerError) {
            if loss.lacksTombstones { try startTombstonesOver() }
            let known = Set(upkeep.weekKeys.keys.weeks).subtracting(loss.weeks)
            _ = try await restore(
                try loadTombstones(), since: loss.found, keepsLiving: true, weeks: known, as: .acceptLoss, beyond: loss.expected)
        } catch {
            throw error == .storeFull ? .full : .inputOutput(code: 0)
        }
    }

    private func startTombstonesOver() throws(LedgerError) {
        do { try tombstones.startOver(at: clock.now(), from: counters.tombstones) } catch { throw .tombstoneFailed }
    }

    private func loadTombstones() throws(LedgerError) -> [Tombstone] {
        do { return try tombstones.load() } catch { throw .tombstoneFailed }
    }
}
