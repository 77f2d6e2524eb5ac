import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

/// The cost of a reporter's requests must not reveal what the registry stores about the plate: not by rows, commits, or emptied logs.
struct AlikeTests {
    /// A plate's history, which the reporter must not learn.
    private enum Past: String, CaseIterable {
        case unknown = "MN AAA111"
        case watched = "MN BBB222"
        case watchedInOneSlot = "MN CCC333"
        case watchedLong = "MN DDD444"
        case protected = "MN EEE555"
        case protectedAfterReports = "MN FFF666"
        case dismissed = "MN GGG777"
        case cleared = "MN HHH888"
        case purged = "MN JJJ999"
        case crowded = "MN KKK111"
        /// With as many voices as a plate has room for.
        case full = "MN LLL222"

        func prepare(_ registry: TestRegistry) async throws {
            let key = try Plate(rawValue).key
            if ![.unknown, .protected].contains(self) {
                let minutesAgo = self == .watchedInOneSlot ? 0 : self == .watchedLong ? 20 * 60 : 180
                for name in ["one", "two"] { _ = try await registry.report(rawValue, by: name, minutesAgo: minutesAgo) }
            }
            if self == .crowded || self == .full {
                try await registry.crowd(0..<(self == .full ? PlateRecord.voicesMax : 300), on: rawValue, minutesAgo: 180)
            }
            switch self {
            case .protected, .protectedAfterReports: try await registry.decide(.protect, on: key)
            case .dismissed: try await registry.decide(.dismiss, on: key)
            case .cleared: try await registry.decide(.clear, on: key)
            case .purged:
                let admin = AuditedPrincipal(try await registry.principal("admin").token)
                let preview = try await registry.ledger.preview(Purge(isNamed: true), plates: [key], by: admin)
                _ = try await registry.ledger.purge(preview: preview.id, by: admin)
            default: break
            }
        }
    }

