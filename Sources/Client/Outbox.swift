package import Wire

/// Reports that were not answered yet, and for two days those that were.
///
/// Each is a file of its own that is on disk before ``add(_:slotMinutes:)`` returns, so a kill or a power cut at any moment leaves every
/// report that was said to be saved. Sending again what may have arrived is safe: its id makes it the same report. Several processes may
/// use one outbox at a time; one of them sends.
package struct Outbox: Sendable {
    let folders: Folders
    let account: Account
    let environment: ClientEnvironment
    let interruption: Interruption

    package init(folders: Folders, account: Account, environment: ClientEnvironment, interruption: Interruption = Interruption()) {
        self.folders = folders
        self.account = account
        self.environment = environment
        self.interruption = interruption
    }

    package static let entriesMax = 10_000
    /// After so long since its slot ended no server takes a report.
    package static let waitHoursMax = 24
    /// No server's slots are longer.
    static let slotMinutesMax = 60
    /// For so long after its answer a report can be withdrawn.
    package static let sentHours = 48

    /// The shortest slot, whatever a server says: no finer time is ever stored on this machine.
    package static let slotMinutesMin = 30

    /// The slot that a client works with where a server says `minutes`.
    package static func slotMinutes(_ minutes: Int) -> Int { min(max(slotMinutesMin, minutes), RulesBody.slotMinutesMax) }

    /// Rounds a time down to its slot, the one place that does.
    package static func slot(of seconds: Int64, minutes: Int) -> Int64 {
        seconds - seconds % (Int64(slotMinutes(minutes)) * 60)
    }

    /// Saves a report, with its time rounded down to the slot; it is on disk when this returns.
    ///
    /// - Precondition: the id is 32 lower-case hexadecimal digits and `seenAt` is RFC 3339.
    /// - Throws: `.outboxFull` at ``entriesMax``, `.loggedOut`, `.filesBusy`, `.filesFailed`: the report is not saved then.
    @discardableResult
    package func add(_ report: ReportBody, slotMinutes: Int = Outbox.slotMinutesMin) throws(ClientError) -> OutboxEntry {
        precondition(ReportIdentity.isWellFormed(report.id), "a report's id is 32 lower-case hexadecimal digits")
        guard let seen = WireTime.seconds(report.seenAt) else { preconditionFailure("a report's time is RFC 3339") }
        var report = report
        let slot = Self.slot(of: seen, minutes: slotMinutes)
        report.seenAt = WireTime.text(slot)
        return try withRooms { rooms throws(ClientError) in
            let waiting = try rooms.outbox.names().compactMap(SavedName.init)
            guard waiting.count < Self.entriesMax else { throw ClientError(.outboxFull) }
            let others = try rooms.sent.names().compactMap(SavedName.init)
            let sequence = min(((waiting + others).map(\.sequence).max() ?? 0) + 1, SavedName.sequenceMax)
            let entry = OutboxEntry(
                sequence: sequence, report: report, server: account.server.text, tokenID: account.shortID, wasTried: false, why: nil)
            let saved = SavedReport(server: entry.server, tokenID: entry.tokenID, report: report)
            do throws(ClientError) {
                try rooms.outbox.write(saved.fileBytes, as: entry.name.text, shownSeconds: slot)
            } catch {
                // Renamed but perhaps not durable: what is said not to be saved must not be sent either.
                _ = try? rooms.outbox.erase(entry.name.text)
                throw error
            }
            return entry
        }
    }

    /// What waits, oldest first, and what was set aside.
    package func contents() throws(ClientError) -> OutboxContents {
        try withRooms { rooms throws(ClientError) in
            let (entries, _) = try load(rooms)
            return OutboxContents(waiting: entries, setAside: try setAside(rooms))
        }
    }

    /// Removes a waiting report without sending it.
    ///
    /// - Returns: the entry; where it ``OutboxEntry/wasTried``, the server may have it all the same.
    /// - Throws: `.unknownID`; `.filesBusy` while another process sends.
    @discardableResult
    package func drop(_ id: String) throws(ClientError) -> OutboxEntry {
        let turn = try takeTurnToSend()
        defer { withExtendedLifetime(turn) {} }
        return try withRooms { rooms throws(ClientError) in
            guard let entry = try load(rooms).entries.first(where: { $0.id == id }) else { throw ClientError(.unknownID) }
            try rooms.outbox.erase(entry.name.text)
            try rooms.outbox.sync()
            return entry
        }
    }
}

/// What lies in the outbox.
package struct OutboxContents: Sendable {
    package let waiting: [OutboxEntry]
    package let setAside: [SetAside]
}

/// A file of the outbox that is no whole report: cut short, damaged, or not ours. It is kept two days apart from the others.
package struct SetAside: Hashable, Sendable {
    package let path: String
    package let sentence: String
}
