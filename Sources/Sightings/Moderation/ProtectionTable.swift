/// The protected plates, each as 20 bits of a keyed digest: a match protects.
struct ProtectionTable: Sendable {
    private var places: [UInt32: [RowPlace]] = [:]
    private var bits: [RowPlace: UInt32] = [:]
    private var rows: RowPlaces

    init(_ stored: [Protection]) {
        rows = RowPlaces(used: stored.map(\.place))
        for protection in stored { add(protection) }
    }

    private mutating func add(_ protection: Protection) {
        places[protection.bits, default: []].append(protection.place)
        bits[protection.place] = protection.bits
    }

    func contains(_ bits: UInt32) -> Bool { places[bits] != nil }

    func count(_ bits: UInt32) -> Int { places[bits]?.count ?? 0 }

    /// The rows to write and to erase; nothing is changed before `apply`.
    func rows(adding added: [UInt32], removing removed: [UInt32]) -> (written: [Protection], erased: [Protection]) {
        var rows = rows
        let written = added.map { Protection(place: rows.take(), bits: $0) }
        var left = places
        let erased = removed.compactMap { bits in left[bits]?.popLast().map { Protection(place: $0, bits: bits) } }
        return (written, erased)
    }

    mutating func apply(_ changes: Changes) {
        for protection in changes.protections {
            let place = rows.take()
            precondition(place == protection.place, "a pass decides on the places that the last commit left")
            add(protection)
        }
        for place in changes.erased[.protections, default: []] {
            if let bits = bits.removeValue(forKey: place) {
                let left = places[bits, default: []].filter { $0 != place }
                places[bits] = left.isEmpty ? nil : left
            }
            rows.giveBack(place)
        }
    }
}
