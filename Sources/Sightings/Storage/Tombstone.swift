package import Seal
package import Vocabulary

/// What a restore must do again: that something was purged, cleared, dismissed or protected, or that a token was revoked.
///
/// It names no plate: it holds ids of rows, which are never used again, and for a protection its 20 bits.
package struct Tombstone: Hashable, Sendable {
    package enum Operation: Hashable, Sendable {
        /// `clear`, `dismiss`, `protect` or `unprotect`; `bits` for the latter two.
        case verdict(Verdict, decision: DecisionID, plates: [PlateID], bits: [UInt32])
        /// That such a verdict was taken back on these plates.
        case undo(decision: DecisionID, Verdict, plates: [PlateID], bits: [UInt32])
        /// An area by its id, since a backup may number areas otherwise; `bound` and `decision` are those of its preview.
        case purge(area: String?, upTo: Day?, bound: CommitNumber, decision: DecisionID, plates: [PlateID])
        case revocation(token: TokenID)
        /// That numbers go on from there: nothing to do again, but no later registry may give a number that was given since.
        case renumbering(Renumbering)
    }

    /// The commit that did it: a backup whose last commit is older does not know of it. 0 for a renumbering, which no commit did.
    package var commit: CommitNumber
    /// The start of the registry's day: a time beside a commit would date every sighting of that commit, for as long as the tombstone lasts.
    package var madeAt: Instant
    package var operation: Operation

    package init(commit: CommitNumber, madeAt: Instant, operation: Operation) {
        self.commit = commit
        self.madeAt = madeAt
        self.operation = operation
    }

    /// How many plates one of a purge names: it is read and checked as a whole.
    static let platesMax = 1_000_000

    /// Whether it lifts what kept a plate away. Such a one is written down once it is done, all others before: whatever fails between the two, a
    /// restore points at nobody who was protected or cleared.
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

/// Where tombstones lie: apart from the database, so that an older copy of it meets them.
package protocol TombstoneLog: Sendable {
    /// Where the log ends; nil if it is gone or damaged.
    var end: LogPosition? { get }

    /// Every tombstone that is kept, oldest first. Throws `corrupt` if the log is gone or damaged.
    func load() throws(StoreError) -> [Tombstone]

    /// The tombstones behind a position: the database does not know of them.
    func load(after position: LogPosition) throws(StoreError) -> [Tombstone]

    /// Returns once they survive a power loss. Blocks on the disk.
    func append(_ tombstones: [Tombstone]) throws(StoreError)

    /// Drops those made before an instant, for good.
    func prune(before: Instant) throws(StoreError)

    /// Starts over with an empty log in place of one that is gone or damaged.
    ///
    /// - Parameters:
    ///   - now: since when the log is whole then; older backups are refused.
    ///   - base: the position that it goes on from: the database knows it.
    func startOver(at now: Instant, from base: LogPosition) throws(StoreError)
}
