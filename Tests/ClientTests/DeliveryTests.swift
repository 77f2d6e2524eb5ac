import Client
import Foundation
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct DeliveryTests {
    private func deliver(_ fixture: Fixture, through outbox: Outbox? = nil) throws -> Delivery {
        let client = ThawClient(account: fixture.account, settings: .test(), environment: .test())
        return try (outbox ?? fixture.outbox).deliver(through: client)
    }

    @Test func `an answered report moves from the outbox to sent for two days`() throws {
        let registry = ScriptedRegistry { report in
            switch report.plate {
            case "MN MERGED": .merge
            case "MN OLD": .refuse(.reportTooOld)
            default: .record
            }
        }
        let fixture = try Fixture(registry: registry)
        for plate in ["MN ABC123", "MN OLD", "MN MERGED"] { try fixture.outbox.add(.test(plate)) }
        let delivery = try deliver(fixture)
        #expect(delivery.answered.map(\.result.result) == [.recorded, .refused, .merged])
        #expect(delivery.answered[1].result.error?.errorCode == .reportTooOld)
        #expect(delivery.waiting.isEmpty && delivery.stoppedBy == nil && fixture.outboxFiles.isEmpty)
        let sent = try fixture.outbox.sent()
        #expect(sent.map(\.report.plate) == ["MN ABC123", "MN OLD", "MN MERGED"])
        #expect(sent.map(\.result.result) == [.recorded, .refused, .merged])
        #expect(sent[0].answeredSeconds == 1_795_359_600)
        #expect(fixture.scratch.mode(fixture.folders.state + "/sent/" + fixture.sentFiles[0]) == 0o600)
        #expect(try fixture.outbox(at: testNow + 47 * 3_600).sent().count == 3)
        #expect(try fixture.outbox(at: testNow + 49 * 3_600).sent().isEmpty)
        #expect(fixture.sentFiles.isEmpty)
    }

    @Test func `a wrong clock does not keep a sent report forever`() throws {
        let fixture = try Fixture()
        try fixture.outbox.add(.test())
        _ = try deliver(fixture)
        #expect(try fixture.outbox(at: testNow - 365 * 86_400).sent().isEmpty)
    }

    @Test func `only a used-up quota makes an answered report wait`() throws {
        let registry = ScriptedRegistry { report in report.plate == "MN B" ? .refuse(.quotaSpent) : .record }
        let fixture = try Fixture(registry: registry)
        for plate in ["MN A", "MN B", "MN C"] { try fixture.outbox.add(.test(plate)) }
        let delivery = try deliver(fixture)
        #expect(delivery.answered.map(\.entry.report.plate) == ["MN A", "MN C"])
        #expect(delivery.waiting.map(\.report.plate) == ["MN B"])
        #expect(delivery.waiting[0].why?.name == "quota.spent")
        #expect(try fixture.outbox.contents().waiting[0].why?.name == "quota.spent")
        #expect(delivery.stoppedBy == nil)
    }

    @Test(
        "if the whole request fails, all reports wait, with the reason",
        arguments: [
            (Reply.problem(.storeReadOnly), "store.read_only"), (.problem(.storeFull), "store.full"),
            (.problem(.internalError), "internal"),
            (.problem(.quotaSpent, status: 429), "quota.spent"), (.problem(.tokenExpired), "token.expired"),
            (.problem(.tokenRole), "token.role"),
            (.problem(.requestNotFound), "request.not_found"), (.problem(.rateLimited), "rate.limited"),
            (Reply(steps: [.reset]), "client.unreachable"), (.text("<html>", type: "text/html"), "client.answer"),
            (.text("", status: 302, type: "text/html"), "client.answer"),
            (.text("{\"results\":[]}", type: "application/json"), "client.answer"),
        ])
    func waits(reply: Reply, name: String) throws {
        let fixture = try Fixture { _, _ in reply }
        try fixture.outbox.add(.test("MN A"))
        try fixture.outbox.add(.test("MN B"))
        let delivery = try deliver(fixture)
        #expect(delivery.answered.isEmpty && delivery.stoppedBy?.name == name)
        #expect(delivery.waiting.map(\.report.plate) == ["MN A", "MN B"])
        let waiting = try fixture.outbox.contents().waiting
        #expect(waiting.map(\.why?.name) == [name, name])
        #expect(waiting.allSatisfy { $0.wasTried })
    }

    @Test func `if the server is unreachable, all reports stay, and the next delivery sends them`() throws {
        let fails = Mutex(true)
        let registry = ScriptedRegistry()
        let fixture = try Fixture(registry: registry) { request, _ in
            fails.withLock { $0 } ? Reply(steps: [.reset]) : try! registry.answer(request)
        }
        let entry = try fixture.outbox.add(.test())
        #expect(try deliver(fixture).stoppedBy?.kind == .unreachable)
        fails.withLock { $0 = false }
        let delivery = try deliver(fixture)
        #expect(delivery.answered.map(\.entry.id) == [entry.id])
        #expect(registry.known[entry.id] == entry.report)
        #expect(!FileManager.default.fileExists(atPath: fixture.folders.state + "/waiting.json"))
    }

    @Test func `a report that waited 24 hours is erased after a notice`() throws {
        let fixture = try Fixture()
        let old = try fixture.outbox.add(.test("MN OLD", seenAt: "2026-11-21T14:29:00Z"))
        let edge = try fixture.outbox.add(.test("MN EDGE", seenAt: "2026-11-21T15:29:00Z"))
        let young = try fixture.outbox.add(.test("MN YOUNG", seenAt: "2026-11-21T16:00:00Z"))
        var announced: [String] = []
        let delivery = try fixture.outbox.deliver(through: fixture.client) { event in
            if case .expired(let entry) = event {
                announced.append(entry.report.plate)
                #expect(fixture.outboxFiles.contains { $0.contains(entry.id) })
            }
        }
        #expect(
            announced == ["MN OLD"] && delivery.expired.map(\.id) == [old.id] && delivery.answered.map(\.entry.id) == [edge.id, young.id])
        #expect(fixture.outboxFiles.isEmpty && fixture.registry.counts[old.id] == nil)
    }

    @Test(arguments: [("Sun, 22 Nov 2026 16:52:10 GMT", "2026-11-22T16:30:00Z"), ("Sun, 22 Nov 2026 15:48:10 GMT", "2026-11-22T15:30:00Z")])
    func `a clock that is more than two minutes off is corrected before anything is sent`(_ date: String, _ seenAt: String) throws {
        let registry = ScriptedRegistry()
        let fixture = try Fixture(registry: registry) { request, _ in
            guard request.target == "/v1/tokens/self" else { return try! registry.answer(request) }
            return .problem(.storeBusy, status: 500, headers: ["Date: \(date)"])
        }
        let own = try fixture.outbox.add(.test("MN OWN"))
        let other = try fixture.outbox.add(.test("MN OTHER"))
        var times = ReportTimes()
        times.seen[own.id] = testNow - 300
        let client = ThawClient(account: fixture.account, settings: .test(), environment: .test())
        let delivery = try fixture.outbox.deliver(through: client, correcting: times)
        #expect(delivery.answered.map(\.entry.report.seenAt) == [seenAt, "2026-11-22T15:30:00Z"])
        #expect(registry.known[own.id]?.seenAt == seenAt && registry.known[other.id]?.seenAt == "2026-11-22T15:30:00Z")
    }

    @Test func `1_001 reports go in batches of at most 500, in order`() throws {
        let fixture = try Fixture()
        let ids = try (0..<1_001).map { number in try fixture.outbox.add(.test("MN A\(number)")).id }
        let delivery = try deliver(fixture)
        #expect(fixture.registry.requestSizes == [500, 500, 1])
        #expect(delivery.answered.map(\.entry.id) == ids)
    }

    @Test func `no request is larger than a mebibyte`() throws {
        let fixture = try Fixture()
        let reports = (0..<400).map { ReportBody.test(String(repeating: "A", count: 5_000) + "\($0)") }
        var count = 0
        try fixture.client.importReports(reports, importing: false) { count += $0.count }
        #expect(count == 400 && fixture.server.received.count == 2)
        #expect(fixture.server.received.allSatisfy { $0.body.count <= WireLimits.batchBytes })
    }

    @Test(
        "bad reports that make the server refuse the whole request are found, and do not delay the others", arguments: [1, 2, 7, 64, 500])
    func bisected(count: Int) throws {
        let registry = ScriptedRegistry()
        let fixture = try Fixture(registry: registry) { request, _ in
            String(decoding: request.body, as: UTF8.self).contains("POISON") ? .problem(.requestValue) : try! registry.answer(request)
        }
        let bad = Set([count / 2, count - 1])
        let reports = (0..<count).map { ReportBody.test(bad.contains($0) ? "POISON \($0)" : "MN A\($0)") }
        var results: [ReportResult.Outcome] = []
        try fixture.client.importReports(reports, importing: false) { results += $0.map(\.result.result) }
        #expect(results == (0..<count).map { bad.contains($0) ? .refused : .recorded })
        #expect(registry.known.count == count - bad.count)
    }

    @Test func `a server that refuses everything is not asked about each report`() throws {
        let fixture = try Fixture { _, _ in .problem(.requestUnknownField) }
        for number in 0..<200 { try fixture.outbox.add(.test("MN A\(number)")) }
        let delivery = try deliver(fixture)
        #expect(delivery.stoppedBy?.name == "request.unknown_field")
        #expect(fixture.server.received.count < 200)
        #expect(delivery.answered.count + delivery.waiting.count == 200 && delivery.waiting.count > 100)
    }

    @Test func `a damaged file is moved away with a notice, and the others are sent`() throws {
        let fixture = try Fixture()
        try fixture.outbox.add(.test("MN A"))
        let broken = try fixture.outbox.add(.test("MN B"))
        try fixture.outbox.add(.test("MN C"))
        let folder = fixture.folders.state + "/outbox/"
        let file = try #require(fixture.outboxFiles.first { $0.contains(broken.id) })
        try Data("{\"version\":1".utf8).write(to: URL(fileURLWithPath: folder + file))
        try Data("hello".utf8).write(to: URL(fileURLWithPath: folder + "stranger.txt"))
        var told: [String] = []
        let delivery = try fixture.outbox.deliver(through: fixture.client) { if case .setAside(let file) = $0 { told.append(file.path) } }
        #expect(delivery.answered.map(\.entry.report.plate) == ["MN A", "MN C"])
        #expect(told.count == 2 && delivery.setAside.map(\.path) == told && told.allSatisfy(FileManager.default.fileExists))
        #expect(try fixture.outbox.contents().setAside.count == 2)
        _ = try fixture.outbox(at: testNow + 72 * 3_600).sent()
        #expect(fixture.scratch.files(in: fixture.folders.state + "/set-aside").isEmpty)
    }

    @Test func `reports for another server wait for it`() throws {
        let fixture = try Fixture()
        let entry = try fixture.outbox.add(.test())
        var other = fixture.account
        other.server = try ServerAddress("https://other.example.org")
        try other.save(in: fixture.folders)
        let delivery = try deliver(fixture, through: fixture.outbox(at: testNow, account: other))
        #expect(delivery.waiting.map(\.id) == [entry.id] && delivery.waiting[0].why?.name == "client.other_server")
        #expect(fixture.server.received.isEmpty)
    }

    @Test func `with a new token, only reports that were never sent are sent`() throws {
        let fails = Mutex(true)
        let registry = ScriptedRegistry()
        let fixture = try Fixture(registry: registry) { request, _ in
            // The server records it, and the answer is lost.
            let reply = try! registry.answer(request)
            return fails.withLock { $0 } ? Reply(steps: [.reset]) : reply
        }
        let tried = try fixture.outbox.add(.test("MN TRIED"))
        _ = try deliver(fixture)
        let fresh = try fixture.outbox.add(.test("MN FRESH"))
        fails.withLock { $0 = false }
        let renewed = try Account.test(port: fixture.server.port, token: .other, shortID: "NEW1")
        try renewed.save(in: fixture.folders)
        let outbox = fixture.outbox(at: testNow, account: renewed)
        let delivery = try outbox.deliver(through: ThawClient(account: renewed, environment: .test()))
        #expect(delivery.answered.map(\.entry.id) == [fresh.id])
        #expect(delivery.waiting.map(\.id) == [tried.id] && delivery.waiting[0].why?.name == "client.other_token")
        #expect(registry.counts == [tried.id: 1, fresh.id: 1])
    }

    @Test func `two deliveries at once send nothing twice and lose nothing`() async throws {
        let fixture = try Fixture()
        let outbox = fixture.outbox
        let account = fixture.account
        var ids: Set<String> = []
        for number in 0..<40 { ids.insert(try outbox.add(.test("MN A\(number)")).id) }
        let late = try await withThrowingTaskGroup(of: [String].self) { group in
            for worker in 0..<4 {
                group.addTask {
                    let client = ThawClient(account: account, environment: .test())
                    return try (0..<5).map { number in
                        let id = try outbox.add(.test("MN B\(worker)\(number)")).id
                        _ = try outbox.deliver(through: client)
                        return id
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let all = ids.union(late)
        #expect(Set(fixture.registry.known.keys) == all)
        #expect(fixture.registry.counts.values.allSatisfy { $0 == 1 })
        #expect(fixture.outboxFiles.isEmpty && fixture.sentFiles.count == all.count)
        #expect(Set(try outbox.sent().map(\.sequence)).count == all.count)
    }

    @Test func `a logout while a report is being sent leaves no file behind`() throws {
        let registry = ScriptedRegistry()
        let folders = Mutex<Folders?>(nil)
        let fixture = try Fixture(registry: registry) { request, _ in
            try! folders.withLock { $0 }!.eraseEverything()
            return try! registry.answer(request)
        }
        folders.withLock { $0 = fixture.folders }
        try fixture.outbox.add(.test())
        #expect(reason { try deliver(fixture) } == .loggedOut)
        #expect(fixture.outboxFiles.isEmpty && fixture.sentFiles.isEmpty)
    }

    @Test func `an interrupted delivery keeps the reports without an answer`() throws {
        let registry = ScriptedRegistry()
        let interruption = Interruption()
        let fixture = try Fixture(registry: registry) { _, _ in Reply(steps: [.run { interruption.raise() }, .hold]) }
        try fixture.outbox.add(.test())
        let client = ThawClient(account: fixture.account, environment: .test(), interruption: interruption)
        let outbox = Outbox(folders: fixture.folders, account: fixture.account, environment: .test(), interruption: interruption)
        let delivery = try outbox.deliver(through: client)
        #expect(delivery.stoppedBy?.reason == .interrupted && delivery.waiting.count == 1)
        #expect(fixture.outboxFiles.count == 1)
    }

    @Test func `an import that is interrupted and run again duplicates nothing`() throws {
        let registry = ScriptedRegistry()
        let fixture = try Fixture(registry: registry) { request, index in
            let reply = try! registry.answer(request)
            // Cut off inside the answer, so that libcurl does not send the request again by itself.
            return index == 1 ? .raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{") : reply
        }
        func run() throws -> (answered: Int, replayed: Int) {
            let identity = try ImportIdentity(folders: fixture.folders, server: fixture.account.server)
            let rows = (0..<1_200).map { number in
                var report = ReportBody.test("MN A\(number)")
                report.id = identity.id(for: report)
                return report
            }
            var answered = 0
            var replayed = 0
            let client = ThawClient(account: fixture.account, settings: .test(), environment: .test())
            do {
                try client.importReports(rows, importing: true) { results in
                    answered += results.count
                    replayed += results.count { $0.result.replayed == true }
                }
            } catch {
                guard error.kind == .unreachable else { throw error }
            }
            return (answered, replayed)
        }
        #expect(try run() == (500, 0))
        #expect(registry.known.count == 1_000)
        #expect(try run() == (1_200, 1_000))
        #expect(registry.known.count == 1_200)
    }
}
