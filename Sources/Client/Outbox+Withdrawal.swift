package import Wire

/// What came of taking a report back.
package enum Withdrawal: Sendable {
    /// The registry no longer counts it.
    case withdrawn(ReportBody)
    /// It had never reached the registry, and will not.
    case neverSent(ReportBody)
    /// The registry did not take it back, and says why.
    case refused(ReportBody, ErrorBody)
}

extension Outbox {
    /// Answered reports of the last two days, oldest first.
    package func sent() throws(ClientError) -> [SentReport] {
        try withRooms { rooms throws(ClientError) in
            try sweep(rooms)
            return try loadSent(rooms)
        }
    }

    private func loadSent(_ rooms: Rooms) throws(ClientError) -> [SentReport] {
        try rooms.sent.names().compactMap(SavedName.init).compactMap { name in
            guard let saved = read(name, in: rooms.sent), let result = saved.result else { return nil }
            return SentReport(
                sequence: name.sequence, report: saved.report, server: saved.server, tokenID: saved.tokenID, result: result,
                answeredSeconds: saved.answeredAt.flatMap(WireTime.seconds) ?? 0)
        }.sorted { $0.sequence < $1.sequence }
    }

    /// Takes a report back: from the outbox where it was never sent, else from the registry.
    ///
    /// - Parameter id: `nil` for the last one that waits or was accepted.
    /// - Throws: `.unknownID`, `.otherServer`, `.otherToken`; where the registry cannot be asked, its error, and nothing has changed.
    package func withdraw(id: String? = nil, through client: ThawClient) throws(ClientError) -> Withdrawal {
        let turn = try takeTurnToSend()
        defer { withExtendedLifetime(turn) {} }
        let (waiting, sent) = try withRooms { rooms throws(ClientError) in
            try sweep(rooms)
            return (try load(rooms).entries, try loadSent(rooms).filter { $0.result.result != .refused })
        }
        let isChosen = { (other: String) in id.map { $0 == other } ?? true }
        let entry = waiting.last { isChosen($0.id) }
        let record = sent.last { isChosen($0.id) }
        if let entry, entry.sequence >= record?.sequence ?? 0 { return try withdraw(entry, through: client) }
        guard let record else { throw ClientError(.unknownID) }
        try requireSameAccount(record.server, record.tokenID)
        let result = try ask(record.report, client)
        if let error = result { return .refused(record.report, error) }
        try withRooms { rooms throws(ClientError) in
            try rooms.sent.erase(SavedName(sequence: record.sequence, id: record.id).text)
            try rooms.sent.sync()
        }
        return .withdrawn(record.report)
    }

    private func withdraw(_ entry: OutboxEntry, through client: ThawClient) throws(ClientError) -> Withdrawal {
        guard entry.wasTried else {
            try erase(entry)
            return .neverSent(entry.report)
        }
        try requireSameAccount(entry.server, entry.tokenID)
        let error = try ask(entry.report, client)
        if let error, error.errorCode != .reportNotFound { return .refused(entry.report, error) }
        try erase(entry)
        return error == nil ? .withdrawn(entry.report) : .neverSent(entry.report)
    }

    private func ask(_ report: ReportBody, _ client: ThawClient) throws(ClientError) -> ErrorBody? {
        try client.withdraw([report]).results[0].error
    }

    private func requireSameAccount(_ server: String, _ tokenID: String) throws(ClientError) {
        guard server == account.server.text else { throw ClientError(.otherServer) }
        guard tokenID == account.shortID else { throw ClientError(.otherToken) }
    }
}
