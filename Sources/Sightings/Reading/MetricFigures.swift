import PlateIndex
import Seal

extension Ledger {
    /// Figures for the operator's metrics. Readers of metrics may not see stored data, so ``RoundedFigure`` rounds every figure that a
    /// report could change.
    package struct MetricFigures: Hashable, Sendable {
        /// Stored plates, listed or not; rounded.
        package var plates = 0
        /// Plates that wait for a moderator; rounded.
        package var queued = 0
        /// Purges and bulk verdicts that wait for a second moderator; exact, because no report changes it.
        package var proposals = 0
        /// Whether more rows are due than a step of aging takes. A single plate cannot change it.
        package var isAgeingDue = false
        /// Bytes of memory by part that grows with the registry; estimated from counts within about 10%, without arrays' spare room;
        /// rounded.
        package var memory: [MemoryPart: Int] = [:]

        package init() {}
    }

    /// The parts of memory that grow with the registry.
    package enum MemoryPart: String, CaseIterable, Sendable {
        /// From keys to rows: the readers' tables and the ledger's own.
        case index
        /// The readers' listings.
        case listings
        /// The records: rows, sightings, voices.
        case records
        /// The receipts of three days, which recognize repeated reports.
        case receipts
        /// The review queue.
        case queue
        /// The expiry queue; called `agenda` in the metrics.
        case expiryQueue = "agenda"
    }

    package var figures: MetricFigures {
        let now = clock.now()
        let today = rules.day(of: now)
        var figures = figuresTaken?.figures ?? MetricFigures()
        if figuresTaken?.day != today {
            figures.plates = RoundedFigure.drawn(freeRows.used(.plates), step: RoundedFigure.countStep, random: random)
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

    /// The bytes of an array besides its elements.
    private static var arrayBytes: Int { 48 }
}
