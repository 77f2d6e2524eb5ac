package import Seal
package import Vocabulary

/// An operation that a restore reapplies: a purge, clearing, dismissal, protection, lifted protection, undone verdict or revocation.
///
/// It names no plate: it holds IDs that are never used again, and a protection's 20 bits.
package struct Tombstone: Hashable, Sendable {
    package enum Operation: Hashable, Sendable {
        /// `clear`, `dismiss`, `protect` or `unprotect`; `bits` for the latter two.
        case verdict(Verdict, decision: DecisionID, plates: [PlateID], bits: [UInt32])
        /// The undo of such a verdict on these plates.
        case undo(decision: DecisionID, Verdict, plates: [PlateID], bits: [UInt32])
        /// An area by its id, since a backup may number areas otherwise; `bound` and `decision` are those of its preview.
        case purge(area: String?, upTo: Day?, bound: CommitNumber, decision: DecisionID, plates: [PlateID])
        case revocation(token: TokenID)
        /// Numbers continue from there. There is nothing to reapply, but no later registry may give a number that was given since.
        case renumbering(Renumbering)
    }

    /// The commit that did it: a backup whose last commit is older does not know of it. 0 for a renumbering, which no commit did.
    package var commit: CommitNumber
    /// The start of the registry's day: a time beside a commit would date every sighting of that commit, for as long as the tombstone
    /// lasts.
    package var madeAt: Instant
    package var operation: Operation

    package init(commit: CommitNumber, madeAt: Instant, operation: Operation) {
        self.commit = commit
        self.madeAt = madeAt
        self.operation = operation
    }

    /// The most plates in one purge's tombstone: it is read and checked as a whole.
    static let platesMax = 1_000_000

    /// Whether it lifts a protection or clearing. Lifting operations are recorded after they are done, all others before, so that after
    /// any failure a restore still protects.
    var lifts: Bool {
        switch operation {
        case .verdict(let verdict, _, _, _): verdict == .unprotect
        case .undo(_, let verdict, _, _): verdict != .unprotect
        case .purge, .revocation, .renumbering: false
        }
    }

    /// How long tombstones last, and so how old a backup may be.
    package static let days = 30
}

/// Stores tombstones apart from the database, so that a restore of an older copy finds them.
///
/// Every call but ``end`` may wait for the disk, so the ledger calls it through ``SerialTombstoneLog``.
package protocol TombstoneLog: Sendable {
    /// The log's end; nil if the log is gone or damaged.
    var end: LogPosition? { get }

    /// Every tombstone that is kept, oldest first. Throws `corrupt` if the log is gone or damaged.
    func load() throws(StoreError) -> [Tombstone]

    /// The tombstones after a position, which the database does not know.
    func load(after position: LogPosition) throws(StoreError) -> [Tombstone]

    /// Appends them; returns once they survive a power loss.
    func append(_ tombstones: [Tombstone]) throws(StoreError)

    /// Drops those made before an instant, for good.
    func prune(before: Instant) throws(StoreError)

    /// Replaces a log that is gone or damaged by one with the tombstones that can still be read.
    ///
    /// - Parameters:
    ///   - now: the log is whole from this time; older backups are refused.
    ///   - former: the position that the database stores. Until it stores the new end, it does not accept the log.
    func startOver(at now: Instant, after former: LogPosition) throws(StoreError)
}
