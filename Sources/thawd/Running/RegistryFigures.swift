import Server
import Sightings
import Synchronization

/// The registry's values in `/metrics`. They are read on request; the ledger's values are from its last aging step, at most 15 seconds ago.
/// Values that a report can change are rounded and updated once a day: see `RoundedFigure`.
final class RegistryFigures: Sendable {
    private let latest = Mutex(Ledger.MetricFigures())

    func update(_ figures: Ledger.MetricFigures) {
        latest.withLock { $0 = figures }
    }

    func register(_ ledger: Ledger, in metrics: PrometheusRegistry) {
        let listings = ledger.listings
        for part in Ledger.MemoryPart.allCases {
            metrics.gauge(
                "thaw_memory_bytes", "Memory that grows with the registry, by content; updated once a day, in whole MiB.",
                labels: [("part", part.rawValue)]
            ) {
                [self] in Double(latest.withLock { $0.memory[part] ?? 0 })
            }
        }
        metrics.gauge("thaw_ageing_due", "1 while more rows are due for aging than one step handles.") { [self] in
            latest.withLock { $0.isAgeingDue ? 1 : 0 }
        }
        metrics.gauge("thaw_queue_plates", "Plates that wait for a moderator; updated once a day, in hundreds.") { [self] in
            Double(latest.withLock { $0.queued })
        }
        metrics.gauge("thaw_proposals", "Purges and bulk verdicts waiting for a second moderator.") { [self] in
            Double(latest.withLock { $0.proposals })
        }
        metrics.counter("thaw_aged_sightings_total", "Sightings that aged out since the registry was made, in hundreds.") {
            Double(listings.aged.sightings)
        }
        metrics.counter("thaw_aged_plates_total", "Plates that aged out since the registry was made, in hundreds.") {
            Double(listings.aged.plates)
        }
    }
}
