import Sightings
import Vocabulary

/// An entry of the audit chain.
enum AuditTable: TableDescriptor {
    static let table = RowTable.audit
    static let layout = TableLayout(
        "audit", number: 11,
        [
            ("sequence", .number), ("day", .number), ("actor", .number), ("action", .number), ("count", .number),
            ("plate_name", .bytes(AuditEntry.plateNameBytes)), ("hash", .bytes(AuditEntry.hashBytes)),
        ])

    static var rows: WritableKeyPath<RowSets, [AuditLink]> { \.audit }

    static func encode(_ row: AuditLink, to columns: inout ColumnEncoder) throws {
        try columns.add(row.entry.sequence)
        try columns.add(row.entry.day)
        try columns.add(row.entry.actor)
        try columns.add(row.entry.action.number)
        try columns.add(row.entry.count)
        try columns.add(row.entry.plateName, count: AuditEntry.plateNameBytes)
        try columns.add(row.hash, count: AuditEntry.hashBytes)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> AuditLink {
        let entry = AuditEntry(
            sequence: try columns.next(), day: try columns.next(), actor: try columns.actor(),
            action: try columns.next(AuditAction.init(number:)), count: try columns.next(),
            plateName: try columns.bytes(count: AuditEntry.plateNameBytes))
        return AuditLink(rowID: rowID, entry: entry, hash: try columns.bytes(count: AuditEntry.hashBytes))
    }
}
