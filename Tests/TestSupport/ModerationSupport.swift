import Plates
package import Sightings
package import Vocabulary

extension TestRegistry {
    /// A person of this name; a moderator unless the name is known already.
    package func actor(_ name: String, role: Role = .moderator) async throws -> AuditedPrincipal {
        AuditedPrincipal(try await principal(name, role: role).token)
    }

    /// Voices of this many trusted people.
    package func voices(
        _ count: Int, on plate: String, minutesAgo: Int = 10, area: String = "powderhorn", vehicle: Vehicle = Vehicle(),
        signs: Signs = [.convoy]
    ) async throws {
        for number in 0..<count {
            try await report(plate, by: "voice \(number)", minutesAgo: minutesAgo, area: area, vehicle: vehicle, signs: signs)
        }
    }

    /// Confirms a plate that this many trusted people reported.
    package func confirm(_ plate: String, voices count: Int, area: String = "powderhorn", vehicle: Vehicle = Vehicle()) async throws {
        try await voices(count, on: plate, area: area, vehicle: vehicle)
        try await decide(.confirm, signs: [.convoy], on: Plate(plate).key)
    }

    /// A person whose token the registry does not know; the ledger trusts its caller.
    package func stranger(_ name: String, number: Int = 0, trusted: Bool = false) -> Principal {
        let token = Token(
            rowID: 0, id: TokenID(rawValue: 1_000_000 + Int64(number)), hash: [], role: .volunteer, isTrustedFromIssue: trusted,
            issued: today + -1,
            expires: today + 179)
        return Principal(raw: Array("\(name) \(number)".utf8), token: token)
    }

    /// Reports of this many people, on probation unless they are trusted; each has one voice on the plate.
    package func crowd(_ numbers: Range<Int>, on plate: String, trusted: Bool = false, minutesAgo: Int = 10) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in numbers {
                let principal = stranger(trusted ? "trusted" : "probation", number: number, trusted: trusted)
                let submission = try submission(plate, minutesAgo: minutesAgo)
                group.addTask { _ = try await self.ledger.record([submission], by: principal) }
            }
            try await group.waitForAll()
        }
    }

    /// The whole queue, as somebody sees it.
    package func queue(_ filter: QueueFilter = QueueFilter(), as name: String = "mo", showsSkipped: Bool = true) async throws
        -> [(plate: String, reason: QueueReason)]
    {
        var rows: [(String, QueueReason)] = []
        var position: Ledger.QueuePosition?
        repeat {
            let page = try await ledger.queuePage(filter, showsSkipped: showsSkipped, after: position, limit: 7, by: actor(name))
            rows += page.rows.compactMap { row in row.reason.map { (row.record.plate.characters, $0) } }
            position = page.next
        } while position != nil
        return rows
    }

    /// Previews a purge and carries it out.
    @discardableResult
    package func purge(_ purge: Purge, plates: [String] = [], by name: String = "mo") async throws -> Ledger.PurgeOutcome {
        let actor = try await actor(name)
        let preview = try await ledger.preview(purge, plates: plates.map { try Plate($0).key }, by: actor)
        return try await ledger.purge(preview: preview.id, by: actor)
    }

    /// Rows that somebody has read today, as the audit chain says.
    package func readToday(by name: String) async throws -> Int {
        let actor = try await actor(name).name
        let reads = await ledger.auditPage(.init(start: .after(0), limit: .max >> 1, action: .read, actor: actor)).links
        return reads.filter { $0.entry.day == today.number }.reduce(0) { $0 + Int($1.entry.count) }
    }

    /// The number of an area, as a purge names it.
    package func area(_ id: String) -> AreaNumber { ledger.listings.areas.number(AreaID(id)!)! }

    package var today: Day { rules.day(of: clock.now) }

    /// The actions of the chain, oldest first.
    package func auditedActions() async -> [AuditAction] {
        await ledger.auditPage(.init(start: .after(0), limit: .max >> 1)).links.map(\.entry.action)
    }
}

extension Ledger.BulkOutcome {
    /// The result; nil while it waits.
    package var outcome: VerdictOutcome? {
        if case .decided(let outcome, _) = self { outcome } else { nil }
    }

    package var proposal: Proposal? {
        if case .waiting(let proposal) = self { proposal } else { nil }
    }
}

extension Ledger.ApprovalOutcome {
    /// The result of a purge; nil for a verdict.
    package var impact: PurgeImpact? {
        if case .purged(let impact) = self { impact } else { nil }
    }

    /// The result of a verdict; nil for a purge.
    package var outcome: VerdictOutcome? {
        if case .decided(let outcome, _) = self { outcome } else { nil }
    }
}

extension Ledger.PurgeOutcome {
    /// The result; nil while it waits.
    package var impact: PurgeImpact? {
        if case .purged(let impact) = self { impact } else { nil }
    }

    package var proposal: Proposal? {
        if case .waiting(let proposal) = self { proposal } else { nil }
    }
}
