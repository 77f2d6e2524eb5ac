import Plates
import Sightings
import Synchronization
import TestSupport
import Testing
import Vocabulary

struct ListingsTests {
    @Test(
        "a look-up without an issuer matches every issuer; one with an issuer matches it alone, and shows the twins first among the similar"
    )
    func issuers() async throws {
        let registry = try await TestRegistry()
        for plate in ["MN ABC123", "WI ABC123", "ABC123", "MN ABC128"] { try await registry.confirm(plate) }
        #expect(try registry.lookUp("ABC123").listings.map(\.plate.issuer.code) == ["ZZ", "US-MN", "US-WI"].sortedByIssuer)
        let exact = try registry.lookUp("MN ABC123")
        #expect(exact.listings.map(\.plate.issuer.code) == ["US-MN"])
        #expect(exact.similar.map(\.difference) == [.issuer, .issuer])
        let similar = try registry.lookUp("MN ABC123", similar: true)
        #expect(similar.similar.map(\.difference) == [.issuer, .issuer, .substituted])
        #expect(try registry.lookUp("IA ABC123").listings.isEmpty, "a twin is similar, not a match")
        #expect(try registry.lookUp("IA ABC123").similar.count == 3)
    }

    @Test("similar plates come confusable first, and are never matches")
    func similar() async throws {
        let registry = try await TestRegistry()
        for plate in ["MN ABC1238", "MN ABC12B", "MN ABC132", "MN ABC12", "MN ABD128"] { try await registry.confirm(plate) }
        let answer = try registry.lookUp("MN ABC128", similar: true)
        #expect(answer.listings.isEmpty)
        #expect(answer.similar.map(\.difference) == [.confusable, .substituted, .inserted, .deleted])
    }

