import Plates
import Sightings
import TestSupport
import Vocabulary
import Wire

/// What others have said and decided about plates, put into the ledger as their requests would.
extension Fixture {
    static let blackFord = Vehicle(color: .black, body: .suv, make: .ford)

    /// One voice on a plate.
    func report(
        _ plate: String, by name: String = "voice", minutesAgo: Int = 11, area: String = "powderhorn", vehicle: Vehicle = Vehicle(),
        signs: Signs = [], trusted: Bool = true
    ) throws {
        _ = try wait { [registry] in
            try await registry.real.report(
                plate, by: name, minutesAgo: minutesAgo, area: area, vehicle: vehicle, signs: signs, trusted: trusted)
        }
    }

    /// Older sightings without a voice.
    func addOlder(_ plate: String, area: String = "powderhorn", daysAgo: Int, reports: Int = 1) throws {
        try addOlder(plate, area: area, minutesAgo: daysAgo * 24 * 60, reports: reports)
    }

    func addOlder(_ plate: String, area: String = "powderhorn", minutesAgo: Int, reports: Int = 1) throws {
        try wait { [registry] in
            let admin = try await registry.real.principal("admin")
            let submissions = try (0..<reports).map { _ in try registry.real.submission(plate, minutesAgo: minutesAgo, area: area) }
            _ = try await registry.real.ledger.record(submissions, importing: true, by: admin)
        }
    }

    /// A colleague's verdict on a plate as it is now.
    ///
    /// - Returns: the decision's id.
    @discardableResult
    func decide(_ verdict: Verdict, _ plate: String, signs: Signs = [], by name: String = "colleague") throws -> String {
        try wait { [registry] in
            String(try await registry.real.decide(verdict, signs: signs, on: try Plate(plate).key, by: name))
        }
    }

    /// Protects many plates in one commit, as a colleague.
    func protect(_ plates: [String]) throws {
        _ = try wait { [registry] in
            let items = try plates.map { VerdictItem(try Plate($0).key, seen: .nothing) }
            return try await registry.real.ledger.decide(.protect, on: items, by: try await registry.real.actor("colleague"))
        }
    }

    /// A plate that is confirmed, first seen on 2 November 2026 and last on the 21st, in one area, by two trusted people.
    func list(_ plate: String, signs: Signs = [.convoy, .tacticalGear], vehicle: Vehicle = Fixture.blackFord) throws {
        try addOlder(plate, daysAgo: 20)
        for name in ["first", "second"] { try report(plate, by: name, minutesAgo: Self.sinceYesterday, vehicle: vehicle) }
        try decide(.confirm, plate, signs: signs)
    }

    /// A plate that token holders see, and that waits in the queue.
    func suspect(_ plate: String, signs: Signs = [.convoy], vehicle: Vehicle = Fixture.blackFord) throws {
        for name in ["first", "second", "third"] { try report(plate, by: name, vehicle: vehicle, signs: signs) }
    }

    /// A plate that moderators alone see, and that waits in the queue.
    func watch(_ plate: String) throws {
        for name in ["first", "second"] { try report(plate, by: name) }
    }

    /// Purges one plate, as a colleague.
    func purge(_ plate: String) throws {
        _ = try wait { [registry] in try await registry.real.purge(Purge(isNamed: true), plates: [plate], by: "colleague") }
    }

    /// Purges every sighting of one area, as a colleague; voices stay.
    func eraseSightings(of area: String = "powderhorn") throws {
        _ = try wait { [registry] in try await registry.real.purge(Purge(area: registry.real.area(area)), by: "colleague") }
    }

    /// So many minutes ago it was 22:01 on the day before.
    static let sinceYesterday = 23 * 60 + 40
}

/// What a moderator's screens need.
extension Fixture {
    /// A suspected plate of whose row every field says something, but for what no suspected plate has.
    ///
    /// - Parameter isMuted: whether two voices of it were dismissed before.
    func suspectInDetail(_ plate: String, isMuted: Bool = false) throws {
        if isMuted {
            for name in ["muted 1", "muted 2"] { try report(plate, by: name) }
            try decide(.dismiss, plate)
        }
        try addOlder(plate, daysAgo: 13, reports: 4)
        try addOlder(plate, area: "longfellow", daysAgo: 2)
        try suspect(plate)
        try report(plate, by: "fourth", vehicle: Vehicle(color: .white, body: .van), signs: [.tacticalGear])
        try report(plate, by: "newcomer", trusted: false)
        try skip(plate)
    }

    /// A plate that is confirmed and was seen today, where others are seen.
    func confirm(_ plate: String, signs: Signs = [.convoy]) throws {
        try report(plate, by: "first")
        try decide(.confirm, plate, signs: signs)
    }

    /// A colleague passes a plate over.
    func skip(_ plate: String, by name: String = "colleague") throws {
        try wait { [registry] in
            try await registry.real.ledger.skip([try Plate(plate).key], .wait, by: try await registry.real.actor(name))
        }
    }

    /// The short id of the token of a colleague.
    func shortID(of name: String = "colleague") throws -> String {
        try wait { [registry] in try await registry.real.principal(name, role: .moderator).token.shortID }
    }

    var moderation: SeenTraffic.Moderation { registry.seen.moderation }

    /// What was to be decided, as in `dismiss US-MN ABC123 0`; the number is the plate's last decision as the moderator saw it, 0 for none.
    var decisions: [String] {
        moderation.verdicts.flatMap { request in
            request.plates.map { "\(request.verdict?.rawValue ?? "") \($0.plate) \($0.version)" }
        }
    }
}

/// What takes two moderators.
extension Fixture {
    /// Two plates are as many as one moderator may not purge or decide on alone.
    static let secondAboveOne: Rules = {
        var rules = Rules()
        rules.secondAbove = 1
        return rules
    }()

    /// A colleague proposes a purge.
    ///
    /// - Returns: the proposal's id.
    func propose(purgeOf status: PurgeStatus?, area: String? = nil, olderThanDays: Int? = nil) throws -> String {
        try wait { [registry] in
            var purge = Purge(isNamed: false)
            purge.status = status
            purge.area = area.map { registry.real.area($0) }
            purge.upTo = olderThanDays.map { registry.real.today + -$0 }
            let outcome = try await registry.real.purge(purge, by: "colleague")
            guard let proposal = outcome.proposal else { throw NothingWaits() }
            return String(proposal.id)
        }
    }

    /// A colleague proposes a verdict on the queue's plates.
    ///
    /// - Returns: the proposal's id.
    func propose(_ verdict: Verdict, reason: QueueReason?, status: Status?, area: String?) throws -> String {
        try wait { [registry] in
            let colleague = try await registry.real.actor("colleague")
            let filter = QueueFilter(reason: reason, status: status, area: area.map { registry.real.area($0) })
            let preview = try await registry.real.ledger.preview(verdict, signs: [], on: filter, by: colleague)
            guard case .waiting(let proposal) = try await registry.real.ledger.decide(preview: preview.id, by: colleague) else {
                throw NothingWaits()
            }
            return String(proposal.id)
        }
    }

    struct NothingWaits: Error {}
}
