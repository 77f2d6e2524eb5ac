package import Sightings
import Vocabulary

extension Rules {
    /// The defaults, with two outputs of alerts: `north` for everything, and `south` for sightings in one area.
    package static func alerting(south area: String) -> Rules {
        var rules = Rules()
        rules.alerts.outputs = [
            AlertOutput(name: "north", events: [.seen, .confirmed], areas: nil),
            AlertOutput(name: "south", events: [.seen], areas: [AreaID(area)!]),
        ]
        return rules
    }
}
