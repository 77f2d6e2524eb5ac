import PlateIndex
import Plates
import Vocabulary

/// The waiting plates, and the moderators who skipped them.
struct ReviewQueue {
    private let rules: Rules
    /// In the order of the queue.
    private(set) var plates: WaitingPlates
    /// In memory only, for a day: skipped plates by moderator.
    private var skips: [RowID: [Skip]] = [:]

    private static let skipHours = 24

    /// - Parameter opening: the waiting plates from ``PlateRegistry/fillTables(at:)``.
    init(
        _ opening: (waiting: [(key: PlateKey, waiting: WaitingPlates.Entry)], maybeMisread: [PlateRecord]),
        _ registry: PlateRegistry, at now: Instant
    ) {
        rules = registry.rules
        plates = WaitingPlates(opening.waiting)
        for record in opening.maybeMisread where isMisread(record, registry, at: now) { markMisread(record) }
    }

    // MARK: Reading

    /// Why a record waits now; empty if it does not.
    ///
    /// - Parameter isMisread: nil to use the result of its last change.
    func reasons(of record: PlateRecord, isMisread: Bool? = nil, at now: Instant) -> QueueReasons {
        record.queueReasons(
            on: rules.day(of: now), rules, isMisread: isMisread ?? plates.reasons(of: record.plate.key).contains(.misread))
    }

    /// The marks of the moderators who skipped a plate within the last 24 hours.
    func skips(of record: PlateRecord, at now: Instant) -> [Skip] {
        skips[record.rowID, default: []].filter { now < $0.at.adding(hours: Self.skipHours) }
    }

    /// The plates that may be misreadings of a record, or the reverse.
    func misreads(of record: PlateRecord, _ registry: PlateRegistry, at now: Instant, limit: Int) -> [Misread] {
        guard !record.sightings.isEmpty else { return [] }
        var found: [Misread] = []
        record.plate.key.forEachConfusable { key in
            guard found.count < limit, let other = registry.agedRecord(of: key, at: now),
                let meeting = record.meets(other, rules), let area = registry.listings.areas.id(meeting.area)
            else { return }
            found.append(Misread(plate: other.plate, status: other.status, area: area, day: meeting.day))
        }
        return found
    }

    private func isMisread(_ record: PlateRecord, _ registry: PlateRegistry, at now: Instant) -> Bool {
        !misreads(of: record, registry, at: now, limit: 1).isEmpty
    }

    // MARK: Changing

    /// Marks a plate as skipped, for 24 hours and in memory only.
    mutating func skip(_ rowID: RowID, _ reason: SkipReason, by actor: AuditActor, at now: Instant) {
        skips[rowID] =
            skips[rowID, default: []].filter { $0.actor != actor && now < $0.at.adding(hours: Self.skipHours) } + [
                Skip(actor: actor, reason: reason, at: now)
            ]
    }

    /// Moves the plates that a commit changed, once the registry has them.
    mutating func apply(_ committed: CommitPlan, _ registry: PlateRegistry) {
        let now = committed.draft.now
        for touched in committed.draft.records.touched where touched.isChanged {
            if let after = touched.after {
                update(after, registry, at: now)
            } else if let before = touched.before {
                remove(before, registry, at: now)
            }
        }
        for (key, record) in committed.draft.records.notKept { pass(key, record, registry, at: now) }
        for rowID in committed.draft.records.timed {
            if let stored = registry[rowID] { update(stored, as: registry.aged(stored, at: now), registry, at: now) }
        }
    }

    /// Moves a changed record in the queue; removes it if nothing is left.
    mutating func update(_ stored: PlateRecord, as aged: PlateRecord?, _ registry: PlateRegistry, at now: Instant) {
        if let aged { update(aged, registry, at: now) } else { remove(stored, registry, at: now) }
    }

    /// Moves a record in the queue, with those that may be misreadings of it.
    mutating func update(_ record: PlateRecord, _ registry: PlateRegistry, at now: Instant) {
        enqueue(record, registry, at: now)
        updateNeighbors(of: record.plate.key, record, registry, at: now)
    }

    /// Does the work of ``update(_:_:at:)`` for a record that is not kept, and changes nothing: see ``PaddingRows``.
    private func pass(_ key: PlateKey, _ record: PlateRecord, _ registry: PlateRegistry, at now: Instant) {
        _ = record.queueReasons(on: rules.day(of: now), rules, isMisread: isMisread(record, registry, at: now))
        key.forEachConfusable { neighbor in
            guard plates[neighbor] != nil, let other = registry.stored(neighbor) else { return }
            _ = other.meets(record, rules)
        }
    }

    private mutating func remove(_ record: PlateRecord, _ registry: PlateRegistry, at now: Instant) {
        plates.set(nil, for: record.plate.key)
        skips[record.rowID] = nil
        updateNeighbors(of: record.plate.key, nil, registry, at: now)
    }

    /// Adds or removes the reason `misread` for plates one confusable character away.
    ///
    /// - Parameter record: nil for an erased plate.
    private mutating func updateNeighbors(of key: PlateKey, _ record: PlateRecord?, _ registry: PlateRegistry, at now: Instant) {
        guard plates.count > 0 else { return }
        key.forEachConfusable { neighbor in
            guard let entry = plates[neighbor], let other = registry.stored(neighbor) else { return }
            let meets = record.map { other.meets($0, rules) != nil } ?? false
            guard meets != entry.reasons.contains(.misread) else { return }
            // The other plate may still be a misreading of a third one.
            if meets { markMisread(other) } else if let other = registry.aged(other, at: now) { enqueue(other, registry, at: now) }
        }
    }

    /// Moves a record in the queue after its misreadings were found.
    private mutating func enqueue(_ record: PlateRecord, _ registry: PlateRegistry, at now: Instant) {
        let reasons = record.queueReasons(on: rules.day(of: now), rules, isMisread: isMisread(record, registry, at: now))
        plates.set(WaitingPlates.Entry(reasons, day: record.lastDay), for: record.plate.key)
    }

    /// Adds the reason `misread` to a waiting plate.
    private mutating func markMisread(_ record: PlateRecord) {
        let reasons = plates.reasons(of: record.plate.key).subtracting(QueueReasons(.watched)).union(QueueReasons(.misread))
        plates.set(WaitingPlates.Entry(reasons, day: record.lastDay), for: record.plate.key)
    }
}
