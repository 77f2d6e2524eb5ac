import Wire

extension KeptList {
    /// The list after a fetch.
    package struct Synced: Sendable {
        package let summary: ListSummary
        /// Whether the server sent a new list; false if the one on this machine is still the same.
        package let isNew: Bool
        package let help: String?
        package let contact: String?
    }

    /// Fetches the list, and replaces the one on this machine if the new one is whole, signed by the pinned key, valid and not older.
    ///
    /// The first fetch pins the key if the login did not. After a crash or a full disk, the former list or the new one is there, whole.
    ///
    /// - Throws: also `.listSignature`, `.listKeyChanged`, `.listReplayed`, `.listClock`, `.listExpired`, `.listFormat`, `.notUnderstood`,
    ///   `.loggedOut`, `.filesBusy`, `.filesFailed`. Then the former list still answers, or after a full disk the new one.
    @discardableResult
    package func sync(through client: ThawClient) throws(ClientError) -> Synced {
        let before = try withLock { state, cache throws(ClientError) in
            let trust = try ListTrust.load(from: state, server: account.server)
            // Only a list that can be used is worth keeping.
            let isUsable = trust.flatMap { try? verified(in: cache, $0) }?.hasIndexFile ?? false
            return (trust: trust, tag: isUsable ? trust?.tag : nil)
        }
        let answer = try client.list(knownTag: before.tag)
        if let ahead = client.clockDifferenceSeconds, ahead > ThawClient.clockDifferenceMax { throw ClientError(.listClock) }
        guard let answer else { return try keepCurrent() }
        guard let signature = answer.signature.flatMap(ListSignature.signature(header:)) else { throw ClientError(.listSignature) }
        let fetched = FetchedList(message: ListSignature.prefix + answer.body, signature: signature, tag: answer.tag)
        let key = try signer(of: fetched, pinned: before.trust?.key, through: client)
        return try replace(with: fetched, key: key, since: before.trust)
    }

    /// Fetches the list if it is due, in passing: it ignores a failure to reach the server or to keep the list.
    ///
    /// - Returns: an error that a person must hear of, because the server sent a list that cannot be trusted.
    package func refreshInPassing(through client: ThawClient) -> ClientError? {
        guard isDue else { return nil }
        do throws(ClientError) {
            try sync(through: client)
            return nil
        } catch {
            return [.listSignature, .listKeyChanged, .listReplayed, .listTrustDamaged].contains(error.reason) ? error : nil
        }
    }

    /// A list that is not kept yet.
    private struct FetchedList {
        /// The signed bytes.
        let message: [UInt8]
        let signature: [UInt8]
        let tag: String?

        func isSigned(by key: ListKey) -> Bool { key.verifies(signature, of: message) }

        func contents() -> Result<ListContents, ClientError> {
            message.withUnsafeBytes { bytes in
                let body = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(ListSignature.prefix.count))
                return Result { () throws(ClientError) in try ListSummary.contents(of: body) }
            }
        }
    }

    /// The key that signed a list, if this machine may trust it: the pinned one, one that it announced, or the first one.
    private func signer(of fetched: FetchedList, pinned: ListKey?, through client: ThawClient) throws(ClientError) -> ListKey {
        if let pinned, fetched.isSigned(by: pinned) { return pinned }
        guard let named = try client.vocabulary().listKey, let key = named.key, key != pinned, fetched.isSigned(by: key) else {
            throw ClientError(.listSignature)
        }
        guard pinned.map({ named.isAnnounced(by: $0) }) ?? true else { throw ClientError(.listKeyChanged) }
        return key
    }

    private func keepCurrent() throws(ClientError) -> Synced {
        try withLock { state, cache throws(ClientError) in
            guard var trust = try ListTrust.load(from: state, server: account.server) else { throw ClientError(.listMissing) }
            trust.checkedSeconds = environment.now()
            let list = try verified(in: cache, trust)
            try trust.save(in: state)
            return Synced(summary: list.summary, isNew: false, help: list.help, contact: list.contact)
        }
    }

    private func replace(with fetched: FetchedList, key: ListKey, since before: ListTrust?) throws(ClientError) -> Synced {
        let contents = try fetched.contents().get()
        let summary = try ListSummary(
            contents.head, count: contents.entries.count, unreadable: contents.unreadable, key: key)
        try summary.check(at: environment.now(), lastChecked: nil)
        let index = ListIndex.file(of: contents, signature: fetched.signature)
        return try withLock { state, cache throws(ClientError) in
            let known = try ListTrust.load(from: state, server: account.server)
            guard known?.key == before?.key || known?.key == key else { throw ClientError(.filesBusy) }
            var trust = known ?? ListTrust(server: account.server, key: key)
            guard summary.asOfSeconds >= trust.newestSeconds ?? 0 else {
                guard trust.newestSeconds != before?.newestSeconds, let newer = try? verified(in: cache, trust) else {
                    throw ClientError(.listReplayed)
                }
                // Another process fetched a newer one meanwhile.
                return Synced(summary: newer.summary, isNew: false, help: newer.help, contact: newer.contact)
            }
            try cache.write(fetched.message + fetched.signature, as: Self.fileName, erasingOld: true)
            // Without its index the list still works, only more slowly.
            try? cache.write(index, as: Self.indexName, erasingOld: true)
            trust.key = key
            (trust.newestSeconds, trust.checkedSeconds, trust.tag) = (summary.asOfSeconds, environment.now(), fetched.tag)
            try trust.save(in: state)
            return Synced(summary: summary, isNew: true, help: contents.head.help, contact: contents.head.contact)
        }
    }
}
