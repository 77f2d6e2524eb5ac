import Vocabulary

/// Operations on many plates: previews, waiting proposals and purges under way.
struct BulkWork {
    private(set) var secondModeratorRule: SecondModeratorRule
    /// The waiting proposals and the purges under way.
    private(set) var proposals: [ProposalID: Proposal]
    /// Purges that a task is carrying out.
    private(set) var finishing: Set<ProposalID> = []
    /// In memory only: unused previews.
    private(set) var previews: [String: Preview] = [:]

    /// A previewed purge or bulk verdict that was not carried out yet.
    struct Preview: Sendable {
        let proposal: Proposal
        let expires: Instant
    }

    private static let previewsMax = 64
    /// Plates of all previews, at 16 bytes each.
    private static let previewPlatesMax = 4_000_000
    private static let proposalsMax = 20
    private static let proposalPlatesMax = 1_000_000

    init(_ stored: StoredRegistry, _ links: [AuditLink], at now: Instant, _ rules: Rules) {
        secondModeratorRule = SecondModeratorRule(links, at: now, rules)
        proposals = Proposal.assemble(stored)
    }

    // MARK: Previews

    /// Stores a preview under a one-time ID; drops the ones that expire first if there is no room.
    mutating func keep(_ preview: Preview, as id: String, at now: Instant) {
        previews = previews.filter { now < $0.value.expires }
        func isTooMuch() -> Bool {
            previews.count >= Self.previewsMax
                || previews.values.reduce(preview.proposal.plateCount) { $0 + $1.proposal.plateCount } > Self.previewPlatesMax
        }
        while isTooMuch(), let oldest = previews.min(by: { $0.value.expires < $1.value.expires })?.key {
            previews[oldest] = nil
        }
        previews[id] = preview
    }

    /// Uses up a preview if `body` succeeds and the draft is stored; a failure does not change the draft.
    func use<Answer>(
        preview id: String, by actor: AuditedPrincipal, into draft: inout Draft,
        _ body: (Proposal, inout Draft) -> Result<Answer, LedgerError>
    ) -> Result<Answer, LedgerError> {
        guard let preview = previews[id], !draft.bulkWork.usedPreviews.contains(id), draft.now < preview.expires,
            preview.proposal.actor == actor.name
        else { return .failure(.previewUnknown) }
        var attempt = draft
        let answer = body(preview.proposal, &attempt)
        guard case .success = answer else { return answer }
        draft = attempt
        draft.bulkWork.usedPreviews.insert(id)
        return answer
    }

    // MARK: Proposals

    /// Proposes an operation to a second moderator.
    func propose(_ preview: Proposal, by actor: AuditedPrincipal, into draft: inout Draft) -> Result<Proposal, LedgerError> {
        let erased = draft.bulkWork.erasedProposals.map(\.id)
        let known = Set(proposals.keys).union(draft.bulkWork.proposals.keys).subtracting(erased)
        guard preview.plateCount <= Self.proposalPlatesMax, known.count < Self.proposalsMax else { return .failure(.proposalTooMany) }
        var proposal = preview
        proposal.id = draft.counters.proposalID.advance()
        draft.bulkWork.proposals[proposal.id] = proposal
        draft.audit.append(.propose, by: actor.name, count: proposal.plateCount)
        return .success(proposal)
    }

    /// A waiting proposal that this pass has not begun, approved or canceled.
    func waiting(_ id: ProposalID, in draft: Draft) -> Proposal? {
        guard let proposal = proposals[id], !proposal.isRunning, draft.bulkWork.proposals[id] == nil,
            !draft.bulkWork.erasedProposals.contains(where: { $0.id == id })
        else { return nil }
        return proposal
    }

    /// The waiting proposals, oldest first.
    func open(at now: Instant) -> [Proposal] {
        proposals.values.filter { !$0.isRunning && now < $0.expires }.sorted { $0.id < $1.id }
    }

