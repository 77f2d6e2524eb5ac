import Plates
package import Sightings
import Synchronization
package import Vocabulary

/// What a ledger gave to the sender of alerts, in order.
package final class KeptNotices: Sendable {
    private let kept = Mutex<[AlertNotice]>([])

    package init() {}

    package func add(_ notice: AlertNotice) { kept.withLock { $0.append(notice) } }

    /// Those since the last call.
    package func take() -> [AlertNotice] {
        kept.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }

    /// The alerts since the last call, without corrections and lines about what was held back.
    package func takeAlerts() -> [Alert] { take().compactMap(\.alert) }
}

extension AlertNotice {
    package var alert: Alert? {
        if case .alert(let alert) = self { alert } else { nil }
    }

    package var correction: Alert? {
        if case .correction(let alert) = self { alert } else { nil }
    }

    /// All of it but the random ID, to compare what two registries tell.
    package var text: String {
        switch self {
        case .alert(let alert): "alert \(alert.text)"
        case .correction(let alert): "correction \(alert.text)"
        case .held(let output): "held \(output)"
        case .heldBack(let count, let outputs): "held back \(count) \(outputs)"
        }
    }
}

extension Alert {
    package var text: String {
        "\(event) \(String(describing: plate)) \(vehicle) \(String(describing: area)) \(period) \(outputs)"
    }
}

extension AlertOutput {
    /// Tells of sightings everywhere.
    package static let north = AlertOutput(name: "north", events: [.seen], areas: nil)
}

extension TestRegistry {
    /// A registry that alerts these outputs.
    package convenience init(
        alerts outputs: [AlertOutput], areas: [AreaID] = TestRegistry.areas, _ change: (inout Rules) -> Void = { _ in }
    ) async throws {
        var rules = Rules()
        rules.alerts.outputs = outputs
        change(&rules)
        try await self.init(rules: rules, areas: areas)
    }

    /// Confirms a plate that one person reported hours ago, so that nothing of it is alerted.
    ///
    /// - Returns: the decision, by which it can be undone.
    @discardableResult
    package func confirmQuietly(_ plate: String, area: String = "powderhorn") async throws -> DecisionID {
        try await report(plate, by: "first", minutesAgo: 600, area: area, signs: [.convoy])
        return try await decide(.confirm, signs: [.convoy], on: Plate(plate).key)
    }

    /// Reports of two trusted people in one area and slot.
    package func see(_ plate: String, minutesAgo: Int = 10, area: String = "powderhorn", vehicle: Vehicle = Vehicle()) async throws {
        for name in ["ann", "ben"] { try await report(plate, by: name, minutesAgo: minutesAgo, area: area, vehicle: vehicle) }
    }

    /// A confirmed plate that two people just saw, and the alert that went out.
    package func alerted(_ plate: String, area: String = "powderhorn") async throws -> Alert? {
        try await confirmQuietly(plate, area: area)
        try await see(plate, area: area)
        return notices.takeAlerts().first
    }

    /// The slot of so many minutes ago.
    package func slot(minutesAgo: Int = 10) -> Period {
        Period(step: .slot, number: rules.slot(of: clock.now.adding(minutes: -minutesAgo)))
    }
}
