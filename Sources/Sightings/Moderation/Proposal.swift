import Algorithms
package import Vocabulary

/// A purge under way, or a purge or bulk verdict that waits for a second moderator.
package struct Proposal: TableRow, Hashable, Sendable {
    package enum Operation: Hashable, Sendable {
        case purge(Purge)
        /// A verdict on a filter's plates of the queue; without a filter, on named plates.
        case verdict(Verdict, Signs, on: QueueFilter?)
    }

    package var rowID: RowID
    package var id: ProposalID {
        didSet {
            for index in pages.indices { pages[index].proposal = id }
        }
    }
    package var operation: Operation
    /// The proposer.
    package var actor: AuditActor
    package var tokenID: TokenID
    package var madeAt: Instant
    /// Rows that began after this commit stay.
    package var commit: CommitNumber
    /// Later decisions are not changed.
    package var decision: DecisionID
    /// Whether it is a purge under way, which continues until everything is erased.
    package var isRunning: Bool
    /// The plates, in their own rows.
    package var pages: [ProposalPage] = []

    package init(
        rowID: RowID = 0, id: ProposalID, operation: Operation, actor: AuditActor, tokenID: TokenID, madeAt: Instant, commit: CommitNumber,
        decision: DecisionID, isRunning: Bool
    ) {
        self.rowID = rowID
        self.id = id
        self.operation = operation
        self.actor = actor
        self.tokenID = tokenID
        self.madeAt = madeAt
        self.commit = commit
        self.decision = decision
        self.isRunning = isRunning
    }

    /// A previewed or requested operation, before it has an ID.
    init(_ operation: Operation, by actor: AuditedPrincipal, commit: CommitNumber, decision: DecisionID, at now: Instant) {
        self.init(
            id: 0, operation: operation, actor: actor.name, tokenID: actor.tokenID, madeAt: now, commit: commit, decision: decision,
            isRunning: false)
    }

    /// How long it waits for a second moderator.
    private static let hours = 24

    /// When it is dropped unless approved.
    package var expires: Instant { madeAt.adding(hours: Self.hours) }

    /// The row without its plates.
    var row: Proposal {
        var row = self
        row.pages = []
        return row
    }

    package var plates: [ProposalPlate] { pages.flatMap(\.plates) }
    package var plateCount: Int { pages.reduce(0) { $0 + $1.plates.count } }

    mutating func setPlates(_ plates: [ProposalPlate]) {
        pages = plates.chunks(ofCount: ProposalPage.platesMax).map { ProposalPage(proposal: id, plates: Array($0)) }
    }
}

/// A plate of a proposal: its row, and its ID to detect that the row holds another plate by now.
package struct ProposalPlate: Hashable, Sendable {
    package var rowID: RowID
    package var id: PlateID

    package init(rowID: RowID, id: PlateID) {
        self.rowID = rowID
        self.id = id
    }
}

/// A row with plates of a proposal: as many as fill a page of the database.
package struct ProposalPage: TableRow, Hashable, Sendable {
    package static let platesMax = 320

    package var rowID: RowID
    package var proposal: ProposalID
    package var plates: [ProposalPlate]

    package init(rowID: RowID = 0, proposal: ProposalID, plates: [ProposalPlate]) {
        self.rowID = rowID
        self.proposal = proposal
        self.plates = plates
    }
}

/// A purge under way: its selection and its plates.
struct RunningPurge: Sendable {
    let proposal: Proposal
    let purge: Purge
    let plateIDs: Set<PlateID>

    init?(_ proposal: Proposal) {
        guard proposal.isRunning, case .purge(let purge) = proposal.operation else { return nil }
        self.proposal = proposal
        self.purge = purge
        plateIDs = Set(proposal.plates.map(\.id))
    }

    func applied(to record: PlateRecord, _ rules: Rules) -> PlateRecord? {
        guard plateIDs.contains(record.id) else { return record }
        return purge.applied(
            to: record, .init(commit: proposal.commit, decision: proposal.decision, madeAt: proposal.madeAt), rules)
    }
}

extension PlateRecord {
    /// A record as of now: purged by the purges under way, then aged.
    func aged(at now: Instant, _ rules: Rules, after purges: [RunningPurge]) -> PlateRecord? {
        var left = self
        for purge in purges {
            guard let rest = purge.applied(to: left, rules) else { return nil }
            left = rest
        }
        return left.aged(at: now, rules)
    }
}

extension Proposal {
    /// Proposals with their plates, by ID.
    static func assemble(_ stored: StoredRegistry) -> [ProposalID: Proposal] {
        var proposals = Dictionary(stored.proposals.rows.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        for page in stored.proposals.pages { proposals[page.proposal]?.pages.append(page) }
        return proposals
    }
}
