package import Plates
package import Seal
package import Vocabulary

extension Ledger {
    /// Writes down what was done to how many of something.
    func note(_ action: AuditAction, by actor: AuditActor, count: Int, in pass: inout Pass) {
        pass.notes.append(AuditNote(action: action, actor: actor, count: Int64(count), plateName: AuditEntry.noPlate))
    }

    /// Writes down a deed for restores, and of its time the day alone: see ``Tombstone/madeAt``.
    func note(_ deed: Tombstone.Deed, on day: Day, in pass: inout Pass) {
        pass.tombstones.append(Tombstone(commit: pass.commit, madeAt: rules.start(of: day), deed: deed))
    }

    /// Writes down a decision on a plate, named by its salt, and leaves its mark on the record.
    func note(
        _ action: AuditAction, by actor: AuditActor, of record: inout PlateRecord, decision: DecisionID, verdict: Verdict?,
        in pass: inout Pass
    ) {
        let salt = record.review?.salt ?? Digest128(random.bytes(16))!
        record.review = Review(
            rowID: record.review?.rowID ?? 0, salt: salt, decision: decision, verdict: verdict, actor: actor, day: pass.today)
        let name = keys.auditName(salt: salt, key: record.plate.key)
        pass.notes.append(AuditNote(action: action, actor: actor, count: 1, plateName: name.bytes))
    }

    /// What one page of the chain is asked for.
    package struct AuditQuery: Sendable {
        package enum Start: Sendable {
            /// Oldest first, from the one after a sequence.
            case after(Int64)
            /// Newest first, from the one before a sequence.
            case before(Int64)
        }

        package var start: Start
        package var limit: Int
        package var action: AuditAction?
        package var actor: AuditActor?
        package var plate: PlateKey?

        package init(start: Start, limit: Int, action: AuditAction? = nil, actor: AuditActor? = nil, plate: PlateKey? = nil) {
            self.start = start
            self.limit = limit
            self.action = action
            self.actor = actor
            self.plate = plate
        }
    }

    package struct AuditPage: Sendable {
        package var links: [AuditLink]
        package var isMore: Bool
        package var checkpoint: AuditCheckpoint
        package var head: AuditCheckpoint
    }

    /// A page of the chain as a moderator asks for it. A plate that is named counts as read: the answer tells whether it is kept.
    package func auditPage(_ query: AuditQuery, by actor: Actor) async throws(LedgerError) -> AuditPage {
        guard actor.role >= .moderator else { throw .notAllowed }
        if query.plate != nil { _ = try await noteRead(1, by: actor) }
        return auditPage(query)
    }

    /// A page of the chain. Costs a pass over what 90 days hold, at the most.
    package func auditPage(_ query: AuditQuery) -> AuditPage {
        let name = query.plate.flatMap { key in stored(key)?.review.map { keys.auditName(salt: $0.salt, key: key).bytes } }
        func fits(_ link: AuditLink) -> Bool {
            (query.action.map { $0 == link.entry.action } ?? true) && (query.actor.map { $0 == link.entry.actor } ?? true)
                && (query.plate == nil || name == link.entry.plateName)
        }
        let found: [AuditLink]
        switch query.start {
        case .after(let sequence):
            found = Array(audit.links.lazy.filter { $0.entry.sequence > sequence && fits($0) }.prefix(query.limit + 1))
        case .before(let sequence):
            found = Array(audit.links.reversed().lazy.filter { $0.entry.sequence < sequence && fits($0) }.prefix(query.limit + 1))
        }
        return AuditPage(
            links: Array(found.prefix(query.limit)), isMore: found.count > query.limit, checkpoint: audit.checkpoint, head: audit.head)
    }

    /// Signs a place in the chain.
    package nonisolated func sign(_ place: AuditCheckpoint) -> [UInt8] {
        keys.signAudit(AuditEntry.signed(sequence: place.sequence, hash: place.hash))
    }

    package nonisolated var auditPublicKey: [UInt8] { keys.auditPublicKey }

    /// Writes down that the operator accepted a wall clock that had jumped.
    package func noteAcceptedClock() async throws(LedgerError) {
        try await change { (ledger, pass) -> Result<Void, LedgerError> in
            ledger.note(.acceptClock, by: .shell, count: 1, in: &pass)
            return .success(())
        }
    }

    /// Writes down that the settings are others than at the last start.
    package func noteSettings(_ digest: Digest128) async throws(LedgerError) {
        guard settingsDigest != digest else { return }
        let isFirst = settingsDigest == nil
        try await change { (ledger, pass) -> Result<Void, LedgerError> in
            pass.settingsDigest = digest
            if !isFirst { ledger.note(.configure, by: .shell, count: 1, in: &pass) }
            return .success(())
        }
    }
}

extension Ledger {
    /// Writes a backup, which knows when it was made: all that is stored, and no key. Commits wait for the copy.
    package func backUp(to path: String) async throws(LedgerError) {
        try await change { (_, pass) -> Result<Void, LedgerError> in
            pass.backedUpAt = pass.now
            return .success(())
        }
        do {
            try await store.copy(to: path)
        } catch {
            // The copy alone failed; nothing is wrong with what it was made from.
            throw error == .full ? .storeFull : .backupFailed
        }
    }
}
