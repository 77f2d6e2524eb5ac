package import Seal
import Vocabulary

extension Ledger {
    /// Reads the registry and builds the tables; nothing overdue is shown, and its rows are erased by the first steps of ageing.
    ///
    /// Throws `incomplete` if less is there than was acknowledged, unless the parts say otherwise.
    /// Costs a pass over every row: about 2.5 µs a plate on two processors, unsealing included.
    package static func open(_ parts: LedgerParts) async throws(StoreError) -> Ledger {
        let (ledger, addedAreas, loss) = try await read(parts)
        try await ledger.begin(addedAreas: addedAreas)
        if !loss.isEmpty, parts.onLoss != .ignore { try await ledger.accept(loss) }
        return ledger
    }

    /// Reads the registry as ``open(_:)`` does, throws whatever it would throw, and changes nothing.
    package static func tryOpening(_ parts: LedgerParts) async throws(StoreError) {
        _ = try await read(parts)
    }

    /// Everything of an opening that a registry can be refused for; writes nothing.
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
        let weekKeys = try WeekKeyTurn(parts, stored, today: parts.rules.day(of: now))
        let loss = try loss(in: stored, lostWeeks: weekKeys.lostWeeks(among: voiceWeeks, on: parts.rules.day(of: now)), parts.tombstones)
        if !loss.isEmpty, parts.onLoss != .ignore, parts.onLoss != .accept(found: loss.found) { throw .incomplete(loss) }
        return (try Ledger(parts, stored, assembled, listings, audit, weekKeys, at: now), added.map(\.description), loss)
    }

    /// Makes what a start makes: the current week's key, and the areas that are new.
    private func begin(addedAreas: [String]) async throws(StoreError) {
        try upkeep.weekKeys.makeFirst(on: rules.day(of: clock.now()))
        guard !addedAreas.isEmpty else { return }
        counters.commit += 1
        var changes = Changes(counters: counters)
        changes.addedAreas = addedAreas
        try await store.commit(changes)
    }

    /// Reads all that is stored as a start would, and changes nothing: every plate unsealed, every row with an owner, the audit chain whole.
    package static func check(_ stored: StoredRegistry, keys: SealKeys) throws(StoreError) {
        _ = try stored.records(keys)
        _ = try AuditChain(stored)
    }
}
