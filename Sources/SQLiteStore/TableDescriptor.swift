import GRDB
import Seal
import Sightings

/// How the rows of a table become the values of its columns and are read back, in the columns' order.
protocol RowCoding: SendableMetatype {
    associatedtype Row

    static func rowID(of row: Row) -> RowID
    /// Adds a value to every column. Throws `corrupt` for a value that its column cannot hold.
    static func encode(_ row: Row, to columns: inout ColumnEncoder) throws
    /// Takes the value of every column. Throws `corrupt` for a row that says nothing sensible.
    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Row
}

/// One table of rows that a change writes and a start reads: its columns by name, and its rows' way in and out.
protocol TableDescriptor: RowCoding {
    static var table: RowTable { get }
    static var layout: TableLayout { get }
    /// Where the table's rows stand among those of all tables.
    static var rows: WritableKeyPath<RowSets, [Row]> { get }
}

extension TableDescriptor {
    /// Reads every row that holds something, checked, and adds them to the table's sum.
    static func forEach(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums, _ body: (Row) throws -> Void) throws {
        try layout.forEach(Self.self, database, checks, &sums[table], body)
    }
}

/// The tables whose rows are known by their row IDs.
enum Tables {
    /// In the order of their codes in the table `state`; a new one comes last.
    static let all: [any TableDescriptor.Type] = [
        PlatesTable.self, SightingsTable.self, VoicesTable.self, TokensTable.self, InvitesTable.self, ProtectionsTable.self,
        ReviewsTable.self, UndoRecordsTable.self, UndoSightingsTable.self, UndoMutesTable.self, AuditTable.self, ProposalsTable.self,
        ProposalPagesTable.self, WeekWitnessesTable.self,
    ]

    private static let layouts = Dictionary(uniqueKeysWithValues: all.map { ($0.table, $0.layout) })

    static func layout(of table: RowTable) -> TableLayout {
        guard let layout = layouts[table] else { preconditionFailure("the table \(table) has no descriptor") }
        return layout
    }
}
