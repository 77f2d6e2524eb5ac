import Plates
import Seal

/// The reports' part of a draft: receipts, quotas, and the counts for padding rows.
struct ReportDraft {
    /// Receipts of this pass and receipts that it changes.
    private(set) var receipts: [(day: Day, receipt: Receipt)] = []
    private var indexes: [Digest128: Int] = [:]
    /// How many of them are new.
    private(set) var newReceipts = 0
    /// By receipt digest: the pass's change to the counted reports.
    private(set) var counted: [Digest128: Int] = [:]
    /// The same by the digest without the slot.
    private(set) var dayReports: [Digest128: DayReports] = [:]
    /// Reports of each token in this pass.
    var spent: [TokenID: Int] = [:]
    /// The tags of voices that report in this pass but find no room on their plate.
    var displaced: [PlateKey: Set<Digest128>] = [:]
    /// The rows that withdrawals removed, or would have removed, by plate.
    var withdrawn: [PlateKey: Withdrawn] = [:]
    /// Days whose receipts are dropped.
    var droppedDays: [Day] = []

    struct Withdrawn {
        var tokens: Set<TokenID> = []
        /// By area and period alone.
        var sightings: Set<Sighting> = []
        /// Withdrawals of tokens that no longer have a voice on the plate.
        var voiceless: Set<TokenID> = []
    }

    /// - Parameter items: roughly how many receipts it will hold.
    init(items: Int) {
        receipts.reserveCapacity(items)
        indexes.reserveCapacity(items)
        counted.reserveCapacity(items)
        dayReports.reserveCapacity(items)
    }

    /// The pass's receipt of a report with this digest.
    func receipt(replay: Digest128) -> (day: Day, receipt: Receipt)? {
        indexes[replay].map { receipts[$0] }
    }

    /// - Parameter former: the receipt that it replaces; nil for a new one.
    mutating func set(_ receipt: Receipt, on day: Day, former: Receipt? = nil) {
        if former == nil { newReceipts += 1 }
        counted[receipt.receipt, default: 0] += Int(receipt.counted) - Int(former?.counted ?? 0)
        dayReports[receipt.dayReceipt, default: DayReports()] += receipt.change(from: former)
        if let index = indexes[receipt.replay] {
            receipts[index].receipt = receipt
        } else {
            indexes[receipt.replay] = receipts.count
            receipts.append((day, receipt))
        }
    }
}
