import GRDB
import Seal
import Sightings

/// Encodes rows as column values and decodes them, in the columns' order.
protocol RowCoding: SendableMetatype {
    associatedtype Row

    static func rowID(of row: Row) -> RowID
    /// Adds a value for every column. Throws `corrupt` if a value does not fit its column.
    static func encode(_ row: Row, to columns: inout ColumnEncoder) throws
    /// Reads every column's value. Throws `corrupt` for an invalid row.
    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Row
}

extension RowCoding where Row: TableRow {
    static func rowID(of row: Row) -> RowID { row.rowID }
}

/// A table that changes write and starts read: its named columns, and the coding of its rows.
protocol TableDescriptor: RowCoding {
    static var table: RowTable { get }
    static var layout: TableLayout { get }
    /// The table's list in ``RowSets``.
    static var rows: WritableKeyPath<RowSets, [Row]> { get }
}

extension TableDescriptor {
    /// Calls `body` with every live row, checked, and adds the rows to the table's sum.
    static func forEach(_ database: Database, _ checks: StoreChecks, _ sums: inout TableSums, _ body: (Row) throws -> Void) throws {
        try layout.forEach(Self.self, database, checks, &sums[table], body)
    }
}

/// The tables whose rows have row IDs.
enum Tables {
    /// In the order of their codes in the table `state`; add new ones at the end.
    static let all: [any TableDescriptor.Type] = [
        PlatesTable.self, SightingsTable.self, VoicesTable.self, TokensTable.self, InvitesTable.self, ProtectionsTable.self,
        ReviewsTable.self, UndoRecordsTable.self, UndoSightingsTable.self, UndoMutesTable.self, AuditTable.self, ProposalsTable.self,
        ProposalPagesTable.self, WeekWitnessesTable.self, AlertsTable.self, AlertHoldsTable.self,
    ]

    static func layout(of table: RowTable) -> TableLayout {
        guard let descriptor = all.first(where: { $0.table == table }) else { preconditionFailure("the table \(table) has no descriptor") }
        return descriptor.layout
    }
}