    /// Why a moderator may not approve a proposal; nil if they may.
    func refusal(of actor: AuditedPrincipal, for proposal: Proposal, _ tokens: TokenTable) -> LedgerError? {
        if actor.tokenID == proposal.tokenID { return .proposalOwn }
        let invitedBy = tokens.token(id: actor.tokenID)?.invitedBy ?? .none
        // Two tokens from the server's shell may belong to one person.
        if invitedBy == .server, tokens.token(id: proposal.tokenID)?.invitedBy == .server { return .proposalInvited }
        return invitedBy != .none && invitedBy == proposal.tokenID ? .proposalInvited : nil
    }

    /// Cancels a proposal. Any moderator may: nothing was done yet.
    func cancel(_ id: ProposalID, by actor: AuditActor, into draft: inout Draft) -> Result<Void, LedgerError> {
        guard let proposal = waiting(id, in: draft) else { return .failure(.proposalUnknown) }
        draft.bulkWork.erasedProposals.append(proposal)
        draft.audit.append(.cancel, by: actor, count: proposal.plateCount)
        return .success(())
    }

    /// Cancels the waiting proposals that are over, in their proposers' names.
    func drop(into draft: inout Draft, where isOver: (Proposal) -> Bool) {
        for id in proposals.keys.sorted() {
            if let proposal = waiting(id, in: draft), isOver(proposal) { _ = cancel(id, by: proposal.actor, into: &draft) }
        }
    }

    // MARK: Purges under way

    /// Begun purges that no task is carrying out; oldest first.
    var interrupted: [Proposal] {
        proposals.values.filter { $0.isRunning && !finishing.contains($0.id) }.sorted { $0.id < $1.id }
    }

    /// Marks whether a task is carrying out a purge. In memory only.
    mutating func setFinishing(_ id: ProposalID, _ isFinishing: Bool) {
        if isFinishing { finishing.insert(id) } else { finishing.remove(id) }
    }

    // MARK: The commit

    func plan(into plan: inout CommitPlan) {
        for id in plan.draft.bulkWork.proposals.keys.sorted() {
            guard var proposal = plan.draft.bulkWork.proposals[id] else { continue }
            plan.rows.assignID(to: &proposal, in: .proposals)
            plan.changes.written.proposals.rows.append(proposal.row)
            if let former = proposals[id] { plan.changes.former.proposals.rows.append(former.row) }
            let pages = plan.rows.update(proposals[id]?.pages ?? [], to: &proposal.pages, in: .proposalPages)
            plan.changes.written.proposals.pages += pages.written
            plan.changes.former.proposals.pages += pages.former
            plan.draft.bulkWork.proposals[id] = proposal
        }
        for proposal in plan.draft.bulkWork.erasedProposals {
            plan.changes.former.proposals.rows.append(proposal.row)
            plan.changes.former.proposals.pages += proposal.pages
            plan.rows.erase([proposal.rowID], in: .proposals)
            plan.rows.erase(proposal.pages.map(\.rowID), in: .proposalPages)
        }
    }

    mutating func apply(_ committed: CommitPlan) {
        let draft = committed.draft.bulkWork
        secondModeratorRule.apply(committed)
        for id in draft.usedPreviews { previews[id] = nil }
        for proposal in draft.proposals.values {
            // Only the request that began it may finish it.
            if proposal.isRunning, proposals[proposal.id]?.isRunning != true { finishing.insert(proposal.id) }
            proposals[proposal.id] = proposal
        }
        for proposal in draft.erasedProposals { proposals[proposal.id] = nil }
    }

    func checkInvariants(_ free: FreeRows) -> Bool {
        free.used(.proposals) == proposals.count && free.used(.proposalPages) == proposals.values.reduce(0) { $0 + $1.pages.count }
    }
}

/// The bulk work's part of a draft.
struct BulkWorkDraft {
    var proposals: [ProposalID: Proposal] = [:]
    var erasedProposals: [Proposal] = []
    /// Plates that each moderator purges or decides in bulk in this pass.
    var charged: [AuditActor: Int] = [:]
    /// The previews that this pass uses.
    var usedPreviews: Set<String> = []
}
