import Seal

/// The receipts that still live, in memory: three days of them, about 100 bytes each.
struct ReceiptBook: Sendable {
    fileprivate struct DayBook: Sendable {
        /// By replay digest.
        var receipts: [Digest128: Receipt] = [:]
        var digests: Set<Digest128> = []
        var lastPlace: RowPlace = 0
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
    var memoryBytes: Int { count * (MemoryLayout<(Digest128, Receipt)>.stride + MemoryLayout<Digest128>.stride) * 4 / 3 }

    /// What is kept of a report that was sent before.
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
        days.values.contains { $0.digests.contains(receipt) }
    }

    /// The highest place in use in a day's table.
    func lastPlace(on day: Day) -> RowPlace { days[day]?.lastPlace ?? 0 }

    mutating func apply(_ pass: Pass) {
        for (day, receipt) in pass.receipts { days[day, default: DayBook()].add(receipt) }
        for day in pass.droppedReceiptDays { days[day] = nil }
    }
}

extension ReceiptBook.DayBook {
    fileprivate mutating func add(_ receipt: Receipt) {
        receipts[receipt.replay] = receipt
        digests.insert(receipt.receipt)
        lastPlace = max(lastPlace, receipt.place)
    }
}
