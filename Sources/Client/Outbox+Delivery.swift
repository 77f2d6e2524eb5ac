import FoundationEssentials
package import Wire

/// An event during a delivery.
package enum DeliveryEvent: Sendable {
    /// The report was answered, and has left the outbox.
    case answered(OutboxEntry, ReportResult)
    /// The report is about to be erased unsent: it waited too long, and no server accepts it.
    case expired(OutboxEntry)
    /// A damaged file was moved to another folder.
    case setAside(DamagedFile)
}

/// The times of reports by this machine's clock, by report ID, before they were rounded down to slots.
package struct ReportTimes: Sendable {
    package var seen: [String: Int64] = [:]
    package var slotMinutes: Int

    package init(slotMinutes: Int = 30) {
        self.slotMinutes = slotMinutes
    }
}

/// The result of a delivery.
package struct Delivery: Sendable {
    package internal(set) var answered: [(entry: OutboxEntry, result: ReportResult)] = []
    /// Each with the reason why it still waits.
    package internal(set) var waiting: [OutboxEntry] = []
    package internal(set) var expired: [OutboxEntry] = []
    package internal(set) var setAside: [DamagedFile] = []
    /// The error that stopped the delivery; `nil` if every report that could be sent was answered.
    package internal(set) var stoppedBy: ClientError?
}

extension Outbox {
    /// Sends the waiting reports. A refused report never delays the others.
    ///
    /// A report leaves the outbox when it is answered. Only `quota.spent` makes it wait longer. `event` is called before an expired report
    /// is erased.
    ///
    /// - Parameters:
    ///   - times: Reports with a time from this machine's clock, in Unix seconds. If the server's clock differs, the client corrects their
    ///     times before it sends them for the first time.
    ///   - event: called for each event, in order.
    /// - Throws: the error that kept it from starting: `.filesBusy` if another process is sending, `.loggedOut`, `.filesFailed`. A later
    ///   error is in ``Delivery/stoppedBy``.
    package func deliver(
        through client: ThawClient, correcting times: ReportTimes = ReportTimes(), event: (DeliveryEvent) -> Void = { _ in }
    ) throws(ClientError) -> Delivery {
        let lock = try lockForSending()
        defer { withExtendedLifetime(lock) {} }
        var delivery = Delivery()
        var queue = try collect(into: &delivery, event)
        var answeredIDs: Set<String> = []
        var reasons: [String: WaitingReason] = [:]
        do throws(ClientError) {
            try correct(&queue, times, through: client)
            try client.sendInBatches(
                queue.map(\.report), importing: false,
                before: { range throws(ClientError) in try markTried(&queue, range) },
                answered: { range, results throws(ClientError) in
                    for (index, result) in zip(range, results) {
                        if result.error?.errorCode == .quotaSpent {
                            reasons[queue[index].id] = WaitingReason(result.error)
                            continue
                        }
                        try moveToSent(queue[index], result)
                        answeredIDs.insert(queue[index].id)
                        delivery.answered.append((queue[index], result))
                        event(.answered(queue[index], result))
                    }
                })
        } catch {
            delivery.stoppedBy = error
        }
        for var entry in queue where !answeredIDs.contains(entry.id) {
            entry.why = reasons[entry.id] ?? delivery.stoppedBy.map(WaitingReason.init) ?? entry.why
            delivery.waiting.append(entry)
        }
        delivery.waiting.sort { $0.sequence < $1.sequence }
        let all = Dictionary(delivery.waiting.map { ($0.id, $0.why) }, uniquingKeysWith: { first, _ in first }).compactMapValues { $0 }
        try withLock { folders throws(ClientError) in try save(reasons: all, folders) }
        return delivery
    }

    /// Reads the outbox, erases expired reports, and returns the reports that may be sent now.
    private func collect(into delivery: inout Delivery, _ event: (DeliveryEvent) -> Void) throws(ClientError) -> [OutboxEntry] {
        let (entries, damaged, answered) = try withLock { folders throws(ClientError) in
            try eraseExpired(folders)
            let (entries, damaged) = try load(folders)
            return (entries, damaged, Set(try folders.sent.names().compactMap(SavedName.init).map(\.id)))
        }
        for file in damaged {
            delivery.setAside.append(file)
            event(.setAside(file))
        }
        var queue: [OutboxEntry] = []
        for var entry in entries {
            if answered.contains(entry.id) {
                // A process was killed between the two steps of `moveToSent`.
                try erase(entry)
            } else if environment.now() - entry.seenSeconds > Int64(Self.waitHoursMax) * 3_600 + Int64(Self.slotMinutesMax) * 60 {
                event(.expired(entry))
                try erase(entry)
                delivery.expired.append(entry)
            } else if entry.server != account.server.text {
                entry.why = WaitingReason(ClientError(.otherServer))
                delivery.waiting.append(entry)
            } else if entry.wasTried, entry.tokenID != account.shortID {
                entry.why = WaitingReason(ClientError(.otherToken))
                delivery.waiting.append(entry)
            } else {
                queue.append(entry)
            }
        }
        return queue
    }

    /// Asks the server for its time if it matters, and writes corrected times into the outbox. The reports keep their order.
    private func correct(_ queue: inout [OutboxEntry], _ times: ReportTimes, through client: ThawClient) throws(ClientError) {
        let open = queue.indices.filter { !queue[$0].wasTried && times.seen[queue[$0].id] != nil }
        guard !open.isEmpty, let ahead = try client.learnClock(), abs(ahead) > ThawClient.clockDifferenceMax else { return }
        try withLock { folders throws(ClientError) in
            for index in open {
                guard let seen = times.seen[queue[index].id] else { continue }
                let entry = queue[index].seen(at: seen + ahead, slotMinutes: times.slotMinutes)
                let saved = SavedReport(server: entry.server, tokenID: entry.tokenID, report: entry.report)
                try folders.outbox.write(saved.fileBytes, as: entry.name.text, shownSeconds: entry.seenSeconds)
                queue[index] = entry
            }
        }
    }

    /// Marks reports as tried before they are sent: from then on they may have arrived.
    private func markTried(_ queue: inout [OutboxEntry], _ range: Range<Int>) throws(ClientError) {
        let fresh = range.filter { !queue[$0].wasTried }
        guard !fresh.isEmpty else { return }
        try withLock { folders throws(ClientError) in
            for index in fresh {
                let before = queue[index].name.text
                queue[index].wasTried = true
                try folders.outbox.move(before, to: folders.outbox, as: queue[index].name.text)
            }
        }
    }

    /// Moves an answered report to `sent`. After a kill in between, both folders have it, and the next delivery erases the first.
    private func moveToSent(_ entry: OutboxEntry, _ result: ReportResult) throws(ClientError) {
        let saved = SavedReport(
            server: entry.server, tokenID: account.shortID, report: entry.report, result: result,
            answeredAt: WireTime.text(hour(environment.now())))
        try withLock { folders throws(ClientError) in
            let name = SavedName(sequence: entry.sequence, id: entry.id)
            try folders.sent.write(saved.fileBytes, as: name.text, shownSeconds: entry.seenSeconds)
            try folders.outbox.erase(entry.name.text)
        }
    }

    func erase(_ entry: OutboxEntry) throws(ClientError) {
        try withLock { folders throws(ClientError) in
            try folders.outbox.erase(entry.name.text)
            try folders.outbox.sync()
        }
    }
}

extension WaitingReason {
    init(_ error: ClientError) {
        self.init(name: error.name, sentence: error.sentence)
    }

    fileprivate init(_ error: ErrorBody?) {
        self.init(name: error?.code ?? "", sentence: error?.detail ?? "")
    }
}
