import Seal

/// A token's reports of one plate in one area on one day.
struct DayReports: Hashable, Sendable {
    var reports: Int32 = 0
    /// Of these, reports that are counted in a sighting.
    var counted: Int32 = 0

    static func += (left: inout Self, right: Self) {
        left.reports += right.reports
        left.counted += right.counted
    }
}

/// The receipts of three days in memory, about 200 bytes each.
struct ReceiptBook: Sendable {
    fileprivate struct DayBook: Sendable {
        /// By replay digest.
        var receipts: [Digest128: Receipt] = [:]
        /// How much of the reports under each receipt's digest is counted.
        var digests: [Digest128: UInt8] = [:]
        /// By the digest without the slot.
        var dayReports: [Digest128: DayReports] = [:]
        var lastRow: RowID = 0
    }

    private var days: [Day: DayBook] = [:]

    init(_ stored: [Day: [Receipt]]) {
        for (day, receipts) in stored {
            var book = DayBook()
            for receipt in receipts { book.add(receipt) }
            days[day] = book
        }
    }

    /// The days that have receipts.
    var keptDays: [Day] { days.keys.sorted() }

    var count: Int { days.values.reduce(0) { $0 + $1.receipts.count } }

    /// Hash tables are three quarters full at the most.
    var memoryBytes: Int {
        let bytes =
            MemoryLayout<(Digest128, Receipt)>.stride + MemoryLayout<(Digest128, UInt8)>.stride
            + MemoryLayout<(Digest128, DayReports)>.stride
        return count * bytes * 4 / 3
    }

    /// The receipt of a report that was sent before.
    func find(replay: Digest128) -> (day: Day, receipt: Receipt)? {
        for (day, book) in days {
            if let receipt = book.receipts[replay] { return (day, receipt) }
        }
        return nil
    }

    /// The same, of one day.
    func find(replay: Digest128, on day: Day) -> Receipt? { days[day]?.receipts[replay] }

    /// Whether this token has reported this plate in this area and slot.
    func contains(receipt: Digest128) -> Bool {
        days.values.contains { $0.digests[receipt] != nil }
    }

    /// How much of this token's reports of this plate, area and slot is counted in its sighting.
    func counted(receipt: Digest128) -> Int {
        days.values.reduce(0) { $0 + Int($1.digests[receipt] ?? 0) }
    }

    /// This token's reports of this plate and area on a day.
    func reports(dayReceipt: Digest128) -> DayReports {
        var sum = DayReports()
        for book in days.values { if let reports = book.dayReports[dayReceipt] { sum += reports } }
        return sum
    }

    /// The highest row in use in a day's table.
    func lastRow(on day: Day) -> RowID { days[day]?.lastRow ?? 0 }

    mutating func apply(_ draft: ReportDraft) {
        for (day, receipt) in draft.receipts { days[day, default: DayBook()].add(receipt) }
        for day in draft.droppedDays { days[day] = nil }
    }

    /// Checks that each day's table has a row for every receipt.
    func checkInvariants() -> Bool { days.values.allSatisfy { $0.receipts.count <= $0.lastRow.index } }
}

extension ReceiptBook.DayBook {
    fileprivate mutating func add(_ receipt: Receipt) {
        let former = receipts.updateValue(receipt, forKey: receipt.replay)
        digests[receipt.receipt, default: 0] &+= receipt.counted &- (former?.counted ?? 0)
        dayReports[receipt.dayReceipt, default: DayReports()] += receipt.change(from: former)
        lastRow = max(lastRow, receipt.rowID)
    }
}

extension Receipt {
    /// Its change to the day's reports; `former` is the receipt that it replaces.
    func change(from former: Receipt?) -> DayReports {
        DayReports(reports: former == nil ? 1 : 0, counted: (counted > 0 ? 1 : 0) - (former.map { $0.counted > 0 ? 1 : 0 } ?? 0))
    }
}
