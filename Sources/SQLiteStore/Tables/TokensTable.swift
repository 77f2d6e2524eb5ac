import Sightings
import Vocabulary

/// A token, by the SHA-256 of its text.
enum TokensTable: TableDescriptor {
    static let table = RowTable.tokens
    static let layout = TableLayout(
        "tokens", number: 4,
        [
            ("id", .number), ("hash", .bytes(32)), ("role", .number), ("trusted", .number), ("issued", .number), ("expires", .number),
            ("revoked", .number), ("invited_by", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [Token]> { \.tokens }

    static func encode(_ row: Token, to columns: inout ColumnEncoder) throws {
        try columns.add(row.id)
        try columns.add(row.hash, count: 32)
        try columns.add(row.role.number)
        try columns.add(row.isTrustedFromIssue)
        try columns.add(row.issued)
        try columns.add(row.expires)
        try columns.add(row.isRevoked)
        try columns.add(row.invitedBy)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Token {
        Token(
            rowID: rowID, id: try columns.next(), hash: try columns.bytes(count: 32), role: try columns.next(Role.init(number:)),
            isTrustedFromIssue: try columns.flag(), issued: try columns.day(), expires: try columns.day(), isRevoked: try columns.flag(),
            invitedBy: try columns.next())
    }
}
