import Crypto
import Seal
package import Vocabulary

/// An entry of the audit chain as it is stored.
package struct AuditLink: Placed, Hashable, Sendable {
    package var rowID: RowID
    package let entry: AuditEntry
    /// 32 bytes: SHA-256 over the hash before and the entry's bytes.
    package let hash: [UInt8]

    package init(rowID: RowID = 0, entry: AuditEntry, hash: [UInt8]) {
        self.rowID = rowID
        self.entry = entry
        self.hash = hash
    }
}

/// A signed place in the chain, which stands for all entries up to it; those are erased.
package struct AuditCheckpoint: Hashable, Sendable {
    /// 0 for a chain that is there whole.
    package var sequence: Int64 = 0
    package var hash = [UInt8](repeating: 0, count: AuditEntry.hashBytes)

    package init() {}

    package init(sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }
}

/// Who does something that is written down.
package struct Actor: Hashable, Sendable {
    package let name: AuditActor
    /// The token's id; 0 for the operator's shell.
    package let tokenID: TokenID
    package let role: Role

    package init(_ token: Token) {
        guard let name = AuditActor(shortID: token.shortID) else { preconditionFailure("a short id is 20 bits") }
        self.name = name
        tokenID = token.id
        role = token.role
    }

    init(name: AuditActor, tokenID: TokenID, role: Role) {
        self.name = name
        self.tokenID = tokenID
        self.role = role
    }

    /// The operator, on the server's own shell.
    package static let shell = Actor(name: .shell, tokenID: 0, role: .admin)
}

/// What a pass writes down, before it has its place in the chain.
struct AuditNote {
    let action: AuditAction
    let actor: AuditActor
    let count: Int64
    let plateName: [UInt8]
}

/// The audit chain: every entry's hash covers all before it, so none can be changed or left out unnoticed.
struct AuditChain: Sendable {
    private(set) var checkpoint: AuditCheckpoint
    /// What is kept behind the checkpoint, in order.
    private(set) var links: [AuditLink]
    /// Rows read today, by token's name.
    private var rowsRead: (day: Day, counts: [AuditActor: Int])

    /// Entries older than this fold into the checkpoint.
    static let keptDays = 90

    /// Throws `corrupt` for a chain that is not whole.
    init(_ stored: StoredRegistry, today: Day) throws(StoreError) {
        checkpoint = stored.checkpoint
        links = []
        rowsRead = (today, [:])
        var head = checkpoint
        for link in stored.audit {
            guard link.entry.sequence == head.sequence + 1, link.hash == Self.hash(link.entry, after: head.hash) else { throw .corrupt }
            head = AuditCheckpoint(sequence: link.entry.sequence, hash: link.hash)
            append(link)
        }
    }

    var head: AuditCheckpoint {
        links.last.map { AuditCheckpoint(sequence: $0.entry.sequence, hash: $0.hash) } ?? checkpoint
    }

    /// The notes of a pass as the chain's next links.
    func next(_ notes: [AuditNote], on day: Day) -> [AuditLink] {
        var head = head
        return notes.map { note in
            let entry = AuditEntry(
                sequence: head.sequence + 1, day: day.number, actor: note.actor, action: note.action, count: note.count,
                plateName: note.plateName)
            head = AuditCheckpoint(sequence: entry.sequence, hash: Self.hash(entry, after: head.hash))
            return AuditLink(entry: entry, hash: head.hash)
        }
    }

    mutating func append(_ link: AuditLink) {
        links.append(link)
        guard link.entry.action == .read else { return }
        let day = Day(number: link.entry.day)
        if rowsRead.day != day { rowsRead = (day, [:]) }
        rowsRead.counts[link.entry.actor, default: 0] += Int(link.entry.count)
    }

    /// The links that are old enough to fold, and the checkpoint that then stands for them; nil where none is.
    func folding(on today: Day) -> (links: ArraySlice<AuditLink>, checkpoint: AuditCheckpoint)? {
        let old = links.prefix { today - Day(number: $0.entry.day) > Self.keptDays }
        guard let last = old.last else { return nil }
        return (old, AuditCheckpoint(sequence: last.entry.sequence, hash: last.hash))
    }

    mutating func fold(to checkpoint: AuditCheckpoint) {
        self.checkpoint = checkpoint
        links.removeAll { $0.entry.sequence <= checkpoint.sequence }
    }

    func rowsRead(by actor: AuditActor, on day: Day) -> Int {
        rowsRead.day == day ? rowsRead.counts[actor, default: 0] : 0
    }

    static func hash(_ entry: AuditEntry, after former: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: former)
        hash.update(data: entry.bytes)
        return Array(hash.finalize())
    }
}
