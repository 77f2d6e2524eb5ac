import Logging
import Metrics
import Plates
import Synchronization
import Vocabulary
import Voice
import Wire

/// A registry in memory, with what it was asked.
final class FakeRegistry: CallRegistry {
    private let listed: [Plate]
    private let isDown: Bool
    private let asked = Mutex<[String]>([])

    init(listed: [String] = [], isDown: Bool = false) {
        self.listed = listed.compactMap { try? Plate($0) }
        self.isDown = isDown
    }

    var questions: [String] { asked.withLock { $0 } }

    func lookUp(_ plates: [Plate]) async -> LookupsResponse? {
        asked.withLock { $0 += plates.map(\.shown) }
        guard !isDown else { return nil }
        let results = plates.map { plate in
            let found = listed.filter { $0.key == plate.key || (plate.issuer == .unknown && $0.characters == plate.characters) }
            return LookupResult(
                query: PlateBody(plate).text, outcome: found.isEmpty ? .notListed : .listed, listings: found.map(DialogPlayer.listing))
        }
        return LookupsResponse(asOf: DialogPlayer.asOf, results: results)
    }

    func search(keys: String) async -> ListingsPage? {
        asked.withLock { $0.append("# \(keys)") }
        guard !isDown, let digits = KeypadDigits(keys) else { return nil }
        return ListingsPage(asOf: DialogPlayer.asOf, listings: listed.filter { digits.matches($0.key) }.map(DialogPlayer.listing))
    }
}

extension CallQuestions {
    /// Questions to a fake registry, with limits that a test sets.
    static func fake(
        _ registry: FakeRegistry, factory: any MetricsFactory = NOOPMetricsHandler.instance,
        uptime: @escaping @Sendable () -> Duration = { .zero },
        limits change: (inout CallLimits.Settings) -> Void = { _ in }
    ) -> CallQuestions {
        var settings = CallLimits.Settings()
        change(&settings)
        return CallQuestions(registry: registry, limits: CallLimits(settings, uptime: uptime), metrics: CallMetrics(factory: factory))
    }
}
