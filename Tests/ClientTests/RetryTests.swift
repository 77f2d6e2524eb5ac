import Client
import Foundation
import Synchronization
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite struct RetryTests {
    /// Counts the waits of a client instead of waiting.
    private final class Waits: Sendable {
        let seconds = Mutex<[Double]>([])
        var all: [Double] { seconds.withLock { $0 } }
    }

    private func client(_ server: FakeServer, _ waits: Waits, policy: RetryPolicy = RetryPolicy(), random: Double = 0.5) throws
        -> ThawClient
    {
        var environment = ClientEnvironment.test()
        environment.random = { random }
        environment.wait = { seconds, _ in waits.seconds.withLock { $0.append(seconds) } }
        return ThawClient(server: try server.address, token: .test, settings: .test(retry: policy), environment: environment)
    }

    private static let page = ListingsPage(asOf: "x", listings: [])

    @Test func `after a lost answer the client tries again, with growing random waits`() throws {
        let server = FakeServer { _, index in index < 3 ? Reply(steps: [.reset]) : .json(Self.page) }
        let waits = Waits()
        _ = try client(server, waits, policy: RetryPolicy(attemptsMax: 4, baseSeconds: 1, capSeconds: 1.5)).listings()
        #expect(server.received.count == 4)
        #expect(waits.all == [0.5, 0.75, 0.75])
    }

    @Test func `the number of attempts is limited`() throws {
        let server = FakeServer { _, _ in Reply(steps: [.reset]) }
        let waits = Waits()
        #expect(reason { try client(server, waits).listings() } == .connectionLost)
        #expect(server.received.count == 3 && waits.all.count == 2)
    }

    @Test(
        "the client waits at least as long as Retry-After says",
        arguments: [ErrorCode.storeBusy, .rateLimited, .serverStarting])
    func retryAfter(code: ErrorCode) throws {
        let server = FakeServer { _, index in index == 0 ? .problem(code, headers: ["Retry-After: 7"]) : .json(Self.page) }
        let waits = Waits()
        _ = try client(server, waits, random: 0).listings()
        #expect(waits.all == [7])
    }

    @Test func `a Retry-After that is a date is understood`() throws {
        let server = FakeServer { _, _ in .problem(.storeBusy, headers: ["Retry-After: Sun, 22 Nov 2076 15:50:10 GMT"]) }
        let waits = Waits()
        let error = #expect(throws: ClientError.self) { try client(server, waits).listings() }
        #expect(error?.retryAfterSeconds ?? 0 > 3_600 && waits.all.isEmpty)
    }

    @Test func `a Retry-After beyond the time limit ends the request at once, and the error says how long`() throws {
        let server = FakeServer { _, _ in .problem(.storeBusy, headers: ["Retry-After: 3600"]) }
        let waits = Waits()
        let error = #expect(throws: ClientError.self) { try client(server, waits).listings() }
        #expect(error?.retryAfterSeconds == 3_600 && error?.isTemporary == true)
        #expect(server.received.count == 1 && waits.all.isEmpty)
    }

    @Test(
        "a permanent error is not tried again",
        arguments: [
            ErrorCode.tokenExpired, .requestMalformedJSON, .quotaSpent, .readLimit, .proposalTooMany, .storeFull, .internalError,
            .tokenRole,
        ])
    func notRetried(code: ErrorCode) throws {
        let server = FakeServer { _, _ in .problem(code) }
        let waits = Waits()
        #expect(reason { try client(server, waits).listings() } == .refused)
        #expect(server.received.count == 1)
    }

    @Test func `an invite is not made or redeemed twice`() throws {
        let server = FakeServer { _, _ in .problem(.storeBusy, headers: ["Retry-After: 1"]) }
        let waits = Waits()
        let client = try client(server, waits)
        #expect(reason { try client.redeem(InviteCode(random: Array(0..<20))) } == .refused)
        #expect(reason { try client.makeInvite(InviteRequest(role: .volunteer)) } == .refused)
        #expect(server.received.count == 2 && waits.all.isEmpty)
    }

    @Test func `a report is sent again with the same bytes`() throws {
        let registry = ScriptedRegistry()
        let server = FakeServer { request, index in
            // The server records the first one, and its answer is lost.
            let reply = try! registry.answer(request)
            return index == 0 ? Reply(steps: [.reset]) : reply
        }
        let report = ReportBody.test()
        #expect(try client(server, Waits()).report([report]).results[0].replayed == true)
        #expect(server.received.count == 2 && server.received[0].body == server.received[1].body)
        #expect(registry.known[report.id] == report)
    }

    @Test func `the time for all attempts is limited`() throws {
        let server = FakeServer { _, _ in Reply(steps: [.reset]) }
        let waits = Waits()
        let elapsed = Mutex(0.0)
        var environment = ClientEnvironment.test()
        environment.random = { 1 }
        environment.elapsed = { .seconds(elapsed.withLock { $0 }) }
        environment.wait = { seconds, _ in
            waits.seconds.withLock { $0.append(seconds) }
            elapsed.withLock { $0 += seconds }
        }
        let settings = ClientSettings.test(retry: RetryPolicy(attemptsMax: 100, baseSeconds: 4, capSeconds: 8, totalSeconds: 30))
        let client = ThawClient(server: try server.address, token: nil, settings: settings, environment: environment)
        #expect(reason { try client.listings() } == .connectionLost)
        #expect(waits.all == [4, 8, 8, 8])
    }

    @Test func `the reason and the length of each wait are reported`() throws {
        let server = FakeServer { _, index in index == 0 ? .problem(.storeBusy, headers: ["Retry-After: 2"]) : .json(Self.page) }
        let told = Waits()
        var settings = ClientSettings()
        settings.onWait = { wait in
            #expect(wait.because.name == "store.busy")
            told.seconds.withLock { $0.append(wait.seconds) }
        }
        var environment = ClientEnvironment.test()
        environment.random = { 0 }
        _ = try ThawClient(server: try server.address, token: nil, settings: settings, environment: environment).listings()
        #expect(told.all == [2])
    }
}
