import Plates
import Seal

/// One pass over everything that waits for the next commit: working copies of what it touches, and what else it will write.
///
/// Nothing in it is seen by anyone before it is on disk; dropping it undoes it.
struct Pass {
    let now: Instant
    let today: Day
    let commit: CommitNumber
    var counters: Counters

    /// The records that the pass touches, as they were (nil: not there) and as they become.
    private(set) var touched: [PlateKey: (before: PlateRecord?, after: PlateRecord?)] = [:]
    /// In the order in which they were touched, so that rows lie in the order of arrival.
    private(set) var order: [PlateKey] = []
    /// Receipts of this pass and receipts that it changes, by replay digest.
    var receipts: [Digest128: (day: Day, receipt: Receipt)] = [:]
    var receiptOrder: [Digest128] = []
    /// How many of them are new.
    var newReceipts = 0
    /// Receipt digests of this pass.
    var receiptDigests: Set<Digest128> = []
    /// Reports that tokens wrote in this pass.
    var spent: [Int64: Int] = [:]
    var droppedReceiptDays: [Day] = []
    var tokens: [Int64: Token] = [:]
    var erasedTokens: [Token] = []
    var invites: [Int64: Invite] = [:]
    var erasedInvites: [Invite] = []
    var addedProtections: [UInt32] = []
    var removedProtections: [UInt32] = []
    /// For the audit chain, in order.
    var notes: [AuditNote] = []
    /// Written before the commit.
    var tombstones: [Tombstone] = []
    var proposals: [Int64: Proposal] = [:]
    var erasedProposals: [Proposal] = []
    /// Where the audit chain is folded to.
    var checkpoint: AuditCheckpoint?
    var foldedLinks: [RowPlace] = []
    var settingsDigest: Digest128?
    var backedUpAt: Instant?

    /// Whether a row is rewritten so that it says less than before, which is an erasure too: a slot that becomes a day, a tag of an earlier week.
    var coarsens: Bool {
        touched.values.contains { before, after in
            guard let before, let after else { return false }
            let periods = Dictionary(after.sightings.map { ($0.place, $0.period) }, uniquingKeysWith: { first, _ in first })
            let tags = Dictionary(after.voices.map { ($0.place, $0.tag) }, uniquingKeysWith: { first, _ in first })
            return before.sightings.contains { $0.place != 0 && periods[$0.place] != nil && periods[$0.place] != $0.period }
                || before.voices.contains { $0.place != 0 && tags[$0.place] != nil && tags[$0.place] != $0.tag }
        }
    }

    init(now: Instant, today: Day, counters: Counters) {
        self.now = now
        self.today = today
        self.counters = counters
        self.counters.commit += 1
        commit = self.counters.commit
    }

    /// Leaves out what was protected and unprotected again within the pass.
    mutating func netProtections() {
        for bits in removedProtections {
            guard let added = addedProtections.firstIndex(of: bits), let removed = removedProtections.firstIndex(of: bits) else { continue }
            addedProtections.remove(at: added)
            removedProtections.remove(at: removed)
        }
    }

    /// The working copy of a record; `load` gives what is stored where the pass has not touched it yet.
    func record(_ key: PlateKey, load: () -> PlateRecord?) -> PlateRecord? {
        touched[key].map(\.after) ?? load()
    }

    mutating func set(_ record: PlateRecord?, for key: PlateKey, before: () -> PlateRecord?) {
        if touched[key] == nil {
            touched[key] = (before(), record)
            order.append(key)
        } else {
            touched[key]?.after = record
        }
    }

    mutating func mapTouched(_ transform: (PlateRecord) -> PlateRecord?) {
        for key in order {
            guard let after = touched[key]?.after else { continue }
            touched[key]?.after = transform(after)
        }
    }

    mutating func replace(_ record: PlateRecord, for key: PlateKey) {
        touched[key]?.after = record
    }
}
