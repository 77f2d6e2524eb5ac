import Client
import Wire

/// The result of a successful verification, and its JSON.
struct VerifiedChain: Encodable {
    let verified = true
    /// The number of recomputed entries.
    let entries: Int
    /// The checkpoint before the first entry.
    let checkpoint: SignedHeadBody
    let head: SignedHeadBody
    /// The earlier head that the chain contains.
    let saved: SignedHeadBody?
}

/// Reads the whole audit chain and recomputes it.
struct AuditVerification {
    let client: ThawClient
    /// A head that was saved earlier, which the chain must contain.
    let saved: SignedHeadBody?

    /// The checkpoint moves about once a day, so it hardly ever moves twice.
    private static let readingsMax = 3

    func run() throws(Failure) -> VerifiedChain {
        if let saved, !saved.isSigned { throw Failure(.clientAuditSignature, "The saved head's own signature is wrong.") }
        for _ in 0..<Self.readingsMax {
            if let verified = try read() { return verified }
        }
        throw Failure(.clientBusy, "The checkpoint moved while the chain was read.", advice: "Try again.")
    }

    /// Reads the chain once; `nil` if its checkpoint moved meanwhile.
    private func read() throws(Failure) -> VerifiedChain? {
        var page = try page(after: 0)
        let checkpoint = page.checkpoint
        try checkBeginning(checkpoint)
        var chain = try AuditChainCheck(after: checkpoint)
        try checkSaved(chain)
        while true {
            try checkSigned(page)
            guard page.checkpoint == checkpoint else { return nil }
            for entry in page.entries {
                try chain.add(entry)
                try checkSaved(chain)
            }
            guard page.more else { break }
            guard !page.entries.isEmpty else {
                throw Failure(.clientAuditChain, "Entry \(chain.sequence + 1) is missing, although the server says that there are more.")
            }
            page = try self.page(after: chain.sequence)
        }
        guard chain.isAt(page.head) else {
            throw Failure(
                .clientAuditChain, "The chain ends at entry \(chain.sequence), but its head is for entry \(page.head.sequence).")
        }
        if let saved, saved.sequence > chain.sequence {
            throw Failure(.clientAuditHead, "The saved head is for entry \(saved.sequence), but the chain ends at entry \(chain.sequence).")
        }
        return VerifiedChain(entries: chain.entries, checkpoint: checkpoint, head: page.head, saved: saved)
    }

    private func page(after sequence: Int) throws(Failure) -> AuditPage {
        try translated { () throws(ClientError) in try client.audit(AuditRequest(limit: WireLimits.pageItemsMax, after: sequence)) }
    }

    /// Checks the saved head against the checkpoint, before the first entry.
    private func checkBeginning(_ checkpoint: SignedHeadBody) throws(Failure) {
        guard let saved else { return }
        guard saved.publicKey.lowercased() == checkpoint.publicKey.lowercased() else { throw Failure(.clientAuditKey) }
        guard saved.sequence >= checkpoint.sequence else {
            throw Failure(
                .clientAuditFolded,
                "Cannot compare the saved head of entry \(saved.sequence): "
                    + "entries up to \(checkpoint.sequence) are folded into the checkpoint."
            )
        }
    }

    private func checkSigned(_ page: AuditPage) throws(Failure) {
        guard page.checkpoint.isSigned else {
            throw Failure(.clientAuditSignature, "The signature of the checkpoint at entry \(page.checkpoint.sequence) is wrong.")
        }
        guard page.head.isSigned else {
            throw Failure(.clientAuditSignature, "The signature of the head at entry \(page.head.sequence) is wrong.")
        }
        guard page.head.publicKey.lowercased() == page.checkpoint.publicKey.lowercased() else {
            throw Failure(.clientAuditKey, "The head and the checkpoint are signed with two different keys.")
        }
    }

    /// Checks that the chain has the saved head's hash once it reaches the saved head's entry.
    private func checkSaved(_ chain: AuditChainCheck) throws(Failure) {
        guard let saved, saved.sequence == chain.sequence, !chain.isAt(saved) else { return }
        throw Failure(.clientAuditHead, "Entry \(saved.sequence) or an earlier one has changed since the head was saved.")
    }
}
