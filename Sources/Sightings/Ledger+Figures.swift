import PlateIndex

extension Ledger {
    /// How much there is to decide, for the operator alone.
    package struct Figures: Hashable, Sendable {
        /// Plates that wait for a moderator.
        package var queued = 0
        /// Purges and bulk verdicts that wait for a second moderator.
        package var proposals = 0
        /// Whether ageing has rows to see to.
        package var isAgeingDue = false
        /// Bytes of memory by part, as far as they grow with the registry; worked out from counts, within some 10 %.
        package var memory: [MemoryPart: Int] = [:]

        package init() {}
    }

    /// What takes the memory.
    package enum MemoryPart: String, CaseIterable, Sendable {
        /// From keys to places: the readers' tables and the ledger's own.
        case index
        /// What readers see of plates.
        case listings
        /// What is known of plates: rows, sightings, voices.
        case records
        /// What recognises repeated reports, for three days.
        case receipts
        /// What waits for a moderator.
        case queue
        /// When which record is due.
        case agenda
    }

    package var figures: Figures {
        var figures = Figures()
        figures.queued = queue.count
        let now = clock.now()
        figures.proposals = proposals.values.count { !$0.isRunning && now < expiry(of: $0) }
        figures.isAgeingDue = agenda.next <= now
        figures.memory = memory
        return figures
    }

    /// Costs no pass over anything.
    private var memory: [MemoryPart: Int] {
        let rows = free.used(.sightings) * MemoryLayout<Sighting>.stride + free.used(.voices) * MemoryLayout<Voice>.stride
        return [
            .index: listings.indexBytes + watched.memoryBytes, .listings: listings.listingBytes,
            .records: records.capacity * MemoryLayout<PlateRecord?>.stride + rows + free.used(.plates) * Self.arrayBytes,
            .receipts: receipts.memoryBytes, .queue: queue.memoryBytes, .agenda: agenda.memoryBytes,
        ]
    }

    /// What an array takes beside its elements.
    private static var arrayBytes: Int { 48 }

    /// How many plates are known. Costs a pass over their places.
    package var plateCount: Int { records.count { $0 != nil } }
}
