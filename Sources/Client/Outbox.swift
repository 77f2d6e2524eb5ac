package import Wire

/// Reports that wait for an answer, and answered reports of the last two days.
///
/// Each report is a file. It is on disk before ``add(_:slotMinutes:)`` returns, so a crash or a power loss never loses a saved report.
/// Sending a report twice is safe: the registry recognizes its ID. Several processes may use one outbox at a time;
/// one of them sends.
package struct Outbox: Sendable {
    package let folders: Folders
    package let account: Account
    let environment: ClientEnvironment
    let interruption: Interruption

    package init(folders: Folders, account: Account, environment: ClientEnvironment, interruption: Interruption = Interruption()) {
        self.folders = folders
        self.account = account
        self.environment = environment
        self.interruption = interruption
    }

    package static let entriesMax = 10_000
    /// No server accepts a report this many hours after its slot ended.
    package static let waitHoursMax = 24
    /// The longest slot of any server.
    static let slotMinutesMax = 60
    /// A report can be withdrawn for this many hours after its answer.
    package static let sentHours = 48

    /// The shortest slot, even if a server says less: this machine never stores a finer time.
    package static let slotMinutesMin = 30

    /// The slot length that the client uses if the server says `minutes`.
    package static func slotMinutes(_ minutes: Int) -> Int { min(max(slotMinutesMin, minutes), RulesBody.slotMinutesMax) }

    /// Rounds a time down to its slot.
    package static func slot(of seconds: Int64, minutes: Int) -> Int64 {
        seconds - seconds % (Int64(slotMinutes(minutes)) * 60)
    }

    /// Saves a report, with its time rounded down to the slot; it is on disk when this returns.
    ///
    /// - Precondition: the ID is 32 lower-case hexadecimal digits and `seenAt` is RFC 3339.
    /// - Throws: `.outboxFull` at ``entriesMax``, `.loggedOut`, `.filesBusy`, `.filesFailed`. Then the report is not saved.
    @discardableResult
    package func add(_ report: ReportBody, slotMinutes: Int = Outbox.slotMinutesMin) throws(ClientError) -> OutboxEntry {
        precondition(ReportIdentity.isWellFormed(report.id), "a report's ID is 32 lower-case hexadecimal digits")
        guard let seen = WireTime.seconds(report.seenAt) else { preconditionFailure("a report's time is RFC 3339") }
        var report = report
        let slot = Self.slot(of: seen, minutes: slotMinutes)
        report.seenAt = WireTime.text(slot)
        return try withLock { folders throws(ClientError) in
            let waiting = try folders.outbox.names().compactMap(SavedName.init)
            guard waiting.count < Self.entriesMax else { throw ClientError(.outboxFull) }
            let others = try folders.sent.names().compactMap(SavedName.init)
            let sequence = min(((waiting + others).map(\.sequence).max() ?? 0) + 1, SavedName.sequenceMax)
            let entry = OutboxEntry(
                sequence: sequence, report: report, server: account.server.text, tokenID: account.shortID, wasTried: false, why: nil)
            let saved = SavedReport(server: entry.server, tokenID: entry.tokenID, report: report)
            do throws(ClientError) {
                try folders.outbox.write(saved.fileBytes, as: entry.name.text, shownSeconds: slot)
            } catch {
                // It may be renamed but not durable. The caller learns that it is not saved, so it must not be sent. The first error
                // counts.
                _ = try? folders.outbox.erase(entry.name.text)
                throw error
            }
            return entry
        }
    }

    /// The waiting reports, oldest first, and the damaged files.
    package func contents() throws(ClientError) -> OutboxContents {
        try withLock { folders throws(ClientError) in
            let (entries, _) = try load(folders)
            return OutboxContents(waiting: entries, setAside: try damagedFiles(folders))
        }
    }

    /// Removes a waiting report without sending it.
    ///
    /// - Returns: the entry. If it ``OutboxEntry/wasTried``, the server may have it.
    /// - Throws: `.unknownID`; `.filesBusy` while another process sends.
    @discardableResult
    package func drop(_ id: String) throws(ClientError) -> OutboxEntry {
        let lock = try lockForSending()
        defer { withExtendedLifetime(lock) {} }
        return try withLock { folders throws(ClientError) in
            guard let entry = try load(folders).entries.first(where: { $0.id == id }) else { throw ClientError(.unknownID) }
            try folders.outbox.erase(entry.name.text)
            try folders.outbox.sync()
            return entry
        }
    }
}

package struct OutboxContents: Sendable {
    package let waiting: [OutboxEntry]
    package let setAside: [DamagedFile]
}

/// A file in the outbox that is not a whole report: cut short, damaged, or foreign. It is moved to another folder for two days.
package struct DamagedFile: Hashable, Sendable {
    package let path: String
    package let reason: String
}
