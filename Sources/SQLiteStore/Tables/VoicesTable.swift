import Sightings
import Vocabulary

/// One token's voice on one plate.
enum VoicesTable: TableDescriptor {
    static let table = RowTable.voices
    static let layout = TableLayout(
        "voices", number: 3,
        [
            ("plate", .number), ("week", .number), ("tag", .bytes(16)), ("day", .number), ("standing", .number), ("vehicle", .number),
            ("signs", .number), ("muted_until", .number),
        ])

    static var rows: WritableKeyPath<RowSets, [Owned<Voice>]> { \.voices }
    static func rowID(of row: Owned<Voice>) -> RowID { row.row.rowID }

    static func encode(_ row: Owned<Voice>, to columns: inout ColumnEncoder) throws {
        let voice = row.row
        try columns.add(row.plate)
        try columns.add(voice.week)
        try columns.add(voice.tag)
        try columns.add(voice.day)
        try columns.add(voice.standing.rawValue)
        try columns.add(VehicleNumber(voice.vehicle).number)
        try columns.add(voice.signs)
        try columns.add(voice.mutedUntil)
    }

    static func decode(_ columns: inout ColumnDecoder, at rowID: RowID) throws -> Owned<Voice> {
        let plate: RowID = try columns.next()
        let (week, tag, day) = (try columns.week(), try columns.digest(), try columns.optionalDay())
        let standing = try columns.next(Voice.Standing.init(rawValue:))
        guard let vehicle = VehicleNumber.vehicle(try columns.next()) else { throw StoreError.corrupt }
        let voice = Voice(
            rowID: rowID, week: week, tag: tag, day: day, standing: standing, vehicle: vehicle, signs: try columns.signs(),
            mutedUntil: try columns.optionalDay())
        return Owned(plate: plate, row: voice)
    }
}

/// A vehicle as one number: one byte each for color, body and make; 0 for none.
private struct VehicleNumber {
    let number: Int32

    init(_ vehicle: Vehicle) {
        number = Int32(vehicle.color?.number ?? 0) << 16 | Int32(vehicle.body?.number ?? 0) << 8 | Int32(vehicle.make?.number ?? 0)
    }

    /// nil if a byte is unknown.
    static func vehicle(_ number: Int32) -> Vehicle? {
        guard 0..<(1 << 24) ~= number else { return nil }
        var vehicle = Vehicle()
        func word<Word>(_ shift: Int32, _ make: (UInt8) -> Word?) -> Word?? {
            let byte = UInt8(truncatingIfNeeded: number >> shift)
            return byte == 0 ? .some(nil) : make(byte).map { .some($0) }
        }
        guard let color = word(16, { Color(number: $0) }), let body = word(8, { Body(number: $0) }),
            let make = word(0, { Make(number: $0) })
        else { return nil }
        vehicle.color = color
        vehicle.body = body
        vehicle.make = make
        return vehicle
    }
}
