package import Vocabulary

/// An entry of the audit chain as it is stored.
package struct AuditLink: TableRow, Hashable, Sendable {
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

/// A signed sequence of the chain, which stands for all entries up to it; those are erased.
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
