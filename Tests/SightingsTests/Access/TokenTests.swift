import Crypto
import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct TokenTests {
    @Test("there is one first admin, and only once")
    func firstAdmin() async throws {
        let registry = try await TestRegistry()
        let first = try await registry.ledger.issueFirstAdmin(mint: { Array("first".utf8) })
        #expect(first?.token.role == .admin)
        #expect(try await registry.ledger.issueFirstAdmin(mint: { Array("second".utf8) })?.raw == nil)
        let again = try await registry.restarted()
        #expect(try await again.ledger.issueFirstAdmin(mint: { Array("third".utf8) })?.raw == nil)
    }

    @Test(
        "who may invite whom",
        arguments: [
            (Role.volunteer, Role.reader, false, false), (.moderator, .reader, false, true), (.moderator, .volunteer, false, true),
            (.moderator, .volunteer, true, false), (.moderator, .moderator, false, false), (.admin, .volunteer, true, true),
            (.admin, .moderator, false, true), (.admin, .admin, false, true), (.moderator, .caller, false, false),
            (.admin, .caller, false, true),
        ])
    func inviting(inviter: Role, invited: Role, trusted: Bool, isAllowed: Bool) async throws {
        let registry = try await TestRegistry()
        let principal = try await registry.principal("someone", role: inviter)
        do {
            _ = try await registry.ledger.makeInvite(code: [1, 2, 3], role: invited, isTrusted: trusted, by: principal)
            #expect(isAllowed)
        } catch {
            #expect(!isAllowed)
            #expect(error == .notAllowed)
        }
    }

    @Test("an invite is good once, for seven days, and not after it was canceled")
    func redeeming() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        _ = try await registry.ledger.makeInvite(code: [1], role: .volunteer, isTrusted: false, by: admin)
        let redeemed = try await registry.ledger.redeem(code: [1]) { [9, 9] }
        #expect(redeemed.token.role == .volunteer)
        #expect(redeemed.token.invitedBy == admin.token.id)
        await #expect(throws: LedgerError.inviteUnknown) { try await registry.ledger.redeem(code: [1]) { [8] } }
        await #expect(throws: LedgerError.inviteUnknown) { try await registry.ledger.redeem(code: [2]) { [8] } }

        let second = try await registry.ledger.makeInvite(code: [3], role: .volunteer, isTrusted: false, by: admin)
        try await registry.ledger.cancelInvite(id: second.id, by: admin)
        await #expect(throws: LedgerError.inviteUnknown) { try await registry.ledger.redeem(code: [3]) { [8] } }

        _ = try await registry.ledger.makeInvite(code: [4], role: .volunteer, isTrusted: false, by: admin)
        registry.clock.advance(days: 7)
        await #expect(throws: LedgerError.inviteExpired) { try await registry.ledger.redeem(code: [4]) { [8] } }
        try await registry.ageFully()
        await #expect(throws: LedgerError.inviteUnknown) { try await registry.ledger.redeem(code: [4]) { [8] } }
    }

    @Test("with another's token go its open invites; a person who ends their own leaves those that they gave", arguments: [true, false])
    func revokedInviter(isOwn: Bool) async throws {
        let registry = try await TestRegistry()
        let mo = try await registry.principal("mo", role: .moderator)
        let other = try await registry.principal("other", role: .moderator)
        _ = try await registry.ledger.makeInvite(code: [1], role: .volunteer, isTrusted: false, by: mo)
        _ = try await registry.ledger.makeInvite(code: [2], role: .volunteer, isTrusted: false, by: other)
        try await registry.ledger.revoke(id: mo.token.id, by: isOwn ? mo : registry.principal("admin"))
        let again = try await registry.restarted()
        if isOwn {
            _ = try await again.ledger.redeem(code: [1]) { [9] }
        } else {
            await #expect(throws: LedgerError.inviteUnknown) { try await again.ledger.redeem(code: [1]) { [9] } }
            #expect(await again.auditedActions().last == .cancelInvite)
        }
        _ = try await again.ledger.redeem(code: [2]) { [8] }
    }

    @Test("an admin's invite from the server is good once and for an hour, one at a time, and stands in the audit chain")
    func serverInvite() async throws {
        let registry = try await TestRegistry()
        let first = try await registry.principal("admin")
        _ = try await registry.ledger.inviteAdmin(code: [1])
        let invite = try await registry.ledger.inviteAdmin(code: [2])
        #expect(invite.expires == registry.clock.now.adding(hours: 1))
        #expect(await registry.auditedActions().suffix(3) == [.inviteAdmin, .cancelInvite, .inviteAdmin])
        await #expect(throws: LedgerError.inviteUnknown) { try await registry.ledger.redeem(code: [1]) { [9] } }
        let again = try await registry.restarted()
        let redeemed = try await again.ledger.redeem(code: [2]) { [9] }
        #expect(redeemed.token.role == .admin && redeemed.token.invitedBy == TokenID.server)
        #expect(first.token.invitedBy == TokenID.server)
        await #expect(throws: LedgerError.inviteUnknown) { try await again.ledger.redeem(code: [2]) { [8] } }
        let issued = await again.ledger.auditPage(.init(start: .before(.max), limit: 1)).links.map(\.entry)
        #expect(issued.map(\.action) == [.issue] && issued.map(\.actor.name) == [redeemed.token.shortID])

        _ = try await again.ledger.inviteAdmin(code: [3])
        again.clock.advance(hours: 1)
        await #expect(throws: LedgerError.inviteExpired) { try await again.ledger.redeem(code: [3]) { [7] } }
    }

    @Test("open invites are bounded, by token and in all; used, canceled and expired ones make room")
    func inviteBounds() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        func invite(_ principal: Principal, _ number: Int) async throws -> Invite {
            try await registry.ledger.makeInvite(code: Array("\(number)".utf8), role: .reader, isTrusted: false, by: principal)
        }
        let perToken = Ledger.invitesPerTokenMax
        var moderators: [Principal] = []
        for number in 0..<Ledger.invitesMax / perToken {
            moderators.append(try await registry.principal("mo \(number)", role: .moderator))
        }
        /// At once, so that they share commits.
        func invites(_ principal: Principal, from first: Int) async throws -> [Invite] {
            try await withThrowingTaskGroup(of: Invite.self) { group in
                for number in 0..<perToken { group.addTask { try await invite(principal, first + number) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        let first = try await invites(moderators[0], from: 0)
        await #expect(throws: LedgerError.invitesTooMany) { _ = try await invite(moderators[0], 99_999) }
        let other = try #require(first.first { $0.hash != Array(SHA256.hash(data: Array("1".utf8))) })
        try await registry.ledger.cancelInvite(id: other.id, by: moderators[0])
        _ = try await invite(moderators[0], 100_000)
        _ = try await registry.ledger.redeem(code: Array("1".utf8)) { Array("a reader".utf8) }
        _ = try await invite(moderators[0], 100_001)
        for (index, moderator) in moderators.enumerated().dropFirst() {
            _ = try await invites(moderator, from: index * 1_000)
        }
        await #expect(throws: LedgerError.invitesTooMany, "of the whole registry") { _ = try await invite(admin, 99_999) }
        let again = try await registry.restarted()
        await #expect(throws: LedgerError.invitesTooMany) {
            _ = try await again.ledger.makeInvite(code: [1], role: .reader, isTrusted: false, by: admin)
        }
        again.clock.advance(days: 7)
        _ = try await again.ledger.makeInvite(code: [1], role: .reader, isTrusted: false, by: admin)
    }

    @Test("invites that are asked for at once cannot get past the bound together")
    func invitesAtOnce() async throws {
        let registry = try await TestRegistry()
        let mo = try await registry.principal("mo", role: .moderator)
        let made = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<Ledger.invitesPerTokenMax + 50 {
                group.addTask {
                    let code = Array("code \(number)".utf8)
                    return (try? await registry.ledger.makeInvite(code: code, role: .reader, isTrusted: false, by: mo)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == Ledger.invitesPerTokenMax)
    }

    @Test("two who redeem the same code at once get one token")
    func redeemingTwice() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        _ = try await registry.ledger.makeInvite(code: [1], role: .volunteer, isTrusted: false, by: admin)
        let redeemed = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask { (try? await registry.ledger.redeem(code: [1]) { [UInt8(number), 7] }) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(redeemed == 1)
    }

    @Test("a token expires after 180 days, is known as expired for a while, and then not at all")
    func expiry() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.principal("ada")
        registry.clock.advance(days: 179)
        #expect(try registry.token("ada").role == .volunteer)
        registry.clock.advance(days: 1)
        #expect(throws: TokenTable.Refusal.expired) { try registry.token("ada") }
        registry.clock.advance(days: 30)
        try await registry.ageFully()
        #expect(throws: TokenTable.Refusal.unknown) { try registry.token("ada") }
    }

    @Test("revoking works at once, and after a restart")
    func revoking() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        let ada = try await registry.principal("ada")
        let ben = try await registry.principal("ben")
        await #expect(throws: LedgerError.notAllowed) { try await registry.ledger.revoke(id: ada.token.id, by: ben) }
        await #expect(throws: LedgerError.notFound) { try await registry.ledger.revoke(id: 999, by: admin) }
        try await registry.ledger.revoke(id: ada.token.id, by: admin)
        try await registry.ledger.revoke(id: ben.token.id, by: ben)
        #expect(throws: TokenTable.Refusal.revoked) { try registry.token("ada") }
        let again = try await registry.restarted()
        #expect(throws: TokenTable.Refusal.revoked) { try again.token("ben") }
    }

    @Test("a revoked token stops at once though the disk takes nothing, and the revocation is written down once it does")
    func revokingOnFullDisk() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        let ada = try await registry.principal("ada")
        registry.store.failNext(.full)
        await #expect(throws: LedgerError.revocationUnsaved) { try await registry.ledger.revoke(id: ada.token.id, by: admin) }
        #expect(throws: TokenTable.Refusal.revoked) { try registry.token("ada") }
        #expect(try await registry.store.load().tokens.first { $0.id == ada.token.id }?.isRevoked == false)

        registry.store.failNext(.full)
        await #expect(throws: LedgerError.storeFull) { try await registry.ledger.saveRevocations() }
        try await registry.ledger.saveRevocations()
        #expect(try await registry.store.load().tokens.first { $0.id == ada.token.id }?.isRevoked == true)
        #expect(await registry.auditedActions().filter { $0 == .revoke }.count == 1)
        let commits = registry.store.commits
        try await registry.ledger.saveRevocations()
        #expect(registry.store.commits == commits, "it is written down once")
        let again = try await registry.restarted()
        #expect(throws: TokenTable.Refusal.revoked) { try again.token("ada") }
    }

    @Test("a commit that was under way when a token was revoked does not bring it back")
    func revokingDuringCommit() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        let ada = try await registry.principal("ada", trusted: false)
        // The end of her probation writes her token anew.
        registry.clock.advance(days: 14)
        let gate = Gate()
        registry.store.holdCommits { await gate.wait() }
        let ageing = Task { try await registry.ledger.age() }
        await gate.arrival()
        let revoking = Task { try await registry.ledger.revoke(id: ada.token.id, by: admin) }
        func isGood() -> Bool { (try? registry.token("ada")) != nil }
        while isGood() { await Task.yield() }
        registry.store.failAfter(commits: 1, .full)
        registry.store.holdCommits(nil)
        gate.open()
        _ = try await ageing.value
        await #expect(throws: LedgerError.revocationUnsaved) { try await revoking.value }
        #expect(!isGood())
    }

    @Test("nobody stops a token in memory whom they may not revoke on disk")
    func revokingWithoutRight() async throws {
        let registry = try await TestRegistry()
        let mo = try await registry.principal("mo", role: .moderator)
        let other = try await registry.principal("other", role: .moderator)
        registry.store.failNext(.full)
        await #expect(throws: LedgerError.notAllowed) { try await registry.ledger.revoke(id: other.token.id, by: mo) }
        #expect(try registry.token("other").id == other.token.id)
    }

    @Test("while the clock waits for the operator a revocation works, too")
    func revokingWhileClockWaits() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        let ada = try await registry.principal("ada")
        registry.clock.jump = -1_000_000
        await #expect(throws: LedgerError.revocationUnsaved) { try await registry.ledger.revoke(id: ada.token.id, by: admin) }
        #expect(throws: TokenTable.Refusal.revoked) { try registry.token("ada") }
        registry.clock.jump = nil
        try await registry.ledger.saveRevocations()
        #expect(try await registry.store.load().tokens.first { $0.id == ada.token.id }?.isRevoked == true)
    }

    @Test("who invited a volunteer is forgotten when probation ends; who made a moderator is kept")
    func inviteEdges() async throws {
        let registry = try await TestRegistry()
        let volunteer = try await registry.principal("vi", trusted: false)
        let moderator = try await registry.principal("mo", role: .moderator)
        registry.clock.advance(days: 13)
        try await registry.ageFully()
        #expect(registry.ledger.tokens.token(id: volunteer.token.id)?.invitedBy != 0)
        registry.clock.advance(days: 1)
        try await registry.ageFully()
        #expect(registry.ledger.tokens.token(id: volunteer.token.id)?.invitedBy == 0)
        #expect(registry.ledger.tokens.token(id: moderator.token.id)?.invitedBy != 0)
        let again = try await registry.restarted()
        #expect(again.ledger.tokens.token(id: volunteer.token.id)?.invitedBy == 0)
    }

    @Test("probation ends 14 days after issue, judged by the day of the sighting")
    func probation() async throws {
        let registry = try await TestRegistry()
        _ = try await registry.principal("ada", trusted: false)
        registry.clock.advance(days: 14)
        _ = try await registry.report("MN ABC123", by: "ada", minutesAgo: 24 * 60)
        #expect(try await registry.record("MN ABC123")?.voices.first?.standing == .probation)
        _ = try await registry.report("MN ABC123", by: "ada")
        #expect(try await registry.record("MN ABC123")?.voices.first?.standing == .trusted)
    }

    @Test("short ids of living tokens differ")
    func shortIDs() async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin")
        // The mint first offers the admin's own text, whose short ID is taken.
        _ = try await registry.ledger.makeInvite(code: [1], role: .reader, isTrusted: false, by: admin)
        let offered = OfferedTokens([Array("admin".utf8), Array("fresh".utf8)])
        let redeemed = try await registry.ledger.redeem(code: [1]) { offered.next() }
        #expect(redeemed.raw == Array("fresh".utf8))
        #expect(redeemed.token.shortID.count == 4)
    }
}

private final class OfferedTokens: Sendable {
    private let texts: [[UInt8]]
    private let count = TestCounter()

    init(_ texts: [[UInt8]]) { self.texts = texts }

    func next() -> [UInt8] { texts[min(count.next(), texts.count - 1)] }
}
