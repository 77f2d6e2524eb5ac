import Foundation
import HTTPTypes
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

struct AccessRouteTests {
    private func invite(_ server: APIServer, _ role: Role, trusted: Bool = false, as token: BearerToken) async throws -> InviteBody {
        try await server.post("/v1/invites", InviteRequest(role: role, trusted: trusted), as: token).decoded()
    }

    @Test("An invite becomes a token once; the inviter never sees it")
    func inviteBecomesToken() async throws {
        try await withAPIServer { server in
            let mod = try await server.token("mod", .moderator)
            let invited = try await invite(server, .volunteer, as: mod)
            #expect(invited.expiresAt == "2026-11-29T15:45:00Z")
            #expect(!invited.trusted && invited.role == .volunteer)
            let open = try await server.get("/v1/invites", as: mod)
            #expect(!open.text.contains(invited.invite))
            #expect(try open.decoded(InvitesBody.self).invites.map(\.id) == [invited.id])

            let redeemed = try await server.post("/v1/invites/redeem", RedeemRequest(invite: invited.invite))
            let token = try redeemed.decoded(RedeemResponse.self)
            #expect(redeemed.headers["cache-control"] == "no-store")
            #expect(token.role == .volunteer && !token.trusted)
            #expect(token.expiresAt == "2027-05-21T00:00:00Z")
            #expect(token.help != nil && token.contact != nil)
            let principal = try #require(BearerToken(token.token))
            let own = try await server.get("/v1/tokens/self", as: principal).decoded(TokenBody.self)
            #expect(own.id == token.id)
            #expect(own.issuedOn == "2026-11-22" && own.expiresOn == "2027-05-21" && !own.revoked)

            #expect(try await server.post("/v1/invites/redeem", RedeemRequest(invite: invited.invite)).code == .inviteUnknown)
            #expect(try await server.get("/v1/invites", as: mod).decoded(InvitesBody.self).invites == [])
            let all = try await server.get("/v1/tokens", as: mod)
            #expect(!all.text.contains(token.token))
            #expect(try all.decoded(TokensBody.self).tokens.contains { $0.id == token.id })
        }
    }

    @Test("A malformed, an old and a canceled invite each get their error")
    func badInvites() async throws {
        try await withAPIServer { server in
            let mod = try await server.token("mod", .moderator)
            let old = try await invite(server, .reader, as: mod)
            func redeem(_ code: String) async throws -> APIAnswer {
                try await server.post("/v1/invites/redeem", RedeemRequest(invite: code))
            }
            #expect(try await redeem("").code == .inviteMalformed)
            #expect(try await redeem(String(old.invite.dropLast())).code == .inviteMalformed)
            #expect(try await redeem(APIServer.token(named: "x").text).code == .inviteMalformed)
            #expect(try await redeem(InviteCode(random: Array(0..<20)).text).code == .inviteUnknown)
            server.registry.clock.advance(days: 7)
            let expired = try await redeem(old.invite)
            #expect([.inviteExpired, .inviteUnknown].contains(expired.code))
            let cancelled = try await invite(server, .reader, as: mod)
            #expect(try await server.delete("/v1/invites/\(cancelled.id)", as: mod).status == 204)
            #expect(try await redeem(cancelled.invite).code == .inviteUnknown)
            for id in [cancelled.id, "0", "-1", "x", "99999999999999999999"] {
                #expect(try await server.delete("/v1/invites/\(id)", as: mod).code == .inviteNotFound, "\(id)")
            }
        }
    }

    @Test("Moderators invite readers and volunteers; admins anyone, and as trusted")
    func whoInvitesWhom() async throws {
        try await withAPIServer { server in
            let mod = try await server.token("mod", .moderator)
            let admin = try await server.token("adm", .admin)
            for role in Role.allCases {
                for trusted in [false, true] {
                    let body = InviteRequest(role: role, trusted: trusted)
                    #expect(try await server.post("/v1/invites", body, as: admin).status == 200)
                    let answer = try await server.post("/v1/invites", body, as: mod)
                    let expected: ErrorCode? = ![.reader, .volunteer].contains(role) ? .inviteRole : trusted ? .inviteTrust : nil
                    #expect(answer.code == expected, "\(role) \(trusted)")
                }
            }
            #expect(try await server.get("/v1/invites", as: admin).decoded(InvitesBody.self).invites.count == 12)
            let own = try await server.get("/v1/invites", as: mod).decoded(InvitesBody.self).invites
            #expect(own.count == 2)
            let others = try await invite(server, .reader, as: admin)
            #expect(try await server.delete("/v1/invites/\(others.id)", as: mod).code == .inviteNotFound)
            #expect(try await server.delete("/v1/invites/\(own[0].id)", as: admin).status == 204)
        }
    }

