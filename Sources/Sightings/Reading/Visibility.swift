package import Plates
package import Vocabulary

/// Who asks.
package enum Viewer: Int, Comparable, CaseIterable, Sendable {
    /// Anyone, and programs that answer anyone.
    case `public`
    /// A holder of a reader's or volunteer's token.
    case member
    case moderator

    package init(role: Role?) {
        switch role {
        case nil, .caller: self = .public
        case .reader, .volunteer: self = .member
        case .moderator, .admin: self = .moderator
        }
    }

    package static func < (left: Viewer, right: Viewer) -> Bool { left.rawValue < right.rawValue }
}

/// The number of a listing's voices, as exact as the viewer may know.
package enum Reporters: Hashable, Sendable {
    case upToFive
    case sixToTen
    case overTen
    case exactly(Int)

    init(_ count: Int, for viewer: Viewer) {
        self =
            switch count {
            case _ where viewer == .moderator: .exactly(count)
            case ...5: .upToFive
            case ...10: .sixToTen
            default: .overTen
            }
    }
}

/// An area and a time, as precise as the viewer may know.
package struct SeenIn: Hashable, Sendable {
    package let area: AreaID
    package let period: Period
}

/// A listing as one viewer may see it.
package struct VisibleListing: Hashable, Sendable {
    package let plate: Plate
    package let status: Status
    package let firstDay: Day
    package let lastDay: Day
    package let signs: Signs
    package let vehicles: [Vehicle]
    package let isOnSeveralVehicles: Bool
    package let reporters: Reporters
    /// The areas of the last 30 days, by id, without times.
    package let areas: [AreaID]
    /// The live window, for members: area and slot.
    package let live: [SeenIn]
    /// By day or week, for moderators.
    package let seen: [SeenIn]
}

extension Rules {
    /// The viewer with the fewest rights who sees listings of a status.
    package func lowestViewer(of status: Status) -> Viewer {
        switch status {
        case .confirmed: listings.isPublic ? .public : .member
        case .suspected: listings.suspectedViewer
        case .watched: .moderator
        }
    }
}

extension Listing {
    /// Whether a viewer may see a sighting. Only moderators see where a suspected plate was seen, or what one token alone reported about a
    /// confirmed plate.
    func isShown(_ sighting: Sighting, to viewer: Viewer) -> Bool {
        viewer == .moderator || status == .confirmed && sighting.isVouchedFor
    }

    /// The rule for the parts of a listing that each viewer may see.
    func visible(to viewer: Viewer, at now: Instant, _ rules: Rules, _ areas: Areas) -> VisibleListing {
        let living = sightings.compactMap { sighting -> SeenIn? in
            guard isShown(sighting, to: viewer), let period = rules.aged(sighting.period, at: now) else { return nil }
            return areas.id(sighting.area).map { SeenIn(area: $0, period: period) }
        }
        let names = living.map(\.area).sortedOnce(by: <)
        func seen(_ steps: ClosedRange<Period.Step>) -> [SeenIn] {
            living.filter { steps.contains($0.period.step) }.sortedOnce { ($0.period, $0.area) < ($1.period, $1.area) }
        }
        return VisibleListing(
            plate: plate, status: status, firstDay: firstDay, lastDay: viewer == .moderator ? exactLastDay : lastDay, signs: signs,
            vehicles: vehicles,
            isOnSeveralVehicles: isOnSeveralVehicles, reporters: Reporters(reporters, for: viewer), areas: names,
            live: viewer >= .member ? seen(.slot ... .slot) : [],
            seen: viewer == .moderator ? seen(.day ... .week) : [])
    }
}

extension Array where Element: Equatable {
    /// Sorted, each once; nearly always two or three.
    fileprivate func sortedOnce(by precedes: (Element, Element) -> Bool) -> [Element] {
        guard count > 1 else { return self }
        var kept: [Element] = []
        for element in sorted(by: precedes) where kept.last != element { kept.append(element) }
        return kept
    }
}
