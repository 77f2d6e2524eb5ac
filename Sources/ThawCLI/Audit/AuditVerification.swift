import Client
import Wire

/// What a verification found to be in order; also its shape in JSON.
struct VerifiedChain: Encodable {
    let verified = true
    /// How many entries were recomputed.
    let entries: Int
    /// What the entries begin behind.
    let checkpoint: SignedHeadBody
    let head: SignedHeadBody
    /// The earlier head that the chain was found to pass through.
    let saved: SignedHeadBody?
}

/// Reads the whole audit chain, and recomputes it.
struct AuditVerification {
    let client: ThawClient
    /// A head that was kept elsewhere, through which the chain must pass.
    let saved: SignedHeadBody?

    /// The checkpoint moves about once a day, so once more is enough.
    private static let readingsMax = 3

    func run() throws(Failure) -> VerifiedChain {
        if let saved, !saved.isSigned { throw Failure(.clientAuditSignature, "The saved head's own signature is wrong.") }
        for _ in 0..<Self.readingsMax {
            if let verified = try read() { return verified }
        }
        throw Failure(.clientBusy, "The chain's checkpoint moved while it was read.", advice: "Try again.")
    }

    /// Reads the chain once; `nil` where its checkpoint moved meanwhile.
    private func read() throws(Failure) -> VerifiedChain? {
        var page = try page(after: 0)
        let checkpoint = page.checkpoint
        try checkBeginning(checkpoint)
        var chain = try AuditChain(behind: checkpoint)
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
                throw Failure(.clientAuditChain, "Entry \(chain.sequence + 1) is missing, and the chain is said to go on.")
            }
            page = try self.page(after: chain.sequence)
        }
        guard chain.isAt(page.head) else {
            throw Failure(
                .clientAuditChain, "The chain ends at entry \(chain.sequence), and its head is another, of entry \(page.head.sequence).")
        }
        if let saved, saved.sequence > chain.sequence {
            throw Failure(.clientAuditHead, "The saved head is of entry \(saved.sequence), and the chain ends at entry \(chain.sequence).")
        }
        return VerifiedChain(entries: chain.entries, checkpoint: checkpoint, head: page.head, saved: saved)
    }

    private func page(after sequence: Int) throws(Failure) -> AuditPage {
        try translated { () throws(ClientError) in try client.audit(AuditRequest(limit: WireLimits.pageItemsMax, after: sequence)) }
    }

    /// What can be told before the first entry.
    private func checkBeginning(_ checkpoint: SignedHeadBody) throws(Failure) {
        guard let saved else { return }
        guard saved.publicKey.lowercased() == checkpoint.publicKey.lowercased() else { throw Failure(.clientAuditKey) }
        guard saved.sequence >= checkpoint.sequence else {
            throw Failure(
                .clientAuditFolded,
                "The saved head, of entry \(saved.sequence), cannot be compared any more: entries up to \(checkpoint.sequence) were folded into the checkpoint."
            )
        }
    }

    private func checkSigned(_ page: AuditPage) throws(Failure) {
        guard page.checkpoint.isSigned else {
            throw Failure(.clientAuditSignature, "The signature of the checkpoint, at entry \(page.checkpoint.sequence), is wrong.")
        }
        guard page.head.isSigned else {
            throw Failure(.clientAuditSignature, "The signature of the head, at entry \(page.head.sequence), is wrong.")
        }
        guard page.head.publicKey.lowercased() == page.checkpoint.publicKey.lowercased() else {
            throw Failure(.clientAuditKey, "The head and the checkpoint are signed with two different keys.")
        }
    }

    /// Where the chain has come to the saved head's place, it must have its hash.
    private func checkSaved(_ chain: AuditChain) throws(Failure) {
        guard let saved, saved.sequence == chain.sequence, !chain.isAt(saved) else { return }
        throw Failure(.clientAuditHead, "Entry \(saved.sequence), or one before it, is not what it was when the head was saved.")
    }
}
