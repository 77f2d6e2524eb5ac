import Seal
import Sightings

/// The tombstone log of a registry that has none yet, for a look: a start would make it.
struct NoTombstones: TombstoneLog {
    var end: LogPosition? { LogPosition.none }
    func load() -> [Tombstone] { [] }
    func load(after position: LogPosition) -> [Tombstone] { [] }
    func append(_ tombstones: [Tombstone]) throws(StoreError) { throw .corrupt }
    func prune(before: Instant) throws(StoreError) { throw .corrupt }
    func startOver(at now: Instant, from base: LogPosition) throws(StoreError) { throw .corrupt }
}