    @Test("The list of tokens shows who invited whom, the operator as shell")
    func inviters() async throws {
        try await withAPIServer { server in
            let admin = try await server.token("adm", .admin)
            _ = try await server.registry.ledger.inviteAdmin(code: [1])
            let open = try await server.get("/v1/invites", as: admin).decoded(InvitesBody.self).invites
            #expect(open.map(\.invitedBy) == ["shell"])
            let tokens = try await server.get("/v1/tokens", as: admin).decoded(TokensBody.self).tokens
            let first = try #require(tokens.first)
            #expect(first.invitedBy == "shell")
            #expect(tokens.dropFirst().map(\.invitedBy) == [first.id])
        }
    }

    @Test("A token that is revoked on a full disk is good no more, and the answer says what is not done yet")
    func revokingOnFullDisk() async throws {
        try await withAPIServer { server in
            let admin = try await server.token("adm", .admin)
            let ann = try await server.token("ann")
            let id = try await server.get("/v1/tokens/self", as: ann).decoded(TokenBody.self).id
            server.registry.store.failNext(.full)
            let answer = try await server.delete("/v1/tokens/\(id)", as: admin)
            #expect(answer.status == 503 && answer.code == .tokenRevocationUnsaved)
            #expect(try await server.get("/v1/tokens/self", as: ann).code == .tokenRevoked)
        }
    }

    @Test("Past a hundred open invites a token gets no more, by name")
    func tooManyInvites() async throws {
        try await withAPIServer { server in
            let mod = try await server.token("mod", .moderator)
            let principal = try await server.registry.principal(mod.text, role: .moderator)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<Ledger.invitesPerTokenMax {
                    group.addTask {
                        let code = Array("code \(number)".utf8)
                        _ = try await server.registry.ledger.makeInvite(code: code, role: .reader, isTrusted: false, by: principal)
                    }
                }
                try await group.waitForAll()
            }
            let refused = try await server.post("/v1/invites", InviteRequest(role: .reader), as: mod)
            #expect(refused.code == .inviteTooMany && refused.headers["retry-after"] != nil)
            let first = try #require(try await server.get("/v1/invites", as: mod).decoded(InvitesBody.self).invites.first)
            #expect(try await server.delete("/v1/invites/\(first.id)", as: mod).status == 204)
            #expect(try await server.post("/v1/invites", InviteRequest(role: .reader), as: mod).status == 200)
        }
    }

    @Test("A moderator ends the tokens of callers, readers and volunteers, an admin anybody's")
    func revoking() async throws {
        try await withAPIServer { server in
            let mod = try await server.token("mod", .moderator)
            let admin = try await server.token("adm", .admin)
            let ann = try await server.token("ann")
            let peer = try await server.token("peer", .moderator)
            #expect(try await server.delete("/v1/tokens/\(server.shortID(of: ann))", as: mod).status == 204)
            #expect(try await server.get("/v1/tokens/self", as: ann).code == .tokenRevoked)
            let line = try await server.token("line", .caller)
            #expect(try await server.delete("/v1/tokens/\(server.shortID(of: line))", as: mod).status == 204)
            #expect(try await server.delete("/v1/tokens/\(server.shortID(of: peer))", as: mod).code == .tokenRole)
            #expect(try await server.delete("/v1/tokens/\(server.shortID(of: admin))", as: mod).code == .tokenRole)
            #expect(try await server.delete("/v1/tokens/\(server.shortID(of: peer).lowercased())", as: admin).status == 204)
            #expect(try await server.get("/v1/tokens/self", as: peer).code == .tokenRevoked)
            for unknown in ["ZZZZZ", "ann", "%2F", "🙂"] {
                let path = "/v1/tokens/" + (unknown.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["%"])) ?? "")
                #expect(try await server.delete(path, as: mod).code == .tokenNotFound, "\(unknown)")
            }
            let tokens = try await server.get("/v1/tokens", as: admin).decoded(TokensBody.self).tokens
            #expect(tokens.filter(\.revoked).count == 3)
            #expect(tokens.first { $0.role == .volunteer }?.trusted == true)
        }
    }
}
