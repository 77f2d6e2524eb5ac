import Client
import Foundation
import Synchronization
import Testing
import Wire

@Suite struct WithdrawalTests {
    @Test func `the last report is taken back with the content that was sent`() throws {
        let bench = try Bench()
        let first = try bench.outbox.add(.test("MN A"))
        let last = try bench.outbox.add(.test("MN B"))
        _ = try bench.outbox.deliver(through: bench.client)
        guard case .withdrawn(let report) = try bench.outbox.withdraw(through: bench.client) else {
            Issue.record("not withdrawn")
            return
        }
        #expect(report == last.report)
        #expect(Set(bench.registry.known.keys) == [first.id])
        #expect(try bench.outbox.sent().map(\.id) == [first.id])
        guard case .withdrawn = try bench.outbox.withdraw(id: first.id, through: bench.client) else {
            Issue.record("not withdrawn")
            return
        }
        #expect(bench.registry.known.isEmpty)
        #expect(reason { try bench.outbox.withdraw(through: bench.client) } == .unknownID)
    }

    @Test func `a report that was never sent goes without a word to the server`() throws {
        let bench = try Bench()
        try bench.outbox.add(.test())
        guard case .neverSent = try bench.outbox.withdraw(through: bench.client) else {
            Issue.record("sent")
            return
        }
        #expect(bench.server.received.isEmpty && bench.outboxFiles.isEmpty)
    }

    @Test("a report that may have arrived is asked for", arguments: [true, false])
    func tried(arrived: Bool) throws {
        let registry = TestRegistry()
        let fails = Mutex(true)
        let bench = try Bench(registry: registry) { request, _ in
            guard fails.withLock({ $0 }) else { return try! registry.answer(request) }
            if arrived { _ = try! registry.answer(request) }
            return Reply(steps: [.reset])
        }
        try bench.outbox.add(.test())
        _ = try bench.outbox.deliver(through: bench.client)
        #expect(reason { try bench.outbox.withdraw(through: bench.client) } == .connectionLost)
        #expect(bench.outboxFiles.count == 1)
        fails.withLock { $0 = false }
        let withdrawal = try bench.outbox.withdraw(through: bench.client)
        switch withdrawal {
        case .withdrawn: #expect(arrived)
        case .neverSent: #expect(!arrived)
        case .refused: Issue.record("refused")
        }
        #expect(registry.known.isEmpty && bench.outboxFiles.isEmpty)
    }

    @Test func `a refusal is told, and changes nothing`() throws {
        let registry = TestRegistry()
        let bench = try Bench(registry: registry) { request, _ in
            guard request.target == "/v1/withdrawals" else { return try! registry.answer(request) }
            let item = try! request.decoded(WithdrawalsRequest.self).withdrawals[0]
            guard case .report(let report) = item else { return .problem(.requestMalformed) }
            return .json(WithdrawalsResponse(results: [.refused(id: report.id, ErrorBody(.reportNotFound))]))
        }
        try bench.outbox.add(.test())
        _ = try bench.outbox.deliver(through: bench.client)
        guard case .refused(_, let error) = try bench.outbox.withdraw(through: bench.client) else {
            Issue.record("not refused")
            return
        }
        #expect(error.errorCode == .reportNotFound && bench.sentFiles.count == 1)
    }

    @Test func `only the token that sent it can take it back`() throws {
        let bench = try Bench()
        let entry = try bench.outbox.add(.test())
        _ = try bench.outbox.deliver(through: bench.client)
        let renewed = try Account.test(port: bench.server.port, token: .other, shortID: "NEW1")
        try renewed.save(in: bench.folders)
        let outbox = bench.outbox(at: testNow, account: renewed)
        let client = ThawClient(account: renewed, environment: .test())
        #expect(reason { try outbox.withdraw(id: entry.id, through: client) } == .otherToken)
    }

    @Test func `a refused report is not the last one to take back`() throws {
        let registry = TestRegistry { $0.plate == "MN BAD" ? .refuse(.reportAreaUnknown) : .record }
        let bench = try Bench(registry: registry)
        let good = try bench.outbox.add(.test("MN GOOD"))
        try bench.outbox.add(.test("MN BAD"))
        _ = try bench.outbox.deliver(through: bench.client)
        guard case .withdrawn(let report) = try bench.outbox.withdraw(through: bench.client) else {
            Issue.record("not withdrawn")
            return
        }
        #expect(report.id == good.id)
    }
}
