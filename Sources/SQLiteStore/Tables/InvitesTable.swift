import Sightings
import Vocabulary

/// An open invite, by the SHA-256 of its code.
enum InvitesTable: TableDescriptor {
    static let table = RowTable.invites
    static let layout = TableLayout(
        "invites", number: 5,
        [
            ("id", .number), ("hash", .bytes(32)), ("role", .number), ("trusted", .number), ("expires", .number), ("invited_by", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [Invite]> { \.invites }

    static func encode(_ row: Invite, to columns: inout ColumnEncoder) throws {
        try columns.add(row.id)
        try columns.add(row.hash, count: 32)
        try columns.add(row.role.number)
        try columns.add(row.isTrusted)
        try columns.add(row.expires)
        try columns.add(row.invitedBy)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Invite {
        Invite(
            rowID: rowID, id: try columns.next(), hash: try columns.bytes(count: 32), role: try columns.next(Role.init(number:)),
            isTrusted: try columns.flag(), expires: try columns.instant(), invitedBy: try columns.next())
    }
}
