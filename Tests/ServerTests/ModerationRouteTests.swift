import Crypto
import HTTPTypes
import Plates
import Seal
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

struct ModerationRouteTests {
    @Test("a moderator sees the queue, decides as it was seen, and undoes a slip")
    func evening() async throws {
        try await withAPIServer { server in
            for plate in ["MN ABC123", "MN DEF456"] { try await server.registry.voices(3, on: plate) }
            let mo = try await server.token("mo", .moderator)
            let page = try await server.post("/v1/moderation/queue", QueueRequest(limit: 1), as: mo).decoded(QueuePage.self)
            #expect(page.waiting == 2 && page.rows.count == 1 && page.read.today == 2 && page.read.limit == 5_000)
            let row = page.rows[0]
            #expect(row.reason == .suspected && row.evidence == 3 && row.voices == VoicesBody(trusted: 3, probation: 0, muted: 0))
            #expect(row.nearby?.map(\.area) == ["powderhorn"], "the other plate, which counts as read, too")
            #expect(row.signs == [SignCountBody(sign: "convoy", voices: 3)] && row.sightings.map(\.reports) == [3])
            let next = try await server.post("/v1/moderation/queue", QueueRequest(limit: 1, cursor: page.next), as: mo)
                .decoded(QueuePage.self)
            #expect(next.rows.map(\.plate.characters) != [row.plate.characters] && next.rows.count == 1)

            let text = "MN:\(row.plate.characters)"
            let confirm = VerdictsRequest(.confirm, signs: ["convoy"], plates: [.init(plate: text, version: row.version)])
            let decided = try await server.post("/v1/moderation/verdicts", confirm, as: mo).decoded(VerdictsResponse.self)
            #expect(decided.decided == 1 && decided.results.map(\.result) == [.decided])
            #expect(try await server.post("/v1/lookups", LookupsRequest(plates: [text])).text.contains("confirmed"))
            let again = try await server.post("/v1/moderation/verdicts", confirm, as: mo).decoded(VerdictsResponse.self)
            #expect(again.results[0].error?.errorCode == .verdictConflict && again.decision == nil)
            let shown = try await server.post("/v1/moderation/plates", PlatesRequest(plates: [text, "?", "MN:NONE1"]), as: mo)
                .decoded(PlatesResponse.self)
            #expect(shown.results[0].rows[0].decided?.decision == decided.decision)
            #expect(shown.results[1].error?.errorCode == .plateCharacter && shown.results[2].rows.isEmpty)
            let undo = UndoRequest(decision: try #require(decided.decision))
            let own = try await server.get("/v1/tokens/self", as: mo).decoded(TokenBody.self)
            #expect(shown.results[0].rows[0].earlier == [EarlierBody(action: "confirm", by: own.id, day: "2026-11-22")])
            #expect(shown.results[0].rows[0].decisionsBefore.isEmpty)
            let undone = try await server.post("/v1/moderation/undo", undo, as: mo).decoded(UndoResponse.self)
            #expect(undone == UndoResponse(verdict: .confirm, undone: 1, superseded: 0))
            #expect(try await server.post("/v1/moderation/undo", undo, as: mo).code == .undoExpired)
        }
    }

    @Test("each bad call has its named error")
    func badCalls() async throws {
        try await withAPIServer { server in
            try await server.registry.voices(3, on: "MN ABC123")
            let mo = try await server.token("mo", .moderator)
            func code(_ path: String, _ body: String) async throws -> ErrorCode? {
                try await server.post("/v1/moderation/" + path, body, as: mo).code
            }
            #expect(try await code("queue", #"{"reason":"bored"}"#) == .queueReasonUnknown)
            #expect(try await code("queue", #"{"status":"listed"}"#) == .queueStatusUnknown)
            #expect(try await code("queue", #"{"area":"nowhere"}"#) == .purgeAreaUnknown)
            #expect(try await code("queue", #"{"cursor":"x"}"#) == .cursorInvalid)
            #expect(try await code("queue", #"{"limit":51}"#) == .requestValue)
            #expect(try await code("verdicts", #"{"verdict":"delete","plates":[{"plate":"MN ABC123"}]}"#) == .verdictUnknown)
            #expect(try await code("verdicts", #"{"verdict":"confirm","plates":[{"plate":"MN ABC123"}]}"#) == .verdictSignsMissing)
            #expect(
                try await code("verdicts", #"{"verdict":"confirm","signs":["x"],"plates":[{"plate":"MN ABC123"}]}"#) == .verdictSignUnknown)
            #expect(try await code("verdicts", #"{"verdict":"clear","plates":[]}"#) == .requestEmpty)
            #expect(try await code("verdicts", #"{"preview":"x"}"#) == .previewUnknown)
            #expect(try await code("purges", #"{"preview":"x"}"#) == .previewUnknown)
            #expect(try await code("previews", #"{"purge":{}}"#) == .purgeEmpty)
            #expect(try await code("previews", #"{"purge":{"status":"listed"}}"#) == .purgeStatusUnknown)
            #expect(try await code("previews", #"{"purge":{"area":"nowhere"}}"#) == .purgeAreaUnknown)
            #expect(try await code("previews", #"{"purge":{"plates":["MN AB€C"]}}"#) == .plateCharacter)
            #expect(try await code("previews", #"{}"#) == .requestFieldMissing)
            #expect(try await code("previews", #"{"purge":{"area":"seward"},"verdict":"clear","filter":{}}"#) == .requestValue)
            #expect(try await code("previews", #"{"verdict":"dismiss"}"#) == .requestFieldMissing)
            #expect(try await code("undo", #"{"decision":"x"}"#) == .undoExpired)
            #expect(try await code("skips", #"{"plates":["MN:NONE1"]}"#) == nil, "a mark does not tell whether a plate is kept")
            #expect(try await code("skips", #"{"plates":["?"]}"#) == .plateCharacter)
            #expect(try await code("skips", #"{"plates":["MN:NONE1"],"reason":"bored"}"#) == .skipReasonUnknown)
            #expect(try await code("audit", #"{"action":"x"}"#) == .auditActionUnknown)
            #expect(try await code("audit", #"{"by":"x"}"#) == .auditActorUnknown)
            #expect(try await server.delete("/v1/moderation/proposals/7", as: mo).code == .proposalUnknown)
            #expect(try await server.send("POST", "/v1/moderation/proposals/x/approval", as: mo).code == .proposalUnknown)
            let unknown = try await server.post(
                "/v1/moderation/verdicts", VerdictsRequest(.dismiss, plates: [.init(plate: "MN:NONE1", version: 0)]), as: mo
            ).decoded(VerdictsResponse.self)
            #expect(unknown.results[0].error?.errorCode == .verdictPlateUnknown)
            let unprotected = try await server.post(
                "/v1/moderation/verdicts", VerdictsRequest(.unprotect, plates: [.init(plate: "MN:NONE1", version: 0)]), as: mo
            ).decoded(VerdictsResponse.self)
            #expect(unprotected.results[0].error?.errorCode == .verdictNotProtected)
        }
    }

    @Test("nobody below moderator gets anything", arguments: [nil, Role.reader, .volunteer])
    func roles(role: Role?) async throws {
        try await withAPIServer { server in
            var token: BearerToken?
            if let role { token = try await server.token("somebody", role) }
            for route in Route.all where route.path.hasPrefix("/v1/moderation/") {
                let path = route.path.replacing("{id}", with: "1")
                let answer = try await server.send(
                    route.method.rawValue, path, as: token, headers: ["Content-Type: application/json"],
                    body: route.method == .post ? Array("{}".utf8) : nil)
                #expect(answer.code == (role == nil ? .tokenMissing : .tokenRole), "\(path)")
            }
        }
    }

    @Test("every number that is given out is taken back, after several restores without the replaced database, too")
    func numbers() async throws {
        var registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        // `thawd restore` writes this over a copy of a backup if it cannot read the replaced database.
        for _ in 0..<5 {
            let stored = try await registry.store.load()
            let renumbering = Renumbering(restoring: stored, keeping: nil, witnessed: nil, [], random: .system)
            try await registry.store.commit(Changes(restoring: stored, keeping: nil, from: renumbering))
            registry = try await registry.restarted()
        }
        try await withAPIServer(on: registry) { server in
            let (mo, second) = (try await server.token("mo", .moderator), try await server.token("second", .moderator))
            func row() async throws -> ReviewBody {
                let shown = try await server.post("/v1/moderation/plates", PlatesRequest(plates: ["MN ABC123"]), as: mo)
                return try #require(try shown.decoded(PlatesResponse.self).results[0].rows.first)
            }
            func decide(_ verdict: Verdict) async throws -> String {
                let item = VerdictsRequest.Item(plate: "MN ABC123", version: try await row().version)
                let request = VerdictsRequest(verdict, signs: verdict == .confirm ? ["convoy"] : [], plates: [item])
                let answer = try await server.post("/v1/moderation/verdicts", request, as: mo).decoded(VerdictsResponse.self)
                #expect(answer.decided == 1, "\(verdict)")
                return try #require(answer.decision)
            }
            for verdict in [Verdict.confirm, .dismiss, .confirm] { _ = try await decide(verdict) }
            #expect(try await row().version > Int(Int32.max))
            let undo = UndoRequest(decision: try await decide(.clear))
            #expect(try await server.post("/v1/moderation/undo", undo, as: second).decoded(UndoResponse.self).undone == 1)
            let invite = try await server.post("/v1/invites", InviteRequest(role: .reader), as: mo).decoded(InviteBody.self)
            #expect(try #require(Int(invite.id)) > Int(Int32.max))
            #expect(try await server.delete("/v1/invites/\(invite.id)", as: mo).status == 204)
            let page = try await server.post("/v1/moderation/audit", AuditRequest(), as: mo).decoded(AuditPage.self)
            let before = AuditRequest(before: page.head.sequence)
            #expect(try await server.post("/v1/moderation/audit", before, as: mo).status == 200)
            let largest = AuditRequest(after: WireLimits.numberMax)
            #expect(try await server.post("/v1/moderation/audit", largest, as: mo).status == 200)
        }
    }

    @Test(
        "a protected plate answers a verdict on reports as one that nobody reported, and naming either is counted",
        arguments: [Verdict.confirm, .clear, .dismiss], [false, true])
    func alike(verdict: Verdict, canBeUndone: Bool) async throws {
        try await withAPIServer { server in
            try await server.registry.decide(.protect, on: Plate("MN PRO111").key)
            if !canBeUndone {
                server.registry.clock.advance(days: 2)
                try await server.registry.ageFully()
            }
            let mo = try await server.token("mo", .moderator)
            let signs = verdict == .confirm ? ["convoy"] : []
            func answer(_ plate: String, _ version: Int) async throws -> APIAnswer {
                try await server.post(
                    "/v1/moderation/verdicts",
                    VerdictsRequest(verdict, signs: signs, plates: [.init(plate: plate, version: version)]), as: mo)
            }
            func isAlike(_ plate: String, _ other: String, version: Int) async throws {
                let unknown = try await answer(other, version)
                #expect(try unknown.decoded(VerdictsResponse.self).results[0].error?.errorCode == .verdictPlateUnknown)
                #expect(try await answer(plate, version).text.replacing("PRO111", with: "PRX111") == unknown.text)
            }
            try await isAlike("MN PRO111", "MN PRX111", version: 0)
            let read = try await server.post("/v1/moderation/queue", QueueRequest(), as: mo).decoded(QueuePage.self).read
            #expect(read.today == 2)
            try await isAlike("MN PRO111", "MN PRX111", version: 9_999)
            for version in [0, 9_999] { try await isAlike("ZZ:PRO111", "ZZ:PRX111", version: version) }
            let record = await server.registry.ledger.storedRecord(of: try Plate("MN PRO111").key)
            let version = Int(record?.version.rawValue ?? 0)
            try await isAlike("MN PRO111", "MN PRX111", version: version)
        }
    }

    @Test("a row has every reason that it has, names its other issuers, and a filter counts what fits it")
    func reasons() async throws {
        try await withAPIServer { server in
            for plate in ["MN ABC128", "WI ABC128"] { try await server.registry.voices(3, on: plate) }
            try await server.registry.report("MN ABC12B", by: "voice 0", signs: [.convoy])
            let mo = try await server.token("mo", .moderator)
            let request = QueueRequest(reason: .misread)
            let page = try await server.post("/v1/moderation/queue", request, as: mo).decoded(QueuePage.self)
            let row = try #require(page.rows.first)
            #expect(page.rows.count == 1 && page.waiting == 1 && page.byReason == ["suspected": 1, "misread": 1])
            #expect(row.reason == .suspected && row.reasons == [.suspected, .misread])
            #expect(row.otherIssuers?.map(\.plate.issuer) == ["US-WI"] && row.otherIssuers?.first?.status == .suspected)
            let whole = try await server.post("/v1/moderation/queue", QueueRequest(), as: mo).decoded(QueuePage.self)
            #expect(whole.waiting == 2 && whole.byReason == ["suspected": 2, "misread": 1])
        }
    }

    @Test("every reader of the audit chain can check it")
    func audit() async throws {
        try await withAPIServer { server in
            try await server.registry.voices(3, on: "MN ABC123")
            let mo = try await server.token("mo", .moderator)
            _ = try await server.post("/v1/moderation/queue", QueueRequest(), as: mo)
            let page = try await server.post("/v1/moderation/audit", AuditRequest(after: 0), as: mo).decoded(AuditPage.self)
            #expect(page.entries.last?.action == "read" && page.entries.last?.count == 1)
            var hash = page.checkpoint.hash.bytes
            for body in page.entries {
                let entry = AuditEntry(
                    sequence: Int64(body.sequence), day: try #require(WireTime.day(body.day)),
                    actor: try #require(AuditActor(name: body.by)),
                    action: try #require(AuditAction(rawValue: body.action)), count: Int64(body.count),
                    plateName: body.plateName?.bytes ?? AuditEntry.noPlate)
                hash = Array(SHA256.hash(data: hash + entry.bytes))
                #expect(body.hash.bytes == hash)
            }
            #expect(page.head.hash.bytes == hash)
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: page.head.publicKey.bytes)
            #expect(
                key.isValidSignature(
                    page.head.signature.bytes, for: AuditEntry.signed(sequence: Int64(page.head.sequence), hash: page.head.hash.bytes)))
            let mine = try await server.post("/v1/moderation/audit", AuditRequest(action: "read", by: "shell"), as: mo).decoded(
                AuditPage.self)
            #expect(mine.entries.isEmpty)
            let plate = try await server.post("/v1/moderation/audit", AuditRequest(plate: "MN ABC123"), as: mo).decoded(AuditPage.self)
            #expect(plate.entries.isEmpty, "nobody decided on it")
        }
    }

    @Test("due plates are counted, and age")
    func ageing() async throws {
        try await withAPIServer { server in
            try await server.registry.voices(3, on: "MN ABC123")
            try await server.registry.decide(.confirm, signs: [.convoy], on: Plate("MN ABC123").key)
            server.registry.clock.advance(days: 25)
            let mo = try await server.token("mo", .moderator)
            let dry = try await server.post("/v1/moderation/ageing", AgeingRequest(dryRun: true), as: mo).decoded(AgeingBody.self)
            #expect(dry.plates == 1)
            let done = try await server.post("/v1/moderation/ageing", AgeingRequest(dryRun: false), as: mo).decoded(AgeingBody.self)
            #expect(done.plates == 1 && done.lapsing == 1 && done.first.map(\.plate.characters) == ["ABC123"])
            let after = try await server.post("/v1/moderation/ageing", AgeingRequest(dryRun: true), as: mo).decoded(AgeingBody.self)
            #expect(after.plates == 0)
        }
    }
}

extension String {
    /// Of hexadecimal digits.
    fileprivate var bytes: [UInt8] {
        [UInt8](hexadecimal: self, count: utf8.count / 2) ?? []
    }
}
