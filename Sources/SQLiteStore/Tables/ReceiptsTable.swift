import Sightings
import Vocabulary

/// An accepted report. Each day has its own table, created with its first receipt and dropped as a whole.
enum ReceiptsTable: RowCoding {
    static let prefix = "receipts_"
    /// The tables' number is this plus the day.
    static let number: UInt64 = 1 << 32

    static func layout(_ day: Day) -> TableLayout {
        TableLayout(
            "\(prefix)\(day.number)", number: number | UInt64(UInt32(bitPattern: day.number)), nonzero: 4,
            [
                ("receipt", .bytes(16)), ("day_receipt", .bytes(16)), ("replay", .bytes(16)), ("content", .bytes(16)),
                ("commit_number", .number), ("flags", .number),
            ])
    }

    /// The day of a table; nil if the name is not a receipts table's.
    static func day(ofTable name: String) -> Day? {
        guard name.hasPrefix(prefix), let day = Int32(name.dropFirst(prefix.count)) else { return nil }
        return Day(number: day)
    }

    static func encode(_ row: Receipt, to columns: inout ColumnEncoder) throws {
        try columns.add(row.receipt)
        try columns.add(row.dayReceipt)
        try columns.add(row.replay)
        try columns.add(row.content)
        try columns.add(row.commit)
        try columns.add(ReceiptFlags(row).rawValue)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Receipt {
        var receipt = Receipt(
            rowID: rowID, receipt: try columns.digest(), dayReceipt: try columns.digest(), replay: try columns.digest(),
            content: try columns.digest(), commit: try columns.next(), isMerged: false)
        let flags = ReceiptFlags(rawValue: try columns.next())
        guard flags.isKnown else { throw StoreError.corrupt }
        receipt.isMerged = flags.contains(.merged)
        receipt.isWithdrawn = flags.contains(.withdrawn)
        receipt.isImported = flags.contains(.imported)
        receipt.isKept = !flags.contains(.notKept)
        receipt.counted = flags.counted
        return receipt
    }
}

/// The flags of a receipt, as bits.
private struct ReceiptFlags: OptionSet {
    let rawValue: UInt8

    static let merged = ReceiptFlags(rawValue: 1)
    static let withdrawn = ReceiptFlags(rawValue: 2)
    static let imported = ReceiptFlags(rawValue: 4)
    static let notKept = ReceiptFlags(rawValue: 8)
    /// The number of trusted tokens that the report added, in two bits.
    private static let countedShift = UInt8(4)

    var counted: UInt8 { rawValue >> Self.countedShift & 3 }
    /// Whether all bits are known.
    var isKnown: Bool { rawValue < 64 && counted <= Sighting.trustedMax }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ receipt: Receipt) {
        self.init(rawValue: receipt.counted << Self.countedShift)
        if receipt.isMerged { insert(.merged) }
        if receipt.isWithdrawn { insert(.withdrawn) }
        if receipt.isImported { insert(.imported) }
        if !receipt.isKept { insert(.notKept) }
    }
}