    @Test("a plate that is confirmed and suspected again, over and over, is listed all the while")
    func moving() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name) }
        let key = try Plate("MN ABC123").key
        let (listings, now) = (registry.ledger.listings, registry.clock.now)
        let isOver = Mutex(false)
        async let misses = Task.detached {
            var (misses, looks) = (0, 0)
            while !isOver.withLock({ $0 }) {
                looks += 1
                if listings.lookUp(key, similar: false, as: .member, at: now).listings.isEmpty { misses += 1 }
            }
            return (misses, looks)
        }.value
        let moderator = AuditedPrincipal(try await registry.principal("mo", role: .moderator).token)
        for _ in 0..<300 {
            let decision = try await registry.decide(.confirm, signs: [.convoy], on: key, by: "mo")
            _ = try await registry.ledger.undo(decision, by: moderator)
        }
        isOver.withLock { $0 = true }
        let (missed, looked) = await misses
        #expect(missed == 0 && looked > 300)
    }

    @Test("what a viewer may not see is the same answer as what is not there", arguments: [Viewer.public, .member])
    func oracle(viewer: Viewer) async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] {
            for plate in ["MN SUS111", "MN PRO111", "MN CLR111"] { _ = try await registry.report(plate, by: name) }
        }
        _ = try await registry.report("MN WAT111", by: "ada")
        try await registry.decide(.protect, on: try Plate("MN PRO111").key)
        try await registry.decide(.clear, on: try Plate("MN CLR111").key)
        var hidden = ["MN WAT111", "MN PRO111", "MN NEV111"]
        if viewer == .public { hidden += ["MN SUS111", "MN CLR111"] }
        for plate in hidden {
            for similar in [false, true] {
                let answer = try registry.lookUp(plate, as: viewer, similar: similar)
                #expect(answer.listings.isEmpty && answer.cleared.isEmpty && answer.similar.isEmpty)
            }
        }
    }

    @Test("reporters are told as exactly as the viewer may know", arguments: [(3, Reporters.upToFive), (6, .sixToTen), (11, .overTen)])
    func reporters(count: Int, shown: Reporters) async throws {
        let registry = try await TestRegistry()
        for number in 0..<count { _ = try await registry.report("MN ABC123", by: "token \(number)") }
        try await registry.confirm("MN ABC123")
        #expect(try registry.lookUp("MN ABC123").listings[0].reporters == shown)
        #expect(try registry.lookUp("MN ABC123", as: .moderator).listings[0].reporters == .exactly(count))
    }

    @Test("pages hold everything the viewer may see, newest last day first, each plate once", arguments: [1, 3, 10, 500])
    func pages(limit: Int) async throws {
        let registry = try await TestRegistry()
        for number in 0..<12 {
            try await registry.confirm("MN CON\(100 + number)")
            for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN SUS\(100 + number)", by: name) }
            if number % 4 == 3 { registry.clock.advance(days: 1) }
        }
        for (viewer, count) in [(Viewer.public, 12), (.member, 24), (.moderator, 24)] {
            var seen: [VisibleListing] = []
            var position: Listings.PagePosition?
            repeat {
                let page = registry.ledger.listings.page(as: viewer, after: position, limit: limit, at: registry.clock.now)
                #expect(page.listings.count <= limit)
                seen += page.listings
                position = page.next.flatMap { Listings.PagePosition(bytes: $0.bytes) }
            } while position != nil && seen.count < 100
            #expect(seen.count == count)
            #expect(Set(seen.map(\.plate.key)).count == count)
            #expect(seen.map(\.lastDay) == seen.map(\.lastDay).sorted(by: >))
        }
    }

    @Test(
        "a position that was made up is no position",
        arguments: [[], [1], [UInt8](repeating: 0, count: 12), [UInt8](repeating: 255, count: 12)])
    func badPositions(bytes: [UInt8]) {
        #expect(Listings.PagePosition(bytes: bytes) == nil)
    }

    @Test("a search combines its parts, and pages like the list", arguments: [1, 2, 100])
    func searching(limit: Int) async throws {
        let registry = try await TestRegistry()
        for number in 0..<5 {
            for name in ["ada", "ben"] {
                _ = try await registry.report(
                    "MN 7AK\(number)33", by: name, area: "seward", vehicle: Vehicle(color: .black, body: .suv), signs: [.convoy])
            }
            try await registry.confirm("MN 7AK\(number)33", by: "ada", area: "seward")
        }
        try await registry.confirm("MN XYZ987")
        func find(_ query: SearchQuery, as viewer: Viewer = .member) async -> Int {
            var count = 0
            var position: Listings.PagePosition?
            repeat {
                let page = await registry.ledger.listings.search(query, as: viewer, after: position, limit: limit, at: registry.clock.now)
                count += page.listings.count
                position = page.next
            } while position != nil
            return count
        }
        #expect(try await find(SearchQuery(pattern: PlatePattern("7?K*3"))) == 5)
        #expect(try await find(SearchQuery(pattern: PlatePattern("7?K29*"))) == 0)
        #expect(await find(SearchQuery(color: .black)) == 5)
        #expect(await find(SearchQuery(color: .white)) == 0)
        #expect(try await find(SearchQuery(pattern: PlatePattern("7AK*"), body: .suv, sign: .convoy, status: .confirmed)) == 5)
        #expect(await find(SearchQuery(area: AreaID("seward"))) == 5)
        #expect(await find(SearchQuery(area: AreaID("northside"))) == 0)
        #expect(await find(SearchQuery()) == 6)
    }

    @Test("a search by keypad finds only confirmed plates, no matter who searches")
    func keypad() async throws {
        let registry = try await TestRegistry()
        try await registry.confirm("MN ABC123")
        try await registry.confirm("WI BCA123")
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN CAB123", by: name) }
        let keypad = try #require(KeypadDigits("222123"))
        let other = try #require(KeypadDigits("222124"))
        for viewer in Viewer.allCases {
            func find(_ query: SearchQuery) async -> [String] {
                await registry.ledger.listings.search(query, as: viewer, after: nil, limit: 10, at: registry.clock.now)
                    .listings.map(\.plate.key.characters).sorted()
            }
            #expect(await find(SearchQuery(keypad: keypad)) == ["ABC123", "BCA123"])
            #expect(try await find(SearchQuery(pattern: PlatePattern("wi:b*a*"), keypad: keypad)) == ["BCA123"])
            #expect(await find(SearchQuery(keypad: keypad, status: .suspected)).isEmpty)
            #expect(await find(SearchQuery(keypad: other)).isEmpty)
        }
    }

    @Test("a search that several threads share finds each plate once, and pages through all of them", arguments: [7, 500])
    func sharedSearch(limit: Int) async throws {
        let registry = try await TestRegistry()
        let admin = try await registry.principal("admin", role: .admin)
        // So many that the table is scanned in parts; of two days, so that pages are cut across both.
        let plates = (0..<17_000).map { "MN \(100_000 + $0)" }
        for start in stride(from: 0, to: plates.count, by: 500) {
            let batch = plates[start..<min(start + 500, plates.count)]
            let submissions = try batch.map { try registry.submission($0, minutesAgo: start % 1_000 == 0 ? 10 : 1_300, signs: [.convoy]) }
            _ = try await registry.ledger.record(submissions, by: admin)
            let items = try batch.map { VerdictItem(try Plate($0).key, seen: .nothing) }
            _ = try await registry.ledger.decide(.confirm, signs: [.convoy], on: items, by: .shell)
        }
        for pattern in ["10?99*", "*077"] {
            let expected = try plates.map { try Plate($0).key }.filter(PlatePattern(pattern).matches)
            var found: [VisibleListing] = []
            var position: Listings.PagePosition?
            repeat {
                let page = await registry.ledger.listings.search(
                    SearchQuery(pattern: try PlatePattern(pattern)), as: .moderator, after: position, limit: limit, at: registry.clock.now)
                #expect(page.listings.count <= limit)
                found += page.listings
                position = page.next
            } while position != nil
            #expect(!expected.isEmpty && found.count == expected.count && Set(found.map(\.plate.key)) == Set(expected))
            #expect(found.map(\.lastDay) == found.map(\.lastDay).sorted(by: >))
        }
    }

    @Test("a filter by area finds suspected plates for moderators only")
    func areaFilter() async throws {
        let registry = try await TestRegistry()
        for name in ["ada", "ben", "cy"] { _ = try await registry.report("MN ABC123", by: name, area: "seward") }
        func find(_ viewer: Viewer) async -> Int {
            await registry.ledger.listings.search(
                SearchQuery(area: AreaID("seward")), as: viewer, after: nil, limit: 10, at: registry.clock.now
            )
            .listings.count
        }
        #expect(await find(.member) == 0)
        #expect(await find(.moderator) == 1)
    }

    @Test("stats count finished days and weeks, and show an area only with five plates behind it")
    func stats() async throws {
        let registry = try await TestRegistry()
        for number in 0..<5 { try await registry.confirm("MN CON\(100 + number)", area: "seward") }
        for number in 0..<4 { try await registry.confirm("MN FEW\(100 + number)", area: "northside") }
        #expect(await registry.ledger.listings.stats(as: .public, at: registry.clock.now).byDay.isEmpty, "today is not finished")
        registry.clock.advance(days: 1)
        try await registry.ageFully()
        // Sunday ended a week, so on Monday both the day and the week are finished.
        let stats = await registry.ledger.listings.stats(as: .public, at: registry.clock.now)
        #expect(stats.byDay.values.reduce(0, +) == 9)
        #expect(stats.byAreaAndWeek.map(\.key.area.description) == ["seward"])
        #expect(stats.byAreaAndWeek.values.first == 5)
        #expect(stats.byStatus == [.confirmed: 9])
    }

    @Test("stats are worked out once a minute, however many ask at once")
    func statsOnce() async throws {
        let registry = try await TestRegistry()
        for number in 0..<5 { try await registry.confirm("MN CON\(100 + number)", area: "seward") }
        let (listings, now) = (registry.ledger.listings, registry.clock.now)
        let before = listings.statsPasses
        let answers = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<200 { group.addTask { await listings.stats(as: .public, at: now).byStatus[.confirmed] } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: 5, count: 200))
        #expect(listings.statsPasses == before + 1)
        _ = await listings.stats(as: .public, at: now.adding(minutes: 1))
        #expect(listings.statsPasses == before + 2)
    }

    @Test("a registry that is not public answers the public with nothing")
    func notPublic() async throws {
        let registry = try await TestRegistry { $0.listings.isPublic = false }
        try await registry.confirm("MN ABC123")
        #expect(try registry.lookUp("MN ABC123").listings.isEmpty)
        #expect(try registry.status("MN ABC123", as: .member) == .confirmed)
        #expect(registry.ledger.listings.page(as: .public, after: nil, limit: 10, at: registry.clock.now).listings.isEmpty)
    }

    @Test("readers always find a plate that stays listed while it and others change", arguments: [5] as [UInt64])
    func concurrentReaders(seed: UInt64) async throws {
        let registry = try await TestRegistry()
        for number in 0..<20 { try await registry.confirm("MN CON\(100 + number)") }
        let key = try Plate("MN CON105").key
        let now = registry.clock.now
        let reading = Task.detached {
            var misses = 0
            while !Task.isCancelled {
                if registry.ledger.listings.lookUp(key, similar: false, as: .public, at: now).listings.count != 1 { misses += 1 }
                await Task.yield()
            }
            return misses
        }
        for number in 0..<60 {
            _ = try await registry.report("MN CON105", by: "token \(number % 9)")
            try await registry.decide(number % 2 == 0 ? .dismiss : .confirm, signs: [.convoy], on: try Plate("MN CON106").key)
        }
        reading.cancel()
        #expect(await reading.value == 0)
    }
}

extension TestRegistry {
    func confirm(_ plate: String, by name: String = "mo", area: String = "powderhorn") async throws {
        if try await record(plate) == nil { _ = try await report(plate, by: name, area: area) }
        try await decide(.confirm, signs: [.convoy], on: try Plate(plate).key)
    }
}

extension [String] {
    /// Issuer codes in the order of the issuers' numbers, which is the order of keys with equal characters.
    fileprivate var sortedByIssuer: [String] {
        sorted { Issuer(code: $0)! < Issuer(code: $1)! }
    }
}
