import Client
import FoundationEssentials
import Wire

/// The time of a file's first import. Relative times in the file count from it, so that another run within a day makes the same reports,
/// even after some rows were fixed.
///
/// A file is recognized if it still has most of the rows that were imported. Rows are stored under names that do not reveal their content.
struct FirstImportTimes {
    private static let fileName = "import-starts.json"
    private static let keptSeconds: Int64 = 24 * 3_600
    /// In larger files, relative times always count from now. Such files have dates in their rows.
    private static let rowsMax = 200_000
    private static let fileBytesMax = 64 * 1024 * 1024

    private struct Start: Codable {
        var at: Int64
        var rows: Set<String>
    }

    private let folders: Folders
    private var kept: [Start]

    init(_ folders: Folders, now: Int64) {
        self.folders = folders
        let bytes = (try? folders.readState(Self.fileName, bytesMax: Self.fileBytesMax)) ?? nil
        let starts = bytes.flatMap { try? WireJSON.decodeAnswer([Start].self, from: Data($0)) } ?? []
        kept = starts.filter { (0..<Self.keptSeconds).contains(now - $0.at) }
    }

    /// The time of each row's first import.
    struct OfRows {
        fileprivate let earlier: [String: Int64]
        fileprivate let others: Int64

        func start(of row: String) -> Int64 { earlier[row] ?? others }
    }

    /// - Parameter rows: The names of the file's rows with relative times.
    func starts(of rows: Set<String>, now: Int64) -> OfRows {
        // The last run most of whose rows are in this file.
        guard let run = kept.last(where: { !$0.rows.isEmpty && $0.rows.intersection(rows).count * 2 >= $0.rows.count }) else {
            return OfRows(earlier: [:], others: now)
        }
        // A fixed row belongs to the first run. If the file grew, its new rows count from now.
        let others = rows.count <= run.rows.count ? run.at : now
        var earlier: [String: Int64] = [:]
        for start in kept where !start.rows.isDisjoint(with: run.rows) || start.at == run.at {
            for row in start.rows.intersection(rows) { earlier[row] = min(earlier[row] ?? .max, start.at) }
        }
        return OfRows(earlier: earlier, others: others)
    }

    /// Saves the time of these rows' first import.
    mutating func keep(_ rows: Set<String>, now: Int64) throws(Failure) {
        guard !rows.isEmpty, rows.count <= Self.rowsMax else { return }
        let starts = starts(of: rows, now: now)
        let fresh = Dictionary(grouping: rows, by: starts.start(of:))
        kept.removeAll { start in fresh.keys.contains(start.at) && !start.rows.isDisjoint(with: rows) }
        kept += fresh.map { Start(at: $0.key, rows: Set($0.value)) }
        kept.sort { $0.at < $1.at }
        let bytes = Array(WireJSON.encode(kept))
        try translated { () throws(ClientError) in try folders.writeState(bytes, as: Self.fileName) }
    }
}
