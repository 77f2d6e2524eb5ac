import FoundationEssentials
package import Wire

/// Something that happens to a report while the outbox is delivered.
package enum DeliveryEvent: Sendable {
    /// It was answered, and has left the outbox.
    case answered(OutboxEntry, ReportResult)
    /// It is about to be erased unsent: it waited too long for any server to take it.
    case expired(OutboxEntry)
    /// Its file was damaged, and lies apart.
    case setAside(SetAside)
}

/// When this machine's clock says that reports were seen, by their ids, before the times were rounded to slots.
package struct ReportTimes: Sendable {
    package var seen: [String: Int64] = [:]
    package var slotMinutes: Int

    package init(slotMinutes: Int = 30) {
        self.slotMinutes = slotMinutes
    }
}

/// What a delivery came to.
package struct Delivery: Sendable {
    package internal(set) var answered: [(entry: OutboxEntry, result: ReportResult)] = []
    /// Each with why it still waits.
    package internal(set) var waiting: [OutboxEntry] = []
    package internal(set) var expired: [OutboxEntry] = []
    package internal(set) var setAside: [SetAside] = []
    /// What kept the rest from being sent; `nil` where everything that could be sent was answered.
    package internal(set) var stoppedBy: ClientError?
}

extension Outbox {
    /// Sends what waits. One refused report never holds up the others.
    ///
    /// A report leaves the outbox when it is answered; only `quota.spent` lets it wait on. An expired one is announced before it is erased.
    ///
    /// - Parameter correcting: Reports whose times this machine's clock gave, with those times in Unix seconds. If the server's clock is
    ///   another, they are corrected by the difference before they are sent for the first time.
    /// - Parameter event: called as things happen, in order.
    /// - Throws: what kept it from starting: `.filesBusy` where another process goes on sending, `.loggedOut`, `.filesFailed`. What stopped
    ///   it later is ``Delivery/stoppedBy``.
    package func deliver(
        through client: ThawClient, correcting times: ReportTimes = ReportTimes(), event: (DeliveryEvent) -> Void = { _ in }
    ) throws(ClientError) -> Delivery {
        let turn = try takeTurnToSend()
        defer { withExtendedLifetime(turn) {} }
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
                        try settle(queue[index], result)
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
        try withRooms { rooms throws(ClientError) in try save(reasons: all, rooms) }
        return delivery
    }

    /// Reads the outbox, clears away what is over, and returns what may be sent now.
    private func collect(into delivery: inout Delivery, _ event: (DeliveryEvent) -> Void) throws(ClientError) -> [OutboxEntry] {
        let (entries, damaged, answered) = try withRooms { rooms throws(ClientError) in
            try sweep(rooms)
            let (entries, damaged) = try load(rooms)
            return (entries, damaged, Set(try rooms.sent.names().compactMap(SavedName.init).map(\.id)))
        }
        for file in damaged {
            delivery.setAside.append(file)
            event(.setAside(file))
        }
        var queue: [OutboxEntry] = []
        for var entry in entries {
            if answered.contains(entry.id) {
                // Killed between the two steps of settling.
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

    /// Asks the server for its clock where it matters, and writes corrected times into the outbox, each report in its old place.
    private func correct(_ queue: inout [OutboxEntry], _ times: ReportTimes, through client: ThawClient) throws(ClientError) {
        let open = queue.indices.filter { !queue[$0].wasTried && times.seen[queue[$0].id] != nil }
        guard !open.isEmpty, let ahead = try client.learnClock(), abs(ahead) > ThawClient.clockDifferenceMax else { return }
        try withRooms { rooms throws(ClientError) in
            for index in open {
                guard let seen = times.seen[queue[index].id] else { continue }
                let entry = queue[index].seen(at: seen + ahead, slotMinutes: times.slotMinutes)
                let saved = SavedReport(server: entry.server, tokenID: entry.tokenID, report: entry.report)
                try rooms.outbox.write(saved.fileBytes, as: entry.name.text, shownSeconds: entry.seenSeconds)
                queue[index] = entry
            }
        }
    }

    /// Notes, before they are sent, that these may have arrived.
    private func markTried(_ queue: inout [OutboxEntry], _ range: Range<Int>) throws(ClientError) {
        let fresh = range.filter { !queue[$0].wasTried }
        guard !fresh.isEmpty else { return }
        try withRooms { rooms throws(ClientError) in
            for index in fresh {
                let before = queue[index].name.text
                queue[index].wasTried = true
                try rooms.outbox.move(before, to: rooms.outbox, as: queue[index].name.text)
            }
        }
    }

    /// Moves an answered report to `sent`; killed in between, it lies in both, and the next delivery removes the first.
    private func settle(_ entry: OutboxEntry, _ result: ReportResult) throws(ClientError) {
        let saved = SavedReport(
            server: entry.server, tokenID: account.shortID, report: entry.report, result: result,
            answeredAt: WireTime.text(hour(environment.now())))
        try withRooms { rooms throws(ClientError) in
            let name = SavedName(sequence: entry.sequence, id: entry.id)
            try rooms.sent.write(saved.fileBytes, as: name.text, shownSeconds: entry.seenSeconds)
            try rooms.outbox.erase(entry.name.text)
        }
    }

    func erase(_ entry: OutboxEntry) throws(ClientError) {
        try withRooms { rooms throws(ClientError) in
            try rooms.outbox.erase(entry.name.text)
            try rooms.outbox.sync()
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
