import PlateIndex
import Seal

extension Ledger {
    /// How much there is to decide, for the operator's metrics. Not everybody who reads those may see what is stored, so everything that a report
    /// could change is rounded as ``RoundedFigure`` says.
    package struct MetricFigures: Hashable, Sendable {
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

    /// The parts of memory that grow with the registry.
    package enum MemoryPart: String, CaseIterable, Sendable {
        /// From keys to rows: the readers' tables and the ledger's own.
        case index
        /// What readers see of plates.
        case listings
        /// What is known of plates: rows, sightings, voices.
        case records
        /// What recognizes repeated reports, for three days.
        case receipts
        /// What waits for a moderator.
        case queue
        /// When each record is next due; called `agenda` in the metrics.
        case expiryQueue = "agenda"
    }

    package var figures: MetricFigures {
        let now = clock.now()
        let today = rules.day(of: now)
        var figures = figuresTaken?.figures ?? MetricFigures()
        if figuresTaken?.day != today {
            figures.queued = RoundedFigure.drawn(reviewQueue.plates.count, step: RoundedFigure.countStep, random: random)
            figures.memory = memory.mapValues { RoundedFigure.drawn($0, step: RoundedFigure.bytesStep, random: random) }
            figuresTaken = (today, figures)
        }
        figures.proposals = bulkWork.open(at: now).count
        let isBehind = upkeep.isBehind ?? (registry.expiryQueue.countDue(by: now) > Self.ageingPlatesMax)
        upkeep.setBehind(isBehind)
        figures.isAgeingDue = isBehind
        return figures
    }

    /// Costs no pass over anything.
    private var memory: [MemoryPart: Int] {
        let rows = freeRows.used(.sightings) * MemoryLayout<Sighting>.stride + freeRows.used(.voices) * MemoryLayout<Voice>.stride
        return [
            .index: listings.indexBytes + registry.watched.memoryBytes, .listings: listings.listingBytes,
            .records: registry.records.count * MemoryLayout<PlateRecord?>.stride + rows + freeRows.used(.plates) * Self.arrayBytes,
            .receipts: intake.receipts.memoryBytes, .queue: reviewQueue.plates.memoryBytes, .expiryQueue: registry.expiryQueue.memoryBytes,
        ]
    }

    /// What an array takes beside its elements.
    private static var arrayBytes: Int { 48 }
}
