import Sightings
import Vocabulary

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

extension ColumnEncoder {
    mutating func add(_ vehicle: Vehicle) throws { try add(VehicleNumber(vehicle).number) }
}

extension ColumnDecoder {
    mutating func vehicle() throws -> Vehicle {
        guard let vehicle = VehicleNumber.vehicle(try next()) else { throw StoreError.corrupt }
        return vehicle
    }
}
