import Seal
import Sightings

/// An empty tombstone log, to inspect a registry that has none yet. A start would make one.
struct EmptyTombstoneLog: TombstoneLog {
    var end: LogPosition? { LogPosition.none }
    func load() -> [Tombstone] { [] }
    func load(after position: LogPosition) -> [Tombstone] { [] }
    func append(_ tombstones: [Tombstone]) throws(StoreError) { throw .corrupt }
    func prune(before: Instant) throws(StoreError) { throw .corrupt }
    func startOver(at now: Instant, after former: LogPosition) throws(StoreError) { throw .corrupt }
}
