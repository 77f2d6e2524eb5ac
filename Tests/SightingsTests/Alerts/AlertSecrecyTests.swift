import Plates
import Sightings
import TestSupport
import Testing
import Vocabulary

/// An alert leaves the server, so it must never tell that a plate exists which not everybody with a token sees as confirmed.
struct AlertSecrecyTests {
    /// An output that gets whatever there is, with plates, so that nothing stays unseen for want of one.
    private static let output = AlertOutput(name: "all", events: [.seen, .confirmed], areas: nil)

    private func registry() async throws -> TestRegistry {
        try await TestRegistry(alerts: [Self.output]) {
            $0.alerts.carriesPlate = true
            $0.alerts.perHour = 1_000
            $0.alerts.perAreaHour = 1_000
            $0.tokens.reportsPerDay = 10_000
            $0.tokens.reportsPerDayInProbation = 10_000
        }
    }

    /// A plate's history; all but the last must look the same.
    private enum Past: String, CaseIterable {
        case unknown = "MN AAA111"
        case watched = "MN BBB222"
        case suspected = "MN CCC333"
        case cleared = "MN DDD444"
        case dismissed = "MN EEE555"
        case protected = "MN FFF666"
        case protectedAfterReports = "MN GGG777"
        case purged = "MN HHH888"
        case lapsed = "MN JJJ999"
        case confirmedOnce = "MN KKK111"
        case confirmed = "MN LLL222"

        func prepare(_ registry: TestRegistry) async throws {
            let key = try Plate(rawValue).key
            let isReported = ![.unknown, .protected].contains(self)
            if isReported { try await registry.voices(self == .watched ? 1 : 3, on: rawValue, minutesAgo: 180) }
            switch self {
            case .cleared: try await registry.decide(.clear, on: key)
            case .dismissed: try await registry.decide(.dismiss, on: key)
            case .protected, .protectedAfterReports: try await registry.decide(.protect, on: key)
            case .purged: try await registry.purge(Purge(isNamed: true), plates: [rawValue])
            case .lapsed, .confirmed: try await registry.decide(.confirm, signs: [.convoy], on: key)
            case .confirmedOnce:
                let decision = try await registry.decide(.confirm, signs: [.convoy], on: key)
                _ = try await registry.ledger.undo(decision, by: registry.actor("mo"))
            case .unknown, .watched, .suspected: break
            }
            if self == .lapsed {
                registry.clock.advance(days: registry.rules.listings.confirmedDays)
                try await registry.ageFully()
            }
        }
    }

