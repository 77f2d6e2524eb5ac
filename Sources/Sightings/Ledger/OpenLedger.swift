package import Seal
import Vocabulary

extension Ledger {
    /// Reads the registry and builds the tables. Overdue data is never shown; the first steps of aging erase it.
    ///
    /// Throws `incomplete` if acknowledged data is missing, unless the parts accept that.
    /// Costs a pass over every row: about 2.5 µs a plate on two processors, with unsealing.
    package static func open(_ parts: LedgerParts) async throws(StoreError) -> Ledger {
        let (ledger, addedAreas, loss) = try await read(parts)
        try await ledger.makeFirstWeekKey()
        // Before any other commit: the first one ends the loss, so it must be the one that is audited and reapplies purges.
        if !loss.isEmpty, parts.onLoss != .ignore { try await ledger.accept(loss) }
        try await ledger.add(areas: addedAreas)
        return ledger
    }

    /// Reads the registry as ``open(_:)`` does, throws the same errors, and changes nothing.
    package static func tryOpening(_ parts: LedgerParts) async throws(StoreError) {
        _ = try await read(parts)
    }

    /// The steps of an opening that can refuse a registry; writes nothing.
    private static func read(
        _ parts: LedgerParts
    ) async throws(StoreError) -> (ledger: Ledger, addedAreas: [String], loss: RegistryLoss) {
        let assembly = RecordAssembly(parts.keys)
        let stored = try await parts.store.load(assembly)
        let known = stored.areas.compactMap { AreaID($0) }
        guard known.count == stored.areas.count else { throw .corrupt }
        let added = parts.areas.filter { !known.contains($0) }
        let listings = Listings(rules: parts.rules, areas: Areas(known: known + added, accepted: parts.areas))
        let assembled = try assembly.finish(stored)
        let voiceWeeks = assembled.voiceWeeks
        let audit = try AuditChain(stored)
        let now = parts.clock.now()
        let weekKeys = try WeekKeyRotation(parts, stored, today: parts.rules.day(of: now))
        let loss = try loss(in: stored, lostWeeks: weekKeys.lostWeeks(among: voiceWeeks, on: parts.rules.day(of: now)), parts.tombstones)
        try loss.check(parts.onLoss)
        return (try Ledger(parts, stored, assembled, listings, audit, weekKeys, at: now), added.map(\.description), loss)
    }

    private func makeFirstWeekKey() throws(StoreError) {
        try upkeep.weekKeys.makeFirst(on: rules.day(of: clock.now()))
    }

    private func add(areas: [String]) async throws(StoreError) {
        guard !areas.isEmpty else { return }
        counters.commit += 1
        var changes = Changes(counters: counters)
        changes.addedAreas = areas
        try await store.commit(changes)
    }

    /// Reads all data like a start, and changes nothing. Checks that every plate unseals, every row has an owner and the audit chain is
    /// whole.
    package static func check(_ stored: StoredRegistry, keys: SealKeys) throws(StoreError) {
        _ = try stored.records(keys)
        for sealed in stored.alerts.compactMap(\.sealed) {
            do { _ = try keys.unseal(sealed) } catch { throw .wrongKey }
        }
        _ = try AuditChain(stored)
    }
}
