import Crypto
import Vocabulary

/// Tokens and invites: roles, and who may invite whom.
struct AccessBook {
    private let rules: Rules
    /// Authenticates every request, on any thread.
    let tokens = TokenTable()
    private(set) var invites: [InviteID: Invite]
    /// Revocations that are not on disk yet: by token, who revoked it.
    private(set) var unsavedRevocations: [TokenID: AuditedPrincipal] = [:]

    private static let adminInviteHours = 1
    /// Days that an expired token stays known as expired.
    private static let expiredTokenDays = 30
    /// How often to try again if a short ID is taken; a million are possible.
    private static let mintsMax = 100

    init(_ stored: StoredRegistry, _ rules: Rules) {
        self.rules = rules
        invites = Dictionary(stored.invites.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        for token in stored.tokens { tokens.set(token) }
    }

    // MARK: Invites

    func decideInvite(_ code: [UInt8], _ role: Role, isTrusted: Bool, by inviter: Token, into draft: inout Draft) -> Result<
        Invite, LedgerError
    > {
        guard hasRoomForInvite(by: inviter.id, in: draft) else { return .failure(.invitesTooMany) }
        let expires = draft.now.adding(hours: rules.tokens.inviteDays * 24)
        draft.audit.append(.invite, by: AuditedPrincipal(inviter).name, count: 1)
        return .success(add(code, role, isTrusted: isTrusted, expires: expires, by: inviter.id, into: &draft))
    }

    /// Makes an admin's invite for the operator. Cancels an open one: there is only one at a time.
    func decideAdminInvite(_ code: [UInt8], into draft: inout Draft) -> Invite {
        cancelInvites(ofToken: .server, by: .shell, into: &draft)
        draft.audit.append(.inviteAdmin, by: .shell, count: 1)
        let expires = draft.now.adding(hours: Self.adminInviteHours)
        return add(code, .admin, isTrusted: true, expires: expires, by: .server, into: &draft)
    }

    private func add(
        _ code: [UInt8], _ role: Role, isTrusted: Bool, expires: Instant, by inviter: TokenID, into draft: inout Draft
    ) -> Invite {
        let invite = Invite(
            rowID: 0, id: draft.counters.inviteID.advance(), hash: Array(SHA256.hash(data: code)), role: role, isTrusted: isTrusted,
            expires: expires, invitedBy: inviter)
        draft.access.invites[invite.id] = invite
        return invite
    }

    private func hasRoomForInvite(by inviter: TokenID, in draft: Draft) -> Bool {
        let erased = Set(draft.access.erasedInvites.map(\.id))
        let open = Array(invites.values) + Array(draft.access.invites.values)
        let living = open.filter { draft.now < $0.expires && !erased.contains($0.id) }
        return living.count < Ledger.invitesMax && living.count { $0.invitedBy == inviter } < Ledger.invitesPerTokenMax
    }

    /// The open invites: all for an admin, their own for a moderator.
    func openInvites(for token: Token, at now: Instant) -> [Invite] {
        invites.values.filter { now < $0.expires && (token.role == .admin || $0.invitedBy == token.id) }.sorted { $0.id < $1.id }
    }

    func decideCancel(_ id: InviteID, by token: Token, into draft: inout Draft) -> Result<Void, LedgerError> {
        guard let invite = invites[id], !draft.access.erases(invite), token.role == .admin || invite.invitedBy == token.id
        else { return .failure(.inviteUnknown) }
        draft.access.erasedInvites.append(invite)
        draft.audit.append(.cancelInvite, by: AuditedPrincipal(token).name, count: 1)
        return .success(())
    }

    /// Cancels a token's open invites.
    func cancelInvites(ofToken id: TokenID, by actor: AuditActor, into draft: inout Draft) {
        draft.access.invites = draft.access.invites.filter { $0.value.invitedBy != id }
        let open = invites.values.filter { $0.invitedBy == id && !draft.access.erases($0) }
        draft.access.erasedInvites += open
        if !open.isEmpty { draft.audit.append(.cancelInvite, by: actor, count: open.count) }
    }

    // MARK: Tokens

    func decideRedemption(_ code: [UInt8], mint: () -> [UInt8], into draft: inout Draft) -> Result<Principal, LedgerError> {
        let hash = Array(SHA256.hash(data: code))
        guard let invite = invites.values.first(where: { $0.hash == hash }), !draft.access.erases(invite) else {
            return .failure(.inviteUnknown)
        }
        guard draft.now < invite.expires else { return .failure(.inviteExpired) }
        draft.access.erasedInvites.append(invite)
        return .success(issue(invite.role, isTrusted: invite.isTrusted, invitedBy: invite.invitedBy, mint, into: &draft))
    }

    /// Issues an admin's token if no valid one exists; else nil.
    func decideFirstAdmin(mint: () -> [UInt8], into draft: inout Draft) -> Principal? {
        guard !tokens.hasAdmin(on: draft.today), draft.access.tokens.isEmpty else { return nil }
        return issue(.admin, isTrusted: true, invitedBy: .server, by: .shell, mint, into: &draft)
    }

    /// - Parameter actor: the actor in the audit chain; nil for the new token, which redeemed an invite.
    private func issue(
        _ role: Role, isTrusted: Bool, invitedBy: TokenID, by actor: AuditActor? = nil, _ mint: () -> [UInt8], into draft: inout Draft
    ) -> Principal {
        var raw = mint()
        for _ in 0..<Self.mintsMax where tokens.token(shortID: Token.shortID(ofHash: Array(SHA256.hash(data: raw)))) != nil {
            raw = mint()
        }
        let token = Token(
            rowID: 0, id: draft.counters.tokenID.advance(), hash: Array(SHA256.hash(data: raw)), role: role, isTrustedFromIssue: isTrusted,
            issued: draft.today, expires: draft.today + rules.tokens.days, invitedBy: invitedBy)
        draft.access.tokens[token.id] = token
        draft.audit.append(.issue, by: actor ?? AuditedPrincipal(token).name, count: 1)
        return Principal(raw: raw, token: token)
    }

    /// Revokes a token.
    func decideRevocation(of id: TokenID, by actor: AuditedPrincipal, into draft: inout Draft) -> Result<Void, LedgerError> {
        guard var token = draft.access.tokens[id] ?? tokens.token(id: id), !draft.access.erasedTokens.contains(where: { $0.id == id })
        else { return .failure(.notFound) }
        token.isRevoked = true
        draft.access.tokens[id] = token
        draft.audit.append(.revoke, by: actor.name, count: 1)
        draft.addTombstone(.revocation(token: id), on: draft.today, rules)
        return .success(())
    }

    /// Keeps who revoked a token for a retry, or forgets it once it is on disk. In memory only.
    mutating func setUnsaved(_ id: TokenID, revokedBy actor: AuditedPrincipal?) { unsavedRevocations[id] = actor }

    /// Drops expired tokens and invites, and forgets who invited whom once probation ends.
    func decideExpiry(into draft: inout Draft) {
        for token in tokens.all where draft.access.tokens[token.id] == nil {
            if draft.today >= token.expires + Self.expiredTokenDays {
                draft.access.erasedTokens.append(token)
            } else if token.invitedBy != .none, token.role < .moderator, draft.today >= token.issued + rules.tokens.probationDays {
                var token = token
                token.invitedBy = .none
                draft.access.tokens[token.id] = token
            }
        }
        draft.access.erasedInvites += invites.values.filter { $0.expires <= draft.now && draft.access.invites[$0.id] == nil }
    }

    // MARK: The commit

    func plan(into plan: inout CommitPlan) {
        for var token in plan.draft.access.tokens.values.sorted(by: { $0.id < $1.id }) {
            if let former = tokens.stored(id: token.id) { plan.changes.former.tokens.append(former) }
            plan.rows.assignID(to: &token, in: .tokens)
            plan.changes.written.tokens.append(token)
        }
        plan.changes.former.tokens += plan.draft.access.erasedTokens.compactMap { tokens.stored(id: $0.id) }
        plan.rows.erase(plan.draft.access.erasedTokens.map(\.rowID), in: .tokens)
        for var invite in plan.draft.access.invites.values.sorted(by: { $0.id < $1.id }) {
            if let former = invites[invite.id] { plan.changes.former.invites.append(former) }
            plan.rows.assignID(to: &invite, in: .invites)
            plan.changes.written.invites.append(invite)
        }
        plan.changes.former.invites += plan.draft.access.erasedInvites
        plan.rows.erase(plan.draft.access.erasedInvites.map(\.rowID), in: .invites)
    }

    mutating func apply(_ committed: CommitPlan) {
        for token in committed.changes.written.tokens { tokens.set(token) }
        for token in committed.draft.access.erasedTokens { tokens.remove(token) }
        for invite in committed.changes.written.invites { invites[invite.id] = invite }
        for invite in committed.draft.access.erasedInvites { invites[invite.id] = nil }
    }

    func checkInvariants(_ free: FreeRows) -> Bool {
        free.used(.tokens) == tokens.all.count && free.used(.invites) == invites.count
    }
}

/// The tokens' and invites' part of a draft.
struct AccessDraft {
    var tokens: [TokenID: Token] = [:]
    var erasedTokens: [Token] = []
    var invites: [InviteID: Invite] = [:]
    var erasedInvites: [Invite] = []

    func erases(_ invite: Invite) -> Bool { erasedInvites.contains { $0.id == invite.id } }
}
