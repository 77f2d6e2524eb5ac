package import Seal
import Vocabulary

/// The numbers at which IDs, decisions and commits continue if the registry does not know the last ones: after a restore without the
/// replaced database, or without lost commits.
///
/// It begins beyond every known number, and is a tombstone itself. The next renumbering begins beyond this one, even if no number that was
/// given in between is known. So two registries made from the same backup never give the same number.
package struct Renumbering: Hashable, Sendable {
    /// Every next number is above it. One value for all counters is simple, and it does not matter if numbers are skipped.
    package let start: Int64

    /// More than any registry gives out between two renumberings. With it, counters last for more than 16,000 renumberings.
    static let step: Int64 = 1 << 30

    package init(start: Int64) { self.start = start }

    /// - Parameters:
    ///   - known: the counters of the backup, and of the replaced database if it can be read.
    ///   - witnessed: the last commit that the witness names.
    ///   - tombstones: all tombstones that are kept, of every kind.
    ///   - random: draws up to one more step. If the tombstones are lost, nothing else tells two renumberings apart.
    package init(beyond known: [Counters], witnessed: CommitNumber?, _ tombstones: [Tombstone], random: RandomSource) {
        let greatest = max(
            known.map(\.greatestNumber).max() ?? 0, witnessed ?? 0, tombstones.map(\.numbers.greatestNumber).max() ?? 0)
        let share = random.bytes(MemoryLayout<UInt32>.size).reduce(0) { $0 << 8 | Int64($1) } % Self.step
        start = greatest + Self.step + share
    }

    /// The renumbering that a restore needs, so that no number is given twice; nil if the replaced database can be read and has every
    /// commit.
    ///
    /// - Parameters:
    ///   - living: nil if the replaced database cannot be read, or is another registry's.
    ///   - witnessed: nil if the witness is lost. Then it is not known whether the replaced database has every commit.
    package init?(
        restoring backup: StoredRegistry, keeping living: StoredRegistry?, witnessed: CommitNumber?, _ tombstones: [Tombstone],
        random: RandomSource
    ) {
        let isWhole = living.flatMap { living in
            witnessed.map { living.counters.commit >= $0 && tombstones.allSatisfy(living.counters.cover) }
        }
        if isWhole == true { return nil }
        let known = [backup.counters] + (living.map { [$0.counters] } ?? [])
        self.init(beyond: known, witnessed: witnessed, tombstones, random: random)
    }

    /// Its record in the log. It belongs to no commit: every backup lacks it, and none has anything to do again.
    ///
    /// It must be on disk before the first number is given.
    package func tombstone(madeAt: Instant) -> Tombstone { Tombstone(commit: 0, madeAt: madeAt, operation: .renumbering(self)) }
}

extension Counters {
    mutating func goOn(from renumbering: Renumbering) {
        let start = renumbering.start
        commit = max(commit, start)
        plateID = max(plateID, PlateID(rawValue: start))
        tokenID = max(tokenID, TokenID(rawValue: start))
        inviteID = max(inviteID, InviteID(rawValue: start))
        decisionID = max(decisionID, DecisionID(rawValue: start))
        proposalID = max(proposalID, ProposalID(rawValue: start))
    }

    fileprivate var greatestNumber: Int64 {
        [commit, plateID.rawValue, tokenID.rawValue, inviteID.rawValue, decisionID.rawValue, proposalID.rawValue].max() ?? 0
    }

    /// Whether every number of a tombstone was given by the registry that these counters are of.
    fileprivate func cover(_ tombstone: Tombstone) -> Bool {
        let numbers = tombstone.numbers
        return numbers.commit <= commit && numbers.plateID <= plateID && numbers.tokenID <= tokenID && numbers.decisionID <= decisionID
    }
}

extension Tombstone {
    /// The greatest number of each kind that it names, 0 for none. A renumbering counts as a commit: every counter has its start.
    fileprivate var numbers: Counters {
        var numbers = Counters()
        numbers.commit = commit
        switch operation {
        case .verdict(_, let decision, let plates, _), .undo(let decision, _, let plates, _):
            numbers.decisionID = decision
            numbers.plateID = plates.max() ?? 0
        case .purge(_, _, let bound, let decision, let plates):
            numbers.commit = max(commit, bound)
            numbers.decisionID = decision
            numbers.plateID = plates.max() ?? 0
        case .revocation(let token):
            numbers.tokenID = token
        case .renumbering(let renumbering):
            numbers.commit = renumbering.start
        }
        return numbers
    }
}
