package import Seal
import Vocabulary

/// An accepted report's receipt, and the answer to its ID. Meaningless without the token.
package struct Receipt: TableRow, Hashable, Sendable {
    package var rowID: RowID
    /// HMAC over token, plate, area and slot.
    package var receipt: Digest128
    /// HMAC over token, plate, area and day: the same without the slot, to judge late reports.
    package var dayReceipt: Digest128
    /// HMAC over token and report id.
    package var replay: Digest128
    /// HMAC over a digest of the fields as sent.
    package var content: Digest128
    package var commit: CommitNumber
    package var isMerged: Bool
    package var isWithdrawn: Bool
    /// Whether it was imported, so without a voice.
    package var isImported: Bool
    /// Whether the report was counted: not that of a plate that was protected. Else its withdrawal would take another's.
    package var isKept: Bool
    /// How many trusted tokens the report added to its sighting, 0 to ``Sighting/trustedMax``: a withdrawal removes them, and the same
    /// token's next report adds none. For a protected plate, how many it would have added.
    package var counted: UInt8

    package init(
        rowID: RowID, receipt: Digest128, dayReceipt: Digest128, replay: Digest128, content: Digest128, commit: CommitNumber,
        isMerged: Bool, isWithdrawn: Bool = false, isImported: Bool = false, isKept: Bool = true, counted: UInt8 = 0
    ) {
        self.rowID = rowID
        self.receipt = receipt
        self.dayReceipt = dayReceipt
        self.replay = replay
        self.content = content
        self.commit = commit
        self.isMerged = isMerged
        self.isWithdrawn = isWithdrawn
        self.isImported = isImported
        self.isKept = isKept
        self.counted = counted
    }
}
