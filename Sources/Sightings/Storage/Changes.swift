package import Seal
import Vocabulary

/// One durable transaction: rows to write, and row IDs to erase.
@dynamicMemberLookup
package struct Changes: Sendable {
    package var counters: Counters
    /// The rows to write. Receipts are written into the table of their day.
    package var written = RowSets()
    /// The rows that this change writes over or erases, as they are stored: a store keeps a sum over all rows.
    package var former = RowSets()
    /// Days whose receipts go as a whole.
    package var droppedReceiptDays: [Day] = []
    /// A later point of the audit chain that replaces all entries before it.
    package var checkpoint: AuditCheckpoint?
    package var settingsDigest: Digest128?
    package var backedUpAt: Instant?
    /// Never rows that the same change writes.
    package var erased: [RowTable: [RowID]] = [:]
    /// Padding rows: empty rows that are written for timing only.
    package var padding: [RowTable: [RowID]] = [:]
    /// Areas named for the first time, appended in this order.
    package var addedAreas: [String] = []

    package init(counters: Counters) {
        self.counters = counters
    }

    package subscript<Rows>(dynamicMember rows: WritableKeyPath<RowSets, Rows>) -> Rows {
        get { written[keyPath: rows] }
        _modify { yield &written[keyPath: rows] }
    }

    /// Whether anything but the counters would be written.
    package var isEmpty: Bool {
        written.isEmpty && checkpoint == nil && settingsDigest == nil && backedUpAt == nil && addedAreas.isEmpty && padding.isEmpty
            && !erases
    }

    /// Whether it erases anything, so that traces are left to overwrite.
    package var erases: Bool { !erased.isEmpty || !droppedReceiptDays.isEmpty }
}
