import Crypto
import Seal
import Vocabulary

/// The audit chain: each entry's hash covers all earlier entries, so a change or omission shows.
struct AuditChain: Sendable {
    private(set) var checkpoint: AuditCheckpoint
    /// The entries after the checkpoint, in order.
    private(set) var links: [AuditLink]
    /// A digest of the settings at the last start; nil before the first.
    private(set) var settingsDigest: Digest128?

    /// Entries older than this fold into the checkpoint.
    static let keptDays = 90

    /// Throws `corrupt` for a broken chain.
    init(_ stored: StoredRegistry) throws(StoreError) {
        checkpoint = stored.checkpoint
        links = stored.audit
        settingsDigest = stored.settingsDigest
        var head = checkpoint
        for link in links {
            guard link.entry.sequence == head.sequence + 1, link.hash == Self.hash(link.entry, after: head.hash) else { throw .corrupt }
            head = AuditCheckpoint(sequence: link.entry.sequence, hash: link.hash)
        }
    }

    var head: AuditCheckpoint {
        links.last.map { AuditCheckpoint(sequence: $0.entry.sequence, hash: $0.hash) } ?? checkpoint
    }

    /// Folds old links into the checkpoint.
    func decideFolding(into draft: inout Draft) {
        let old = links.prefix { draft.today - Day(number: $0.entry.day) > Self.keptDays }
        guard let last = old.last else { return }
        draft.audit.foldedLinks = old
        draft.audit.checkpoint = AuditCheckpoint(sequence: last.entry.sequence, hash: last.hash)
    }

    func plan(into plan: inout CommitPlan) {
        var head = head
        for new in plan.draft.audit.entries {
            let entry = AuditEntry(
                sequence: head.sequence + 1, day: plan.draft.today.number, actor: new.actor, action: new.action, count: new.count,
                plateName: new.plateName)
            head = AuditCheckpoint(sequence: entry.sequence, hash: Self.hash(entry, after: head.hash))
            plan.changes.written.audit.append(AuditLink(rowID: plan.rows.take(in: .audit), entry: entry, hash: head.hash))
        }
        plan.changes.checkpoint = plan.draft.audit.checkpoint
        plan.changes.former.audit = Array(plan.draft.audit.foldedLinks)
        plan.rows.erase(plan.draft.audit.foldedLinks.map(\.rowID), in: .audit)
        plan.changes.settingsDigest = plan.draft.audit.settingsDigest
    }

    mutating func apply(_ committed: CommitPlan) {
        links += committed.changes.written.audit
        if let digest = committed.changes.settingsDigest { settingsDigest = digest }
        guard let checkpoint = committed.changes.checkpoint else { return }
        self.checkpoint = checkpoint
        links.removeAll { $0.entry.sequence <= checkpoint.sequence }
    }

    func checkInvariants(_ free: FreeRows) -> Bool {
        links.first.map { $0.entry.sequence == checkpoint.sequence + 1 } ?? true && free.used(.audit) == links.count
    }

    private static func hash(_ entry: AuditEntry, after former: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: former)
        hash.update(data: entry.bytes)
        return Array(hash.finalize())
    }
}

/// The logs' part of a draft: the audit chain's next entries, and the tombstones.
struct AuditDraft {
    /// An entry before it gets its sequence.
    struct Entry {
        let action: AuditAction
        let actor: AuditActor
        let count: Int64
        let plateName: [UInt8]
    }

    private(set) var entries: [Entry] = []
    /// Rows that each moderator reads in this pass.
    var rowsRead: [AuditActor: Int] = [:]
    var tombstones: [Tombstone] = []
    /// The chain's new checkpoint.
    var checkpoint: AuditCheckpoint?
    var foldedLinks: ArraySlice<AuditLink> = []
    var settingsDigest: Digest128?

    mutating func append(_ action: AuditAction, by actor: AuditActor, count: Int, plateName: [UInt8] = AuditEntry.noPlate) {
        entries.append(Entry(action: action, actor: actor, count: Int64(count), plateName: plateName))
    }
}
