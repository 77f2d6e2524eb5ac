import Client
import FoundationEssentials
import Wire

/// From when the relative times of a file count: from its first import, so that another run within a day makes the same reports of its rows,
/// also after some were fixed.
///
/// A file is known again by its rows: most of those that were imported stand in it still. Rows are kept as names that tell nobody what they
/// say.
struct FirstImportTimes {
    private static let fileName = "import-starts.json"
    private static let keptSeconds: Int64 = 24 * 3_600
    /// Larger files count from now each time; their rows have their days.
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

    /// When each row of a file was first imported.
    struct OfRows {
        fileprivate let earlier: [String: Int64]
        fileprivate let others: Int64

        func start(of row: String) -> Int64 { earlier[row] ?? others }
    }

    /// - Parameter rows: The names of the file's rows with relative times.
    func starts(of rows: Set<String>, now: Int64) -> OfRows {
        // The last run that has most of its rows in this file.
        guard let run = kept.last(where: { !$0.rows.isEmpty && $0.rows.intersection(rows).count * 2 >= $0.rows.count }) else {
            return OfRows(earlier: [:], others: now)
        }
        // A fixed row belongs to the first run; in a file that grew, what is new is new.
        let others = rows.count <= run.rows.count ? run.at : now
        var earlier: [String: Int64] = [:]
        for start in kept where !start.rows.isDisjoint(with: run.rows) || start.at == run.at {
            for row in start.rows.intersection(rows) { earlier[row] = min(earlier[row] ?? .max, start.at) }
        }
        return OfRows(earlier: earlier, others: others)
    }

    /// Keeps when these rows were first imported.
    mutating func keep(_ rows: Set<String>, now: Int64) throws(Failure) {
        guard !rows.isEmpty, rows.count <= Self.rowsMax else { return }
        let starts = starts(of: rows, now: now)
        let fresh = Dictionary(grouping: rows, by: starts.start(of:))
        kept.removeAll { start in fresh.keys.contains(start.at) && !start.rows.isDisjoint(with: rows) }
        kept += fresh.map { Start(at: $0.key, rows: Set($0.value)) }
        kept.sort { $0.at < $1.at }
        let bytes = Array(WireJSON.encode(kept))
        let folders = folders
        try translated { () throws(ClientError) in try folders.writeState(bytes, as: Self.fileName) }
    }
}
