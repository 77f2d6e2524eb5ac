import Server
import Sightings
import Synchronization

/// What `/metrics` says of the registry itself. It is read when it is asked for; what only the ledger knows is as of its last step of ageing, 15
/// seconds ago at the most. Whatever a report could change is rounded, and taken once a day: see `RoundedFigure`.
final class RegistryFigures: Sendable {
    private let noted = Mutex(Ledger.Figures())

    func note(_ figures: Ledger.Figures) {
        noted.withLock { $0 = figures }
    }

    func show(of ledger: Ledger, in metrics: PrometheusRegistry) {
        let listings = ledger.listings
        for part in Ledger.MemoryPart.allCases {
            metrics.gauge(
                "thaw_memory_bytes", "Memory that grows with the registry, by what it holds; taken once a day, in MiB.",
                labels: [("part", part.rawValue)]
            ) {
                [self] in Double(noted.withLock { $0.memory[part] ?? 0 })
            }
        }
        metrics.gauge("thaw_ageing_due", "1 while more rows wait to be aged than one step takes.") { [self] in
            noted.withLock { $0.isAgeingDue ? 1 : 0 }
        }
        metrics.gauge("thaw_queue_plates", "Plates that wait for a moderator; taken once a day, in hundreds.") { [self] in
            Double(noted.withLock { $0.queued })
        }
        metrics.gauge("thaw_proposals", "Purges and bulk verdicts that wait for a second moderator.") { [self] in
            Double(noted.withLock { $0.proposals })
        }
        metrics.counter("thaw_aged_sightings_total", "Sightings that aged out since the registry began, in hundreds.") {
            Double(listings.aged.sightings)
        }
        metrics.counter("thaw_aged_plates_total", "Plates that aged out since the registry began, in hundreds.") {
            Double(listings.aged.plates)
        }
    }
}
