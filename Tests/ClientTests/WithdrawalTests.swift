import Client
import Foundation
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct WithdrawalTests {
    @Test func `the last report is withdrawn with the content that was sent`() throws {
        let fixture = try Fixture()
        let first = try fixture.outbox.add(.test("MN A"))
        let last = try fixture.outbox.add(.test("MN B"))
        _ = try fixture.outbox.deliver(through: fixture.client)
        guard case .withdrawn(let report) = try fixture.outbox.withdraw(through: fixture.client) else {
            Issue.record("not withdrawn")
            return
        }
        #expect(report == last.report)
        #expect(Set(fixture.registry.known.keys) == [first.id])
        #expect(try fixture.outbox.sent().map(\.id) == [first.id])
        guard case .withdrawn = try fixture.outbox.withdraw(id: first.id, through: fixture.client) else {
            Issue.record("not withdrawn")
            return
        }
        #expect(fixture.registry.known.isEmpty)
        #expect(reason { try fixture.outbox.withdraw(through: fixture.client) } == .unknownID)
    }

    @Test func `a report that was never sent is dropped without a request to the server`() throws {
        let fixture = try Fixture()
        try fixture.outbox.add(.test())
        guard case .neverSent = try fixture.outbox.withdraw(through: fixture.client) else {
            Issue.record("sent")
            return
        }
        #expect(fixture.server.received.isEmpty && fixture.outboxFiles.isEmpty)
    }

    @Test("a report that may have arrived is withdrawn at the server", arguments: [true, false])
    func tried(arrived: Bool) throws {
        let registry = ScriptedRegistry()
        let fails = Mutex(true)
        let fixture = try Fixture(registry: registry) { request, _ in
            guard fails.withLock({ $0 }) else { return try! registry.answer(request) }
            if arrived { _ = try! registry.answer(request) }
            return Reply(steps: [.reset])
        }
        try fixture.outbox.add(.test())
        _ = try fixture.outbox.deliver(through: fixture.client)
        #expect(reason { try fixture.outbox.withdraw(through: fixture.client) } == .connectionLost)
        #expect(fixture.outboxFiles.count == 1)
        fails.withLock { $0 = false }
        let withdrawal = try fixture.outbox.withdraw(through: fixture.client)
        switch withdrawal {
        case .withdrawn: #expect(arrived)
        case .neverSent: #expect(!arrived)
        case .refused: Issue.record("refused")
        }
        #expect(registry.known.isEmpty && fixture.outboxFiles.isEmpty)
    }

    @Test func `a refusal is reported, and changes nothing`() throws {
        let registry = ScriptedRegistry()
        let fixture = try Fixture(registry: registry) { request, _ in
            guard request.target == "/v1/withdrawals" else { return try! registry.answer(request) }
            let item = try! request.decoded(WithdrawalsRequest.self).withdrawals[0]
            guard case .report(let report) = item else { return .problem(.requestMalformed) }
            return .json(WithdrawalsResponse(results: [.refused(id: report.id, ErrorBody(.reportNotFound))]))
        }
        try fixture.outbox.add(.test())
        _ = try fixture.outbox.deliver(through: fixture.client)
        guard case .refused(_, let error) = try fixture.outbox.withdraw(through: fixture.client) else {
            Issue.record("not refused")
            return
        }
        #expect(error.errorCode == .reportNotFound && fixture.sentFiles.count == 1)
    }

    @Test func `only the token that sent a report can withdraw it`() throws {
        let fixture = try Fixture()
        let entry = try fixture.outbox.add(.test())
        _ = try fixture.outbox.deliver(through: fixture.client)
        let renewed = try Account.test(port: fixture.server.port, token: .other, shortID: "NEW1")
        try renewed.save(in: fixture.folders)
        let outbox = fixture.outbox(at: testNow, account: renewed)
        let client = ThawClient(account: renewed, environment: .test())
        #expect(reason { try outbox.withdraw(id: entry.id, through: client) } == .otherToken)
    }

    @Test func `a refused report does not count as the last one`() throws {
        let registry = ScriptedRegistry { $0.plate == "MN BAD" ? .refuse(.reportAreaUnknown) : .record }
        let fixture = try Fixture(registry: registry)
        let good = try fixture.outbox.add(.test("MN GOOD"))
        try fixture.outbox.add(.test("MN BAD"))
        _ = try fixture.outbox.deliver(through: fixture.client)
        guard case .withdrawn(let report) = try fixture.outbox.withdraw(through: fixture.client) else {
            Issue.record("not withdrawn")
            return
        }
        #expect(report.id == good.id)
    }
}