    @Test(
        "reports, repeats and withdrawals write as many rows, and have the log emptied as often, whatever the registry holds",
        arguments: [false, true])
    func rows(hasAlerts: Bool) async throws {
        var traces: [Past: [String]] = [:]
        for past in Past.allCases {
            let registry = try await TestRegistry(alerts: hasAlerts ? [.north] : [])
            let ann = try await registry.principal("ann")
            try await past.prepare(registry)
            try await registry.ageFully()
            var trace: [String] = []
            func note(_ step: String) async throws {
                let rows = registry.store.lastWritten.mapValues(\.count).sorted { $0.key.rawValue < $1.key.rawValue }
                let (commits, emptyings) = (registry.store.commits, registry.store.emptyings)
                try await registry.ageFully()
                let (more, emptied) = (registry.store.commits - commits, registry.store.emptyings - emptyings)
                trace.append("\(step): \(rows), \(more) commits, \(emptied) emptyings")
            }
            func report(_ reports: [Submission], _ step: String) async throws {
                _ = try await registry.ledger.record(reports, by: ann)
                try await note("report \(step)")
            }
            func withdraw(_ reports: [Submission], _ step: String) async throws {
                #expect(try await registry.ledger.withdraw(reports, by: ann) == reports.map { _ in .withdrawn(replayed: false) })
                try await note("withdraw \(step)")
            }
            func submission(_ minutesAgo: Int) throws -> Submission { try registry.submission(past.rawValue, minutesAgo: minutesAgo) }

            let first = try submission(0)
            try await report([first], "first")
            let other = try submission(30)
            try await report([other], "another slot")
            let merged = try submission(0)
            try await report([merged], "merged")
            let many = try (0..<12).map { try submission($0 % 4 * 30) }
            try await report(many, "many")
            try await withdraw([other], "another slot")
            try await withdraw([merged], "merged")
            try await withdraw(many, "many")
            try await withdraw([first], "last")
            let again = try submission(60)
            try await report([again], "again")
            for hours in [1, 4, 8 * 24] {
                registry.clock.advance(hours: hours)
                let emptyings = registry.store.emptyings
                _ = try await registry.ledger.age()
                trace.append("\(hours) hours later: \(registry.store.emptyings - emptyings) emptyings")
            }
            try await report([try submission(0)], "a week later")
            traces[past] = trace
            #expect(try await registry.store.load().alerts.isEmpty && registry.notices.take().isEmpty)
        }
        for past in Past.allCases { #expect(traces[past] == traces[.unknown], "\(past)") }
    }

    @Test("a withdrawal writes as many rows whatever was decided since the report")
    func decidedSince() async throws {
        var traces: Set<String> = []
        for verdict in [nil, Verdict.protect, .dismiss, .clear] {
            let registry = try await TestRegistry()
            let ann = try await registry.principal("ann")
            let reports = try (0..<6).map { try registry.submission("MN ABC123", minutesAgo: $0 % 3 * 30) }
            _ = try await registry.ledger.record(reports, by: ann)
            if let verdict { try await registry.decide(verdict, on: try Plate("MN ABC123").key) }
            var trace = ""
            for withdrawn in [[reports[0]], Array(reports[1...3]), Array(reports[4...])] {
                _ = try await registry.ledger.withdraw(withdrawn, by: ann)
                trace += "\(registry.store.lastWritten.mapValues(\.count).sorted { $0.key.rawValue < $1.key.rawValue })\n"
            }
            traces.insert(trace)
        }
        #expect(traces.count == 1, "\(traces)")
    }

    @Test("a slot's first sweep empties the log even if no record is due")
    func slots() async throws {
        let registry = try await TestRegistry()
        try await registry.ageFully()
        let (commits, emptyings) = (registry.store.commits, registry.store.emptyings)
        try await registry.ageFully()
        #expect((registry.store.commits, registry.store.emptyings) == (commits, emptyings))
        registry.clock.advance(minutes: 30)
        let step = try await registry.ledger.age()
        #expect((registry.store.commits, registry.store.emptyings) == (commits + 1, emptyings + 1))
        #expect(step.next > registry.clock.now && step.next <= registry.clock.now.adding(minutes: 30))
    }

    @Test("padding rows use no free rows, and are gone after a restart")
    func room() async throws {
        let registry = try await TestRegistry()
        let ann = try await registry.principal("ann")
        try await registry.decide(.protect, on: try Plate("MN ABC123").key)
        func rows(of plate: String) async throws -> [RowTable: Set<RowID>] {
            let reports = try (0..<3).map { try registry.submission(plate, minutesAgo: $0 * 30) }
            #expect(try await registry.ledger.record(reports, by: ann).allSatisfy(\.isRecorded))
            return registry.store.lastWritten.mapValues { Set($0) }
        }
        let first = try await rows(of: "MN ABC123")
        registry.clock.advance(days: 1)
        #expect(try await rows(of: "MN ABC123") == first)
        #expect(try await rows(of: "MN UNK111") == first)
        let again = try await registry.restarted()
        #expect(try await again.record("MN ABC123")?.sightings ?? [] == [])
        #expect(try await again.record("MN UNK111")?.sightings.count == 3)
    }

    @Test("a withdrawal of what was not counted takes nothing from others", arguments: [false, true], [false, true])
    func notCounted(isUndoneBefore: Bool, isRestarted: Bool) async throws {
        var registry = try await TestRegistry()
        let key = try Plate("MN ABC123").key
        _ = try await registry.report("MN ABC123", by: "ann")
        let decision = try await registry.decide(.protect, on: key)
        let ben = try await registry.principal("ben")
        let report = try registry.submission("MN ABC123")
        _ = try await registry.ledger.record([report], by: ben)
        if isRestarted { registry = try await registry.restarted() }
        func undo() async throws {
            _ = try await registry.ledger.undo(decision, by: AuditedPrincipal(try await registry.principal("admin").token))
        }
        if isUndoneBefore { try await undo() }
        #expect(try await registry.ledger.withdraw([report], by: ben) == [.withdrawn(replayed: false)])
        if !isUndoneBefore { try await undo() }
        let record = try #require(try await registry.record("MN ABC123"))
        #expect(record.sightings.map(\.reports) == [1])
        #expect(record.voices.count == 1)
    }
}
