import Seal
import Sightings
import Vocabulary

/// The sums over every table's written rows. Kept only in memory; the file has their codes.
///
/// A sum adds the low halves of its rows' codes. Without the key nobody can compute them, so nobody can find other rows with the same sum.
struct TableSums: Hashable, Sendable {
    private var rows = [UInt64](repeating: 0, count: RowTable.allCases.count)
    var registry: UInt64 = 0
    var areas: UInt64 = 0
    /// A sum for each day's table, even an empty one.
    var receipts: [Day: UInt64] = [:]

    subscript(_ table: RowTable) -> UInt64 {
        get { rows[table.rawValue] }
        set { rows[table.rawValue] = newValue }
    }

    /// The sum of a day's receipts; 0 if the day has no table.
    subscript(_ day: Day) -> UInt64 {
        get { receipts[day] ?? 0 }
        set { receipts[day] = newValue }
    }

    /// How many row tables earlier versions had, which wrote no codes for later ones: 14 before `v0002`.
    private static let earlierTableCounts = [14]
    /// The codes after those of the row tables: of `registry`, `areas` and the receipts of all days.
    private static let otherCodes = 3

    /// Each table's code has eight bytes: those of the row tables in their order, then the others.
    static let codesBytes = 8 * (Tables.all.count + otherCodes)

    /// Whether some version wrote this number of bytes. A database has an earlier version's until its first commit after the migration.
    static func isLengthOfCodes(_ bytes: Int) -> Bool {
        bytes == codesBytes || earlierTableCounts.contains { bytes == 8 * ($0 + otherCodes) }
    }

    /// The codes of the first row tables and of the others.
    private func codes(ofTables count: Int, _ checks: StoreChecks, commit: CommitNumber) -> [UInt64] {
        var codes = Tables.all.prefix(count).map { checks.table($0.layout.number, sum: self[$0.table], commit: commit) }
        codes.append(checks.table(RegistryTable.layout.number, sum: registry, commit: commit))
        codes.append(checks.table(AreasTable.layout.number, sum: areas, commit: commit))
        var days = checks.row(table: ReceiptsTable.number, id: UInt64(bitPattern: commit))
        for (day, sum) in receipts.sorted(by: { $0.key < $1.key }) {
            days.append(UInt64(UInt32(bitPattern: day.number)))
            days.append(sum)
        }
        codes.append(days.code().high)
        return codes
    }

    /// The codes to store with a commit.
    func bytes(_ checks: StoreChecks, commit: CommitNumber) -> [UInt8] {
        codes(ofTables: Tables.all.count, checks, commit: commit).flatMap(\.bigEndianBytes)
    }

    /// - Parameter stored: as any version wrote them. The tables that it did not know must be empty.
    /// - Throws: `altered` with the first table whose rows differ from the last commit.
    func check(_ stored: [UInt8], _ checks: StoreChecks, commit: CommitNumber) throws(StoreError) {
        let count = stored.count / 8 - Self.otherCodes
        if let added = Tables.all.dropFirst(count).first(where: { self[$0.table] != 0 }) { throw .altered(table: added.layout.name) }
        let expected = codes(ofTables: count, checks, commit: commit).flatMap(\.bigEndianBytes)
        guard stored != expected else { return }
        let names = Tables.all.prefix(count).map { $0.layout.name } + [RegistryTable.layout.name, AreasTable.layout.name, "receipts"]
        let index = zip(stored, expected).enumerated().first { $0.element.0 != $0.element.1 }.map { $0.offset / 8 }
        throw .altered(table: index.map { names[$0] } ?? StateTable.layout.name)
    }
}
