import Plates

/// The plates that were seen in each area and slot. Slots are stored for a few hours, so it stays small.
///
/// It only finds candidates: a record decides for itself what it was seen in, as aged by now.
struct SlotIndex: Sendable {
    private struct Place: Hashable {
        let area: AreaNumber
        let slot: Int32
    }

    private var keys: [Place: Set<PlateKey>] = [:]

    init(_ records: [PlateRecord]) {
        for record in records { add(record.plate.key, to: Self.places(of: record)) }
    }

    /// In the order of their keys.
    func plates(of sighting: Sighting) -> [PlateKey] {
        keys[Place(area: sighting.area, slot: sighting.period.number), default: []].sorted()
    }

    mutating func update(_ key: PlateKey, from before: PlateRecord?, to after: PlateRecord?) {
        let (former, present) = (Self.places(of: before), Self.places(of: after))
        guard former != present else { return }
        for place in former.subtracting(present) {
            keys[place]?.remove(key)
            if keys[place]?.isEmpty == true { keys[place] = nil }
        }
        add(key, to: present.subtracting(former))
    }

    private mutating func add(_ key: PlateKey, to places: Set<Place>) {
        for place in places { keys[place, default: []].insert(key) }
    }

    private static func places(of record: PlateRecord?) -> Set<Place> {
        Set((record?.sightings ?? []).filter { $0.period.step == .slot }.map { Place(area: $0.area, slot: $0.period.number) })
    }
}
