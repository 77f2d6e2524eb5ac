import PlateIndex
import Seal

extension Ledger {
    /// How much there is to decide, for whoever reads the operator's metrics. That is not always somebody who may see what is kept, so whatever a
    /// report could change is rounded as ``RoundedFigure`` says.
    package struct Figures: Hashable, Sendable {
        /// Plates that wait for a moderator; rounded.
        package var queued = 0
        /// Purges and bulk verdicts that wait for a second moderator; exact, as no report changes it.
        package var proposals = 0
        /// Whether more rows wait to be aged than a step of ageing takes: not whether a single plate has some.
        package var isAgeingDue = false
        /// Bytes of memory by part, as far as they grow with the registry; worked out from counts, within some 10 %, without the room that arrays keep
        /// to grow into; rounded.
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
        let now = clock.now()
        let today = rules.day(of: now)
        var figures = figuresTaken?.figures ?? Figures()
        if figuresTaken?.day != today {
            figures.queued = RoundedFigure.drawn(queue.count, step: RoundedFigure.countStep, random: random)
            figures.memory = memory.mapValues { RoundedFigure.drawn($0, step: RoundedFigure.bytesStep, random: random) }
            figuresTaken = (today, figures)
        }
        figures.proposals = proposals.values.count { !$0.isRunning && now < expiry(of: $0) }
        let isBehind = isAgeingBehind ?? (agenda.countDue(by: now) > Self.ageingPlatesMax)
        isAgeingBehind = isBehind
        figures.isAgeingDue = isBehind
        return figures
    }

    /// Costs no pass over anything.
    private var memory: [MemoryPart: Int] {
        let rows = free.used(.sightings) * MemoryLayout<Sighting>.stride + free.used(.voices) * MemoryLayout<Voice>.stride
        return [
            .index: listings.indexBytes + watched.memoryBytes, .listings: listings.listingBytes,
            .records: records.count * MemoryLayout<PlateRecord?>.stride + rows + free.used(.plates) * Self.arrayBytes,
            .receipts: receipts.memoryBytes, .queue: queue.memoryBytes, .agenda: agenda.memoryBytes,
        ]
    }

    /// What an array takes beside its elements.
    private static var arrayBytes: Int { 48 }

    /// How many plates are known. Costs a pass over their places.
    package var plateCount: Int { records.count { $0 != nil } }
}
