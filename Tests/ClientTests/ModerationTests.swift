import Client
import Foundation
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite("The moderators' routes")
struct ModerationTests {
    private func client(_ server: FakeServer, _ settings: ClientSettings = ClientSettings()) throws -> ThawClient {
        ThawClient(server: try server.address, token: .test, settings: settings, environment: .test())
    }

    private static let read = ReadBody(today: 1, limit: 5_000)

    @Test func `an approval is a POST without a body, and its id one segment of the path`() throws {
        let server = FakeServer { _, _ in .json(ApprovalResponse(purged: PurgedBody(plates: 1, erased: 1, sightings: 2, voices: 3))) }
        #expect(try client(server).approve("../w1?x").purged?.voices == 3)
        let request = try #require(server.received.first)
        #expect(request.method == "POST" && request.target == "/v1/moderation/proposals/%2E%2E%2Fw1%3Fx/approval")
        #expect(request.body.isEmpty && request.headers["content-length"] == "0")
        #expect(request.headers["content-type"] == nil)
    }

    @Test(arguments: ["verdicts", "undo", "purges", "approval"])
    func `requests that must not be repeated are sent once, over a new connection`(_ route: String) throws {
        let server = FakeServer { request, _ in request.target == "/v1/tokens/self" ? .problem(.tokenUnknown) : Reply(steps: [.reset]) }
        let client = try client(server, .test(retry: RetryPolicy(attemptsMax: 5)))
        _ = try? client.ownToken()
        let reason = #expect(throws: ClientError.self) {
            switch route {
            case "verdicts": _ = try client.decide(VerdictsRequest(preview: "p1"))
            case "undo": _ = try client.undo("d1")
            case "purges": _ = try client.purge(preview: "p1")
            default: _ = try client.approve("w1")
            }
        }?.reason
        #expect(reason == .connectionLost)
        #expect(server.received.filter { $0.target.contains(route) }.count == 1)
    }

    @Test func `a purge may take longer than other requests`() throws {
        #expect(ClientSettings.forErasing.attemptSeconds == 600 && ClientSettings.forErasing.stallSeconds == 600)
    }

    @Test func `an answer must fit the request`() throws {
        let server = FakeServer { request, _ in
            switch request.target {
            case "/v1/moderation/plates": .json(PlatesResponse(asOf: "2026-11-22T15:41:00Z", results: [], read: Self.read))
            case "/v1/moderation/verdicts": .json(VerdictsResponse(decision: nil, undoUntil: nil, decided: 0, results: []))
            case "/v1/moderation/alerts":
                .json(AlertOutputsBody(outputs: [AlertOutputBody(name: "north", events: [.seen], areas: nil)]))
            default: .json(ApprovalResponse())
            }
        }
        let client = try client(server)
        #expect(throws: ClientError.self) { try client.review(["MN ABC123"]) }
        #expect(throws: ClientError.self) {
            try client.decide(VerdictsRequest(.dismiss, plates: [VerdictsRequest.Item(plate: "MN ABC123", version: 1)]))
        }
        #expect(throws: ClientError.self) { try client.approve("w1") }
        #expect(throws: ClientError.self) { try client.purge(preview: "p1") }
        #expect(throws: ClientError.self) { try client.holdAlerts("north", isHeld: true) }
        #expect(throws: ClientError.self) { try client.holdAlerts("south", isHeld: false) }
        #expect(try client.holdAlerts("north", isHeld: false) == client.alertOutputs(), "the control")
    }

    @Test func `plates are only in bodies`() throws {
        let server = FakeServer { _, _ in
            .json(
                PlatesResponse(
                    asOf: "2026-11-22T15:41:00Z", results: [PlatesResponse.Result(query: "MN ABC123", protected: true)], read: Self.read))
        }
        #expect(try client(server).review(["MN ABC123"]).results.first?.protected == true)
        let request = try #require(server.received.first)
        #expect(request.target == "/v1/moderation/plates")
        #expect(try request.decoded(PlatesRequest.self).plates == ["MN ABC123"])
    }
}
