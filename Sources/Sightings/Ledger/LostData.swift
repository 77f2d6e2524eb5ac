import Seal
import Vocabulary

/// How an opening ledger handles missing acknowledged data.
package enum LossResponse: Hashable, Sendable {
    case refuse
    /// Continues without it if this is the last commit, which the operator named.
    case accept(found: CommitNumber)
    /// Continues: a restore knows which data its backup lacks.
    case ignore
}

/// Acknowledged data that a registry lacks. Only an operator may accept the loss.
package struct RegistryLoss: Hashable, Sendable {
    /// The last commit that was found: it names the loss.
    package var found: CommitNumber
    /// The last commit that the witness beside the database names; nil if the witness is gone or damaged.
    package var expected: CommitNumber?
    /// Whether the tombstones are gone, damaged or fewer than the database knows of.
    package var lacksTombstones = false
    /// Weeks with voices whose keys are gone or replaced.
    package var weeks: [Int32] = []

    /// Whether commits are missing, or may be.
    package var lacksCommits: Bool { expected.map { $0 > found } ?? true }
    package var isEmpty: Bool { !lacksCommits && !lacksTombstones && weeks.isEmpty }

    /// Throws `incomplete` unless nothing is missing, or the opening accepts that.
    func check(_ response: LossResponse) throws(StoreError) {
        guard isEmpty || response == .ignore || response == .accept(found: found) else { throw .incomplete(self) }
    }
}

extension Ledger {
    /// Compares the stored with the acknowledged data.
    static func loss(in stored: StoredRegistry, lostWeeks: [Int32], _ tombstones: any TombstoneLog) throws(StoreError)
        -> RegistryLoss
    {
        var loss = RegistryLoss(found: stored.counters.commit, expected: stored.witnessedCommit)
        // The log was read with the database's position, so an existing log is complete up to it.
        loss.lacksTombstones = tombstones.end == nil
        if !loss.lacksTombstones {
            // An operation whose commit failed has the next commit's number. A later number shows that commits and the witness are missing.
            let newest = try tombstones.load(after: stored.counters.tombstones).map(\.commit).max() ?? 0
            if newest > loss.found + 1 { loss.expected = loss.expected.map { max($0, newest) } }
        }
        loss.weeks = lostWeeks
        return loss
    }

    /// Continues without missing data, like a restore: reapplies purges, and drops voices without a key.
    func accept(_ loss: RegistryLoss) async throws(StoreError) {
        let logged: [Tombstone]
        do throws(StoreError) {
            if loss.lacksTombstones { try await tombstones.startOver(at: clock.now(), after: counters.tombstones) }
            logged = try await tombstones.load()
        } catch {
            guard case .inputOutput(let number) = error else { throw error }
            throw .otherFile(name: "tombstones", code: number)
        }
        do throws(LedgerError) {
            _ = try await restore(logged, since: loss.found, keepsLiving: true, as: .acceptLoss, beyond: loss.expected)
        } catch {
            switch error {
            case .storeFull: throw .full
            case .tombstoneFailed: throw .otherFile(name: "tombstones", code: 0)
            case .weekKeyFailed: throw .otherFile(name: "weeks", code: 0)
            default: throw .inputOutput(code: 0)
            }
        }
    }
}
