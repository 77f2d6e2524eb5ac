package import Plates
package import Seal
package import Vocabulary

extension Ledger {
    /// A query for one page of the chain.
    package struct AuditQuery: Sendable {
        package enum Start: Sendable {
            /// Oldest first, after a sequence.
            case after(Int64)
            /// Newest first, before a sequence.
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

    /// A page of the chain for a moderator. A named plate counts as read: the answer reveals whether it is stored.
    package func auditPage(_ query: AuditQuery, by actor: AuditedPrincipal) async throws(LedgerError) -> AuditPage {
        guard actor.role >= .moderator else { throw .notAllowed }
        if query.plate != nil { _ = try await chargeRead(1, by: actor) }
        return auditPage(query)
    }

    /// A page of the chain. Costs at most a pass over 90 days' entries.
    package func auditPage(_ query: AuditQuery) -> AuditPage {
        let name = query.plate.flatMap { key in registry.stored(key)?.review.map { keys.auditName(salt: $0.salt, key: key).bytes } }
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

    /// Signs the chain up to a sequence.
    package nonisolated func sign(_ checkpoint: AuditCheckpoint) -> [UInt8] {
        keys.signAudit(AuditEntry.signed(sequence: checkpoint.sequence, hash: checkpoint.hash))
    }

    package nonisolated var auditPublicKey: [UInt8] { keys.auditPublicKey }

    /// Records that the operator accepted a jumped wall clock.
    package func recordAcceptedClock() async throws(LedgerError) {
        try await change { _, draft in draft.audit.append(.acceptClock, by: .shell, count: 1) }
    }

    /// Records that the settings changed since the last start.
    package func recordSettings(_ digest: Digest128) async throws(LedgerError) {
        guard audit.settingsDigest != digest else { return }
        let isFirst = audit.settingsDigest == nil
        try await change { _, draft in
            draft.audit.settingsDigest = digest
            if !isFirst { draft.audit.append(.configure, by: .shell, count: 1) }
        }
    }
}
