import Plates
import Seal
import Vocabulary

/// One pass over everything that waits for the next commit: working copies of what it touches, and what else it will write.
///
/// Nothing in it is seen by anyone before it is on disk; dropping it undoes it.
struct Pass {
    let now: Instant
    let today: Day
    let commit: CommitNumber
    var counters: Counters

    /// A record that the pass touches, as it was (nil: not there) and as it becomes.
    struct Touched {
        let key: PlateKey
        let before: PlateRecord?
        var after: PlateRecord?

        var isChanged: Bool { before != after }
    }

    /// In the order in which they were touched, so that rows lie in the order of arrival.
    var touched: [Touched] = []
    private var touchedPlaces: [PlateKey: Int] = [:]
    /// What reports of protected plates would have become. Nothing of it is written or shown; rows that hold nothing are written in its place.
    var unkept: [PlateKey: PlateRecord] = [:]
    /// What withdrawals took, or would have taken, by plate.
    var withdrawn: [PlateKey: Withdrawn] = [:]
    /// Whether it is the first of a slot's sweeps.
    var beginsSlot = false

    struct Withdrawn {
        var tokens: Set<TokenID> = []
        /// By area and period alone.
        var sightings: Set<Sighting> = []
        /// Those of the tokens that have no voice on the plate any more.
        var voiceless: Set<TokenID> = []
    }
    /// Receipts of this pass and receipts that it changes.
    private(set) var receipts: [(day: Day, receipt: Receipt)] = []
    private var receiptPlaces: [Digest128: Int] = [:]
    /// How many of them are new.
    private(set) var newReceipts = 0
    /// By receipt digest, what the pass adds to what is counted of its reports, or takes from it.
    private(set) var counted: [Digest128: Int] = [:]
    /// The same by the digest without the slot.
    private(set) var dayReports: [Digest128: DayReports] = [:]
    /// The tags of tokens that report, and for whose voice a plate has no room, so that as many rows are written as for others.
    var unheard: [PlateKey: Set<Digest128>] = [:]
    /// Reports that tokens wrote in this pass.
    var spent: [TokenID: Int] = [:]
    var droppedReceiptDays: [Day] = []
    var tokens: [TokenID: Token] = [:]
    var erasedTokens: [Token] = []
    var invites: [InviteID: Invite] = [:]
    var erasedInvites: [Invite] = []
    var addedProtections = Multiset<UInt32>()
    var removedProtections = Multiset<UInt32>()
    /// For the audit chain, in order.
    var notes: [AuditNote] = []
    /// Written before the commit.
    var tombstones: [Tombstone] = []
    var proposals: [ProposalID: Proposal] = [:]
    var erasedProposals: [Proposal] = []
    /// Where the audit chain is folded to.
    var checkpoint: AuditCheckpoint?
    var foldedLinks: ArraySlice<AuditLink> = []
    var settingsDigest: Digest128?
    var backedUpAt: Instant?
    /// Plates that each moderator purges or decides in bulk in this pass.
    var tallied: [AuditActor: Int] = [:]
    /// Rows that each moderator reads in this pass.
    var rowsRead: [AuditActor: Int] = [:]
    /// The ids of previews that this pass uses up.
    var usedPreviews: Set<String> = []
    /// Records that stay as they are stored, although what is shown of them may change with time.
    var timedPlaces: [RowID] = []

    /// Whether a row is rewritten so that it says less than before, which is an erasure too: a slot that becomes a day, a tag of an earlier week.
    var coarsens: Bool {
        touched.contains { touched in
            guard let before = touched.before, let after = touched.after else { return false }
            let periods = Dictionary(after.sightings.map { ($0.rowID, $0.period) }, uniquingKeysWith: { first, _ in first })
            let tags = Dictionary(after.voices.map { ($0.rowID, $0.tag) }, uniquingKeysWith: { first, _ in first })
            return before.sightings.contains { $0.rowID != 0 && periods[$0.rowID] != nil && periods[$0.rowID] != $0.period }
                || before.voices.contains { $0.rowID != 0 && tags[$0.rowID] != nil && tags[$0.rowID] != $0.tag }
        }
    }

    /// - Parameter items: about how many records and receipts it will touch.
    init(now: Instant, today: Day, counters: Counters, items: Int = 0) {
        touched.reserveCapacity(items)
        touchedPlaces.reserveCapacity(items)
        receipts.reserveCapacity(items)
        receiptPlaces.reserveCapacity(items)
        counted.reserveCapacity(items)
        dayReports.reserveCapacity(items)
        self.now = now
        self.today = today
        self.counters = counters
        self.counters.commit += 1
        commit = self.counters.commit
    }

    /// Leaves out what was protected and unprotected again within the pass.
    mutating func netProtections() { addedProtections.cancelOut(&removedProtections) }

    /// The working copy of a record; `load` gives what is stored where the pass has not touched it yet.
    func record(_ key: PlateKey, load: () -> PlateRecord?) -> PlateRecord? {
        touchedPlaces[key].map { touched[$0].after } ?? load()
    }

    /// Changes the working copy of a record where it is; `make` where there is none.
    ///
    /// - Parameter isKept: false for one of which nothing may be kept: `load` is called all the same, for the time that it takes.
    mutating func update(
        _ key: PlateKey, isKept: Bool = true, load: () -> (stored: PlateRecord?, settled: PlateRecord?), make: () -> PlateRecord? = { nil },
        _ change: (inout PlateRecord) -> Void
    ) {
        if isKept {
            let place: Int
            if let known = touchedPlaces[key] {
                place = known
            } else {
                let (stored, settled) = load()
                place = touched.count
                touchedPlaces[key] = place
                touched.append(Touched(key: key, before: stored, after: settled))
            }
            if touched[place].after == nil { touched[place].after = make() }
            if touched[place].after != nil { change(&touched[place].after!) }
        } else {
            if unkept[key] == nil {
                _ = load()
                unkept[key] = make()
            }
            if unkept[key] != nil { change(&unkept[key]!) }
        }
    }

    mutating func set(_ record: PlateRecord?, for key: PlateKey, before: () -> PlateRecord?) {
        if let place = touchedPlaces[key] {
            touched[place].after = record
        } else {
            touchedPlaces[key] = touched.count
            touched.append(Touched(key: key, before: before(), after: record))
        }
    }

    /// What the pass has of a report that was sent under this digest.
    func receipt(replay: Digest128) -> (day: Day, receipt: Receipt)? {
        receiptPlaces[replay].map { receipts[$0] }
    }

    /// - Parameter former: the receipt that it takes the place of; nil for a new one.
    mutating func set(_ receipt: Receipt, on day: Day, former: Receipt? = nil) {
        if former == nil { newReceipts += 1 }
        counted[receipt.receipt, default: 0] += Int(receipt.counted) - Int(former?.counted ?? 0)
        dayReports[receipt.dayReceipt, default: DayReports()] += receipt.change(from: former)
        if let place = receiptPlaces[receipt.replay] {
            receipts[place].receipt = receipt
        } else {
            receiptPlaces[receipt.replay] = receipts.count
            receipts.append((day, receipt))
        }
    }
}
