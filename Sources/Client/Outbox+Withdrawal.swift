package import Wire

/// The result of withdrawing a report.
package enum Withdrawal: Sendable {
    /// The registry no longer counts it.
    case withdrawn(ReportBody)
    /// It never reached the registry, and is not going to.
    case neverSent(ReportBody)
    /// The registry refused, with the reason.
    case refused(ReportBody, ErrorBody)
}

extension Outbox {
    /// Answered reports of the last two days, oldest first.
    package func sent() throws(ClientError) -> [SentReport] {
        try withLock { folders throws(ClientError) in
            try eraseExpired(folders)
            return try loadSent(folders)
        }
    }

    private func loadSent(_ folders: OpenFolders) throws(ClientError) -> [SentReport] {
        try folders.sent.names().compactMap(SavedName.init).compactMap { name in
            guard let saved = read(name, in: folders.sent), let result = saved.result else { return nil }
            return SentReport(
                sequence: name.sequence, report: saved.report, server: saved.server, tokenID: saved.tokenID, result: result,
                answeredSeconds: saved.answeredAt.flatMap(WireTime.seconds) ?? 0)
        }.sorted { $0.sequence < $1.sequence }
    }

    /// Withdraws a report: from the outbox if it was never sent, otherwise from the registry.
    ///
    /// - Parameter id: `nil` for the last report that waits or was accepted.
    /// - Throws: `.unknownID`, `.otherServer`, `.otherToken`; the client's error if the registry cannot be reached. Then nothing has
    ///   changed.
    package func withdraw(id: String? = nil, through client: ThawClient) throws(ClientError) -> Withdrawal {
        let lock = try lockForSending()
        defer { withExtendedLifetime(lock) {} }
        let (waiting, sent) = try withLock { folders throws(ClientError) in
            try eraseExpired(folders)
            return (try load(folders).entries, try loadSent(folders).filter { $0.result.result != .refused })
        }
        let isChosen = { (other: String) in id.map { $0 == other } ?? true }
        let entry = waiting.last { isChosen($0.id) }
        let record = sent.last { isChosen($0.id) }
        if let entry, entry.sequence >= record?.sequence ?? 0 { return try withdraw(entry, through: client) }
        guard let record else { throw ClientError(.unknownID) }
        try requireSameAccount(record.server, record.tokenID)
        let result = try ask(record.report, client)
        if let error = result { return .refused(record.report, error) }
        try withLock { folders throws(ClientError) in
            try folders.sent.erase(SavedName(sequence: record.sequence, id: record.id).text)
            try folders.sent.sync()
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
