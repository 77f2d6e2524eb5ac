import Seal
import Sightings
import Vocabulary

/// An alert that may have to be corrected.
enum AlertsTable: TableDescriptor {
    /// Numbers of four bytes; 0 for none.
    private static let outputsBytes = AlertOutput.countMax * 4

    static let table = RowTable.alerts
    static let layout = TableLayout(
        "alerts", number: 15, nonzero: 3,
        [
            ("plate", .number), ("id", .bytes(16)), ("block", .bytes(16)), ("event", .number), ("area", .number), ("step", .number),
            ("period", .number), ("vehicle", .number), ("outputs", .bytes(outputsBytes)),
        ])

    static var rows: WritableKeyPath<RowSets, [AlertRow]> { \.alerts }

    static func encode(_ row: AlertRow, to columns: inout ColumnEncoder) throws {
        guard 1...AlertOutput.countMax ~= row.outputs.count else { throw StoreError.corrupt }
        let outputs = row.outputs.flatMap(\.bigEndianBytes)
        try columns.add(row.plate)
        try columns.add(row.id)
        try columns.add(row.sealed?.block ?? .zero)
        try columns.add(row.event.number)
        try columns.add(area: row.area)
        try columns.add(row.period)
        try columns.add(row.vehicle)
        try columns.add(outputs + repeatElement(0, count: outputsBytes - outputs.count), count: outputsBytes)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> AlertRow {
        let (plate, id, block): (PlateID, Digest128, Digest128) = (try columns.next(), try columns.digest(), try columns.digest())
        let event = try columns.next(AlertEvent.init(number:))
        let (area, period) = (try columns.optionalArea(), try columns.period())
        let vehicle = try columns.vehicle()
        let bytes = try columns.bytes(count: outputsBytes)
        let outputs = stride(from: 0, to: outputsBytes, by: 4).map { start in
            bytes[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        let used = outputs.prefix { $0 != 0 }
        guard period.step < .week, !used.isEmpty, outputs.dropFirst(used.count).allSatisfy({ $0 == 0 }) else { throw StoreError.corrupt }
        return AlertRow(
            rowID: rowID, plate: plate, id: id, sealed: block == .zero ? nil : SealedPlate(block: block), event: event, area: area,
            period: period, vehicle: vehicle, outputs: Array(used))
    }
}
