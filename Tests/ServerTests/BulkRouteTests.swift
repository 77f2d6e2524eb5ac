import Plates
import Server
import Sightings
import TestSupport
import Testing
import Vocabulary
import Wire

/// Purges and bulk verdicts, which go by a preview.
struct BulkRouteTests {
    @Test("a purge shows first what it would remove, and a second moderator approves a large one")
    func purging() async throws {
        try await withAPIServer(APIOptions { $0.rules.moderation.secondAbove = 2 }) { server in
            for plate in ["MN AAA111", "MN BBB222", "MN CCC333"] { try await server.registry.voices(3, on: plate) }
            let (mo, second) = (try await server.token("mo", .moderator), try await server.token("second", .moderator))
            let ask = PreviewRequest(purge: PurgeBody(area: "powderhorn", status: "suspected"))
            let preview = try await server.post("/v1/moderation/previews", ask, as: mo).decoded(PreviewBody.self)
            #expect(preview.plates == 3 && preview.erased == 0 && preview.sightings == 3 && preview.byStatus == ["suspected": 3])
            #expect(preview.needsSecond && preview.first.count == 3)
            let purge = PurgeRequest(preview: preview.preview)
            let waiting = try #require(
                try await server.post("/v1/moderation/purges", purge, as: mo).decoded(PurgeResponse.self).waiting)
            #expect(
                waiting.plates == 3 && waiting.purge?.area == "powderhorn" && waiting.purge?.status == "suspected" && !waiting.approvable)
            #expect(try await server.post("/v1/moderation/purges", purge, as: mo).code == .previewUnknown)
            let path = "/v1/moderation/proposals/\(waiting.id)/approval"
            #expect(try await server.send("POST", path, as: mo).code == .proposalOwn)
            let listed = try await server.get("/v1/moderation/proposals", as: second).decoded(ProposalsBody.self)
            #expect(listed.proposals.map(\.approvable) == [true])
            let approved = try await server.send("POST", path, as: second).decoded(ApprovalResponse.self)
            #expect(approved.purged?.sightings == 3)
            let rest = PreviewRequest(purge: PurgeBody(olderThanDays: 0))
            let all = try await server.post("/v1/moderation/previews", rest, as: mo).decoded(PreviewBody.self)
            #expect(!all.needsSecond, "by age alone")
            let purged = try await server.post("/v1/moderation/purges", PurgeRequest(preview: all.preview), as: mo).decoded(
                PurgeResponse.self)
            #expect(purged.purged == PurgedBody(plates: 3, erased: 3, sightings: 0, voices: 9))
        }
    }

    @Test("a bulk confirmation takes each plate's own signs, and what waits of it shows its filter and its plates' statuses")
    func bulkConfirmation() async throws {
        try await withAPIServer(APIOptions { $0.rules.moderation.secondAbove = 1 }) { server in
            for plate in ["MN AAA111", "MN BBB222"] { try await server.registry.voices(3, on: plate) }
            try await server.registry.voices(3, on: "MN CCC333", signs: [])
            let (mo, second) = (try await server.token("mo", .moderator), try await server.token("second", .moderator))
            let filter = QueueFilterBody(reason: .suspected, status: .suspected, area: "powderhorn")
            let ask = PreviewRequest(.confirm, filter: filter)
            let preview = try await server.post("/v1/moderation/previews", ask, as: mo).decoded(PreviewBody.self)
            #expect(preview.plates == 2 && preview.unsigned == 1 && preview.byReason == ["suspected": 2])
            let waiting = try await server.post("/v1/moderation/verdicts", VerdictsRequest(preview: preview.preview), as: mo)
                .decoded(VerdictsResponse.self).waiting
            #expect(waiting?.filter == filter && waiting?.named == nil && waiting?.signs == nil)
            let listed = try await server.get("/v1/moderation/proposals", as: second).decoded(ProposalsBody.self).proposals
            #expect(listed.map(\.filter) == [filter] && listed.first?.byStatus == ["suspected": 2])
            let path = "/v1/moderation/proposals/\(try #require(waiting).id)/approval"
            #expect(try await server.send("POST", path, as: second).decoded(ApprovalResponse.self).verdicts?.decided == 2)
            let several = VerdictsRequest(.confirm, plates: ["MN CCC333", "MN AAA111"].map { .init(plate: $0, version: 0) })
            let named = try await server.post("/v1/moderation/verdicts", several, as: mo).decoded(VerdictsResponse.self).waiting
            #expect(named?.named == true && named?.filter == nil)
            #expect(try await server.post("/v1/lookups", LookupsRequest(plates: ["MN AAA111"])).text.contains("convoy"))
        }
    }

    @Test("a preview says why a plate stays")
    func stays() async throws {
        try await withAPIServer { server in
            try await server.registry.voices(3, on: "MN AAA111")
            let mo = try await server.token("mo", .moderator)
            let byArea = PreviewRequest(purge: PurgeBody(area: "powderhorn"))
            let preview = try await server.post("/v1/moderation/previews", byArea, as: mo).decoded(PreviewBody.self)
            #expect(preview.stays == ["voices": 1] && preview.first.map(\.stays) == [["voices"]])
            let byAge = PreviewRequest(purge: PurgeBody(olderThanDays: 3, plates: ["MN AAA111"]))
            let newer = try await server.post("/v1/moderation/previews", byAge, as: mo).decoded(PreviewBody.self)
            #expect(newer.plates == 0 && newer.stays == ["newer": 1])
        }
    }

    @Test("a bulk verdict by filter goes by a preview, and is undone as one")
    func bulk() async throws {
        try await withAPIServer { server in
            for plate in ["MN AAA111", "MN BBB222", "MN CCC333"] { try await server.registry.voices(3, on: plate) }
            let mo = try await server.token("mo", .moderator)
            let ask = PreviewRequest(.dismiss, filter: QueueFilterBody(reason: .suspected, area: "powderhorn"))
            let preview = try await server.post("/v1/moderation/previews", ask, as: mo).decoded(PreviewBody.self)
            let done = try await server.post("/v1/moderation/verdicts", VerdictsRequest(preview: preview.preview), as: mo)
                .decoded(VerdictsResponse.self)
            #expect(done.decided == 3 && done.results.isEmpty)
            let undone = try await server.post("/v1/moderation/undo", UndoRequest(decision: try #require(done.decision)), as: mo)
            #expect(try undone.decoded(UndoResponse.self).undone == 3)
        }
    }
}
