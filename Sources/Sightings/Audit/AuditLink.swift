package import Vocabulary

/// A stored entry of the audit chain.
package struct AuditLink: TableRow, Hashable, Sendable {
    package var rowID: RowID
    package let entry: AuditEntry
    /// 32 bytes: SHA-256 over the previous hash and the entry's bytes.
    package let hash: [UInt8]

    package init(rowID: RowID = 0, entry: AuditEntry, hash: [UInt8]) {
        self.rowID = rowID
        self.entry = entry
        self.hash = hash
    }
}

/// A signed point of the chain that replaces all entries up to it; those are erased.
package struct AuditCheckpoint: Hashable, Sendable {
    /// 0 for a whole chain.
    package var sequence: Int64 = 0
    package var hash = [UInt8](repeating: 0, count: AuditEntry.hashBytes)

    package init() {}

    package init(sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }
}
