import Sightings

/// A plate's sighting in an area and a period.
enum SightingsTable: TableDescriptor {
    static let table = RowTable.sightings
    static let layout = TableLayout(
        "sightings", number: 2,
        [
            ("plate", .number), ("area", .number), ("step", .number), ("period", .number), ("reports", .number), ("commit_number", .number),
            ("support", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [Owned<Sighting>]> { \.sightings }
    static func rowID(of row: Owned<Sighting>) -> RowID { row.row.rowID }

    static func encode(_ row: Owned<Sighting>, to columns: inout ColumnEncoder) throws {
        try columns.add(row.plate)
        try columns.add(row.row)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Owned<Sighting> {
        Owned(plate: try columns.next(), row: try columns.sighting(at: rowID))
    }
}

/// The columns of a sighting, shared by two tables.
extension ColumnEncoder {
    mutating func add(_ sighting: Sighting) throws {
        try add(sighting.area)
        try add(sighting.period)
        try add(sighting.reports)
        try add(sighting.commit)
        // The number of trusted tokens, plus 4 if a moderator confirmed it.
        try add(sighting.trusted | (sighting.isConfirmed ? confirmedSupport : 0))
    }
}

extension ColumnDecoder {
    mutating func sighting(at rowID: RowID) throws -> Sighting {
        let (area, period): (AreaNumber, Period) = (try next(), try period())
        var sighting = Sighting(
            rowID: rowID, area: area, period: period, reports: try next(), commit: try next(), trusted: 0, isConfirmed: false)
        let support: UInt8 = try next()
        sighting.trusted = support & ~confirmedSupport
        sighting.isConfirmed = support & confirmedSupport != 0
        guard sighting.trusted <= Sighting.trustedMax else { throw StoreError.corrupt }
        return sighting
    }
}

private let confirmedSupport: UInt8 = 4
