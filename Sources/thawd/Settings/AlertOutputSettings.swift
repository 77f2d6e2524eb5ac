package import Alerts
package import Vocabulary
package import Web

/// The operator's settings for one output of alerts. Every field that is not set has its default.
package struct AlertOutputSettings: Hashable, Sendable {
    package var kind: AlertDestination.Kind?
    package var address: AlertAddress?
    package var secretFile: String?
    /// nil for every area.
    package var areas: [AreaID]?
    /// nil for ``defaultEvents``.
    package var events: [AlertEvent]?
    /// nil for the value of `alerts.plate`.
    package var carriesPlate: Bool?
    /// nil for the first language of the pages.
    package var language: Language?

    package static let defaultEvents: [AlertEvent] = [.seen]

    package init() {}
}
