import Sightings
import Vocabulary

/// A purge under way, or a proposal that waits for a second moderator.
enum ProposalsTable: TableDescriptor {
    static let table = RowTable.proposals
    static let layout = TableLayout(
        "proposals", number: 12,
        [
            ("id", .number), ("verdict", .number), ("signs", .number), ("area", .number), ("up_to", .number), ("status", .number),
            ("named", .number), ("actor", .number), ("token", .number), ("made_at", .number), ("commit_number", .number),
            ("decision", .number), ("running", .number), ("reason", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [Proposal]> { \.proposals.rows }

    static func encode(_ row: Proposal, to columns: inout ColumnEncoder) throws {
        let what = What(row.operation)
        try columns.add(row.id)
        try columns.add(what.verdict)
        try columns.add(what.signs)
        try columns.add(area: what.area)
        try columns.add(what.upTo)
        try columns.add(what.status)
        try columns.add(what.isNamed)
        try columns.add(row.actor)
        try columns.add(row.tokenID)
        try columns.add(row.madeAt)
        try columns.add(row.commit)
        try columns.add(row.decision)
        try columns.add(row.isRunning)
        try columns.add(what.reason)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Proposal {
        var what = What()
        let id: ProposalID = try columns.next()
        what.verdict = try columns.next()
        what.signs = try columns.signs()
        what.area = try columns.optionalArea()
        what.upTo = try columns.optionalDay()
        what.status = try columns.next()
        what.isNamed = try columns.flag()
        let (actor, token) = (try columns.actor(), try columns.next(as: TokenID.self))
        let madeAt = try columns.instant()
        let (commit, decision) = (try columns.next(as: CommitNumber.self), try columns.next(as: DecisionID.self))
        let isRunning = try columns.flag()
        what.reason = try columns.next()
        return Proposal(
            rowID: rowID, id: id, operation: try what.operation(), actor: actor, tokenID: token, madeAt: madeAt, commit: commit,
            decision: decision,
            isRunning: isRunning)
    }
}

/// The proposed operation as columns: a purge, or a verdict on named plates or a filter's plates.
private struct What {
    /// 0 for a purge.
    var verdict: UInt8 = 0
    var signs = Signs()
    var area: AreaNumber?
    var upTo: Day?
    /// A purge's status and a filter's have different numbers; the verdict decides which it is. 0 for none.
    var status: UInt8 = 0
    var isNamed = false
    /// 0 for none.
    var reason: UInt8 = 0

    init() {}

    init(_ operation: Proposal.Operation) {
        switch operation {
        case .purge(let purge):
            (area, upTo, status, isNamed) = (purge.area, purge.upTo, purge.status?.number ?? 0, purge.isNamed)
        case .verdict(let asked, let given, let filter):
            (verdict, signs, isNamed) = (asked.number, given, filter == nil)
            (area, status, reason) = (filter?.area, filter?.status?.number ?? 0, filter?.reason?.number ?? 0)
        }
    }

    func operation() throws(StoreError) -> Proposal.Operation {
        guard verdict != 0 else {
            let status = try ColumnDecoder.word(status, PurgeStatus.init(number:))
            return .purge(Purge(area: area, upTo: upTo, status: status, isNamed: isNamed))
        }
        guard let verdict = Verdict(number: verdict) else { throw .corrupt }
        let filter = QueueFilter(
            reason: try ColumnDecoder.word(reason, QueueReason.init(number:)),
            status: try ColumnDecoder.word(status, Status.init(number:)), area: area)
        return .verdict(verdict, signs, on: isNamed ? nil : filter)
    }
}
