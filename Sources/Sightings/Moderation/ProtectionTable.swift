/// The protected plates, each as 20 bits of a keyed digest: a match protects.
struct ProtectionTable: Sendable {
    private var places: [UInt32: [RowID]] = [:]
    private var bits: [RowID: UInt32] = [:]
    private var rows: NumberPool

    init(_ stored: [Protection]) {
        rows = NumberPool(used: stored.map(\.rowID.rawValue))
        for protection in stored { add(protection) }
    }

    private mutating func add(_ protection: Protection) {
        places[protection.bits, default: []].append(protection.rowID)
        bits[protection.rowID] = protection.bits
    }

    func contains(_ bits: UInt32) -> Bool { places[bits] != nil }

    func count(_ bits: UInt32) -> Int { places[bits]?.count ?? 0 }

    /// The rows to write and to erase; nothing is changed before `apply`.
    func rows(adding added: [UInt32], removing removed: [UInt32]) -> (written: [Protection], erased: [Protection]) {
        var rows = rows
        let written = added.map { Protection(rowID: RowID(rawValue: rows.take()), bits: $0) }
        var left = places
        let erased = removed.compactMap { bits in left[bits]?.popLast().map { Protection(rowID: $0, bits: bits) } }
        return (written, erased)
    }

    mutating func apply(_ changes: Changes) {
        for protection in changes.protections {
            let place = rows.take()
            precondition(place == protection.rowID.rawValue, "a pass decides on the places that the last commit left")
            add(protection)
        }
        for place in changes.erased[.protections, default: []] {
            if let bits = bits.removeValue(forKey: place) {
                let left = places[bits, default: []].filter { $0 != place }
                places[bits] = left.isEmpty ? nil : left
            }
            rows.giveBack(place.rawValue)
        }
    }
}
