import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

struct QueueTests {
    @Test("the riskiest come first, each with its reason")
    func order() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN CON111")
        _ = try await registry.report("MN CON111", by: "other", vehicle: Vehicle(color: .white))
        try await registry.confirm("MN LAP111", voices: 3)
        registry.clock.advance(days: 24)
        try await registry.voices(3, on: "MN SUS111")
        try await registry.voices(2, on: "MN NEA111")
        try await registry.voices(1, on: "MN ONE111")
        // Voices of long ago: two more would be needed.
        try await registry.voices(2, on: "MN OLD111", area: "seward")
        try await registry.voices(2, on: "MN 8AR111", area: "northside")
        try await registry.voices(1, on: "MN BAR111", area: "northside")
        registry.clock.advance(days: 2)
        _ = try await registry.report("MN DIS111", by: "voice 0", vehicle: Vehicle(color: .black))
        _ = try await registry.report("MN DIS111", by: "voice 1", vehicle: Vehicle(color: .white))
        try await registry.ageFully()
        let queue = try await registry.queue()
        #expect(queue.map(\.reason) == queue.map(\.reason).sorted())
        let reasons = Dictionary(queue.map { ($0.plate, $0.reason) }, uniquingKeysWith: { first, _ in first })
        #expect(reasons["SUS111"] == .suspected)
        #expect(reasons["NEA111"] == .nearlySuspected)
        #expect(reasons["LAP111"] == .lapsing)
        #expect(reasons["ONE111"] == nil, "one voice is none of the queue's")
        #expect(queue.count == Set(queue.map(\.plate)).count)
    }

    @Test("what one more voice would not make suspected waits by what else is odd about it")
    func reasons() async throws {
        let registry = try await TestRegistry { $0.suspicion.voices = 5 }
        try await registry.voices(2, on: "MN WAT111")
        try await registry.voices(1, on: "MN CON111", vehicle: Vehicle(color: .black))
        _ = try await registry.report("MN CON111", by: "other", vehicle: Vehicle(color: .white))
        try await registry.voices(2, on: "MN MIS118", area: "seward")
        #expect(try await registry.queue().map(\.reason) == [.conflicting, .watched, .watched])
        // The misreading arrives later, and alone would not wait at all.
        try await registry.voices(1, on: "MN MIS11B", area: "seward")
        let queue = try await registry.queue()
        #expect(queue.map(\.plate) == ["CON111", "MIS118", "WAT111"])
        #expect(queue.map(\.reason) == [.conflicting, .misread, .watched])
        let row = try #require(
            try await registry.ledger.reviewRows(of: [Plate("MN MIS118").key], by: registry.actor("mo")).rows[0].first)
        #expect(row.misreads.map(\.plate.characters) == ["MIS11B"])
        let again = try await registry.restarted()
        #expect(try await again.queue().map(\.reason) == [.conflicting, .misread, .watched])
    }

    @Test("a misread in another area, or on another day, is none")
    func notMisread() async throws {
        let registry = try await TestRegistry { $0.suspicion.voices = 5 }
        try await registry.voices(2, on: "MN MIS118", area: "seward")
        try await registry.voices(1, on: "MN MIS11B", area: "northside")
        #expect(try await registry.queue().map(\.reason) == [.watched])
        registry.clock.advance(days: 2)
        try await registry.voices(1, on: "MN MIS11B", area: "seward")
        #expect(try await registry.queue().map(\.reason) == [.watched])
    }

    @Test("what was decided is out of the queue, and back after an undo; imported rows wait, too")
    func leaving() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        let decision = try await registry.decide(.dismiss, on: Plate("MN ABC123").key)
        #expect(try await registry.queue().isEmpty)
        _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
        #expect(try await registry.queue().map(\.plate) == ["ABC123"])
        _ = try await registry.ledger.record(
            [registry.submission("MN IMP111", minutesAgo: 60 * 24 * 20)], importing: true, by: registry.principal("mo"))
        #expect(try await registry.queue().map(\.plate) == ["ABC123", "IMP111"])
    }

    @Test("a plate has every reason that it has, a filter by any of them finds it, and the counts are those of the filter")
    func everyReason() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN MIS118", area: "seward", vehicle: Vehicle(color: .black))
        _ = try await registry.report("MN MIS118", by: "other", area: "seward", vehicle: Vehicle(color: .white))
        try await registry.voices(1, on: "MN MIS11B", area: "seward")
        try await registry.voices(2, on: "MN NEA111", area: "northside")
        func page(_ filter: QueueFilter, _ registry: TestRegistry) async throws -> Ledger.QueuePage {
            try await registry.ledger.queuePage(filter, showsSkipped: true, after: nil, limit: 50, by: registry.actor("mo"))
        }
        func check(_ registry: TestRegistry) async throws {
            for reason in [QueueReason.suspected, .conflicting, .misread] {
                let found = try await page(QueueFilter(reason: reason), registry)
                #expect(found.rows.map(\.record.plate.characters) == ["MIS118"], "\(reason)")
                #expect(found.rows.first?.reasons.list == [.suspected, .conflicting, .misread] && found.waiting == 1)
            }
            let whole = try await page(QueueFilter(), registry)
            #expect(whole.waiting == 2 && whole.byReason == [.suspected: 1, .conflicting: 1, .misread: 1, .nearlySuspected: 1])
            let north = try await page(QueueFilter(area: registry.area("northside")), registry)
            #expect(north.waiting == 1 && north.byReason == [.nearlySuspected: 1])
            #expect(try await page(QueueFilter(status: .confirmed), registry).waiting == 0)
        }
        try await check(registry)
        try await check(registry.restarted())
    }

    @Test("a plate is no misreading any more once the other is decided on or purged", arguments: [true, false])
    func neighborGone(isPurged: Bool) async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN MIS118", area: "seward")
        try await registry.voices(1, on: "MN MIS11B", area: "seward")
        func waiting() async throws -> Int {
            try await registry.ledger.queuePage(
                QueueFilter(reason: .misread), showsSkipped: true, after: nil, limit: 5, by: registry.actor("mo")
            ).waiting
        }
        #expect(try await waiting() == 1)
        if isPurged {
            try await registry.purge(Purge(isNamed: true), plates: ["MN MIS11B"])
        } else {
            try await registry.decide(.dismiss, on: Plate("MN MIS11B").key)
        }
        #expect(try await waiting() == 0)
        #expect(try await registry.queue().map(\.reason) == [.nearlySuspected])
    }

    @Test("a row names the same characters under other issuers, but none that is only protected")
    func otherIssuers() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(2, on: "MN ABC123")
        try await registry.voices(3, on: "WI ABC123")
        try await registry.voices(1, on: "ABC123")
        try await registry.decide(.protect, on: Plate("IL XYZ111").key)
        try await registry.voices(2, on: "MN XYZ111")
        let keys = try ["MN ABC123", "MN XYZ111"].map { try Plate($0).key }
        let rows = try await registry.ledger.reviewRows(of: keys, by: registry.actor("mo")).rows
        let others = try #require(rows[0].first).otherIssuers
        #expect(Set(others.map(\.plate.key.issuer.code)) == ["US-WI", "ZZ"])
        #expect(others.first { $0.plate.key.issuer.code == "US-WI" }?.status == .suspected)
        #expect(rows[1].first?.otherIssuers == [])
    }

    @Test("a filter by reason, status and area leaves the rest out")
    func filters() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN SUS111", area: "seward")
        try await registry.voices(2, on: "MN NEA111", area: "northside")
        #expect(try await registry.queue(QueueFilter(reason: .suspected)).map(\.plate) == ["SUS111"])
        #expect(try await registry.queue(QueueFilter(status: .watched)).map(\.plate) == ["NEA111"])
        #expect(try await registry.queue(QueueFilter(area: registry.area("northside"))).map(\.plate) == ["NEA111"])
        #expect(try await registry.queue(QueueFilter(reason: .lapsing)).isEmpty)
    }

    @Test("pages hold every plate once, whatever their size, and a cursor is 13 bytes")
    func paging() async throws {
        let registry = try await TestRegistry()
        for number in 0..<40 { try await registry.voices(2 + number % 2, on: "MN P\(100 + number)") }
        #expect(Set(try await registry.queue().map(\.plate)).count == 40)
        let page = try await registry.ledger.queuePage(QueueFilter(), showsSkipped: true, after: nil, limit: 5, by: registry.actor("mo"))
        let bytes = try #require(page.next?.bytes)
        #expect(bytes.count == 13 && Ledger.QueuePosition(bytes: bytes) == page.next)
        #expect(Ledger.QueuePosition(bytes: []) == nil && Ledger.QueuePosition(bytes: [9] + bytes.dropFirst()) == nil)
        #expect(page.waiting == 40)
    }

    @Test("what somebody skipped is marked for the others with the reason and left out for them, for 24 hours")
    func skipping() async throws {
        let registry = try await TestRegistry()
        try await registry.voices(3, on: "MN ABC123")
        let (ann, bo) = (try await registry.actor("ann"), try await registry.actor("bo"))
        try await registry.ledger.skip([Plate("MN ABC123").key], .tooClose, by: ann)
        #expect(try await registry.queue(as: "ann", showsSkipped: false).isEmpty)
        let seen = try await registry.ledger.queuePage(QueueFilter(), showsSkipped: false, after: nil, limit: 5, by: bo)
        #expect(seen.rows.first?.skips.map(\.actor) == [ann.name] && seen.rows.first?.skips.first?.reason == .tooClose)
        registry.clock.advance(hours: 24)
        #expect(try await registry.queue(as: "ann", showsSkipped: false).count == 1)
        try await registry.ledger.skip([Plate("MN NONE11").key], .other, by: ann)
    }

    @Test("rows that were read are counted, written down before they are shown, and bounded by the day")
    func readingBound() async throws {
        let registry = try await TestRegistry()
        for number in 0..<50 { try await registry.voices(2, on: "MN P\(100 + number)") }
        let mo = try await registry.actor("mo")
        for read in 1...(ModeratorReadQuota.rowsPerDayMax / 50) {
            let page = try await registry.ledger.queuePage(QueueFilter(), showsSkipped: true, after: nil, limit: 50, by: mo)
            #expect(page.readToday == read * 50)
        }
        // Many at once get no further than one after another.
        let other = try await registry.actor("other")
        let pages = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<150 {
                group.addTask {
                    (try? await registry.ledger.queuePage(QueueFilter(), showsSkipped: true, after: nil, limit: 50, by: other).rows.count)
                        ?? 0
                }
            }
            return await group.reduce(0, +)
        }
        #expect(pages == ModeratorReadQuota.rowsPerDayMax)
        let again = try await registry.restarted()
        await #expect(throws: LedgerError.readLimit(retryAfterSeconds: 8 * 3600 + 15 * 60)) { _ = try await again.queue() }
        #expect(try await again.queue(as: "colleague").count == 50)
        again.clock.advance(days: 1)
        #expect(try await again.queue().count == 50)
    }
}
