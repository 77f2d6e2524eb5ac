/// One step of the database's shape, as SQL that never refers to the program's types.
package struct Migration: Sendable {
    /// Its file's name without the ending; the order of the names is the order of the steps.
    package let name: String
    package let sql: String

    private init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        sql = String(decoding: bytes, as: UTF8.self)
    }

    /// Every step there is. One that has been released is never changed.
    package static let all = [
        Migration("v0001-create-tables", PackageResources.v0001_create_tables_sql),
        Migration("v0002-alerts", PackageResources.v0002_alerts_sql),
    ]
}