    @Test("whatever people do about a plate that is not confirmed, nothing goes out and no row is written")
    func states() async throws {
        var told: [Past: [String]] = [:]
        for past in Past.allCases {
            let registry = try await registry()
            try await past.prepare(registry)
            for owed in registry.notices.take().compactMap(\.correction) { try await registry.ledger.corrected(owed.id, at: "all") }
            // Those whose voices a verdict muted, others, a moderator, and many at once.
            try await registry.voices(3, on: past.rawValue)
            try await registry.see(past.rawValue)
            _ = try await registry.actor("mo")
            try await registry.report(past.rawValue, by: "mo", area: "seward")
            let ann = try await registry.principal("ann")
            let reports = try (0..<8).map { try registry.submission(past.rawValue, minutesAgo: $0 % 4 * 30, area: "northside") }
            _ = try await registry.ledger.record(reports, by: ann)
            _ = try await registry.ledger.record(reports, by: registry.principal("ben"))
            _ = try await registry.ledger.withdraw(reports, by: ann)
            for hours in [0, 1, 5, 48] {
                registry.clock.advance(hours: hours)
                try await registry.ageFully()
                await registry.ledger.reportHeldBack()
            }
            told[past] = registry.notices.take().map(\.text)
            #expect(await registry.ledger.owedCorrections().isEmpty)
            if past != .confirmed { #expect(try await registry.store.load().alerts.isEmpty, "\(past)") }
        }
        for past in Past.allCases where past != .confirmed { #expect(told[past] == told[.unknown], "\(past)") }
        #expect(told[.unknown] == [])
        #expect(told[.confirmed]?.isEmpty == false, "the comparison must be able to fail")
    }

    // MARK: Random histories

    private static let listed = ["MN LST111", "MN LST222", "MN LST333"]
    private static let hidden = ["MN HID111", "MN HID222", "MN HID333", "MN HID444"]
    private static let people = ["ann", "ben", "cat", "dan", "mo", "on probation"]

    /// One thing that somebody does about a plate. The same step does the same in two registries.
    private struct Step {
        enum Kind {
            case see, withdraw, confirm, clear, dismiss, protect, unprotect, purge, undo
        }

        let kind: Kind
        let plate: String
        let person: String
        let minutesAgo: Int
        let area: String

        /// - Parameter isListed: whether moderators confirm it, and never protect it: that would hide it for good.
        init(isListed: Bool, _ generator: inout SplitMix64) {
            let kinds: [Kind] = [.see, .see, .see, .see, .see, .withdraw, .clear, .dismiss, .purge, .undo]
            kind = (kinds + (isListed ? [.confirm, .confirm] : [.protect, .unprotect])).randomElement(using: &generator)!
            plate = (isListed ? listed : hidden).randomElement(using: &generator)!
            person = people.randomElement(using: &generator)!
            minutesAgo = [5, 5, 20, 40, 200, 500].randomElement(using: &generator)!
            area = ["powderhorn", "powderhorn", "seward"].randomElement(using: &generator)!
        }
    }

    /// A registry, and what its people may take back.
    private final class World {
        let registry: TestRegistry
        private var reports: [(submission: Submission, person: String)] = []
        private var decisions: [DecisionID] = []

        init(_ registry: TestRegistry) { self.registry = registry }

        func take(_ step: Step) async throws {
            let key = try Plate(step.plate).key
            switch step.kind {
            case .see:
                let submission = try registry.submission(step.plate, minutesAgo: step.minutesAgo, area: step.area, signs: [.convoy])
                _ = try await registry.ledger.record([submission], by: try await principal(step.person))
                reports.append((submission, step.person))
            case .withdraw:
                guard let last = reports.popLast() else { return }
                _ = try await registry.ledger.withdraw([last.submission], by: try await principal(last.person))
            case .confirm: try await decide(.confirm, key)
            case .clear: try await decide(.clear, key)
            case .dismiss: try await decide(.dismiss, key)
            case .protect: try await decide(.protect, key)
            case .unprotect: try await decide(.unprotect, key)
            case .purge: try await registry.purge(Purge(area: registry.area(step.area), isNamed: true), plates: [step.plate])
            case .undo:
                guard let last = decisions.popLast() else { return }
                // It may be too old by now, or superseded.
                _ = try? await registry.ledger.undo(last, by: registry.actor("mo"))
            }
        }

        func principal(_ person: String) async throws -> Principal {
            try await registry.principal(person, role: person == "mo" ? .moderator : .volunteer, trusted: person != "on probation")
        }

        private func decide(_ verdict: Verdict, _ key: PlateKey) async throws {
            // A plate that is not stored, or not protected, is refused in both registries.
            if let decision = try? await registry.decide(verdict, signs: [.convoy], on: key) { decisions.append(decision) }
        }
    }

    @Test(
        "over random histories, what goes out is the same whatever happens to plates that are not confirmed, and is what a member sees",
        arguments: [1, 2, 3, 4] as [UInt64])
    func histories(seed: UInt64) async throws {
        print("seed \(seed)")
        var generator = SplitMix64(state: seed)
        let bare = World(try await registry())
        let full = World(try await registry())
        let secret = World(full.registry)
        for world in [bare, full] {
            for person in Self.people { _ = try await world.principal(person) }
            for plate in Self.listed { try await world.registry.confirmQuietly(plate) }
            #expect(world.registry.notices.takeAlerts().map(\.event) == Self.listed.map { _ in AlertEvent.confirmed })
        }
        var alerts = 0
        for _ in 0..<120 {
            for _ in 0..<Int.random(in: 0..<3, using: &generator) { try await secret.take(Step(isListed: false, &generator)) }
            let step = Step(isListed: true, &generator)
            for world in [bare, full] { try await world.take(step) }
            let told = full.registry.notices.take()
            try Self.expectVisible(told.compactMap(\.alert), in: full.registry)
            alerts += told.count
            #expect(told.map(\.text) == bare.registry.notices.take().map(\.text), "seed \(seed)")
            let minutes = [0, 0, 5, 30, 300].randomElement(using: &generator)!
            for world in [bare, full] {
                world.registry.clock.advance(minutes: minutes)
                try await world.registry.ageFully()
            }
        }
        #expect(alerts > 5, "seed \(seed)")
    }

    /// Checks that a member who looks the alerted plates up finds what the alerts say.
    private static func expectVisible(_ alerts: [Alert], in registry: TestRegistry) throws {
        for alert in alerts {
            let key = try #require(alert.plate).key
            let answer = registry.ledger.listings.lookUp(key, similar: false, as: .member, at: registry.clock.now)
            let listing = try #require(answer.listings.first { $0.plate.key == key })
            #expect(listing.status == .confirmed && (listing.vehicles.first ?? Vehicle()) == alert.vehicle)
            guard alert.event == .seen else { continue }
            #expect(listing.live.contains { $0.area == alert.area && $0.period == alert.period })
        }
    }
}
