package import Plates
package import Vocabulary

/// Who looks.
package enum Viewer: Int, Comparable, CaseIterable, Sendable {
    case anyone
    /// Whoever holds a reader's or a volunteer's token.
    case member
    case moderator

    package init(role: Role?) {
        switch role {
        case nil: self = .anyone
        case .reader, .volunteer: self = .member
        case .moderator, .admin: self = .moderator
        }
    }

    package static func < (left: Viewer, right: Viewer) -> Bool { left.rawValue < right.rawValue }
}

/// How many voices stand behind a listing, as exactly as the viewer may know.
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

/// A place and the time that goes with it, at the step that the viewer may know.
package struct SeenIn: Hashable, Sendable {
    package let area: AreaID
    package let period: Period
}

/// What one viewer may see of a listing.
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
    /// Who may see listings of a status at the least; nil where nobody below moderator may.
    package func lowestViewer(of status: Status) -> Viewer {
        switch status {
        case .confirmed: isPublic ? .anyone : .member
        case .suspected: suspectedViewer
        case .watched: .moderator
        }
    }
}

extension Listing {
    /// The one place where it is decided what is shown to whom.
    func visible(to viewer: Viewer, at now: Instant, _ rules: Rules, _ areas: Areas) -> VisibleListing {
        let living = sightings.compactMap { sighting in
            rules.aged(sighting.period, at: now).map { (sighting.area, $0) }
        }
        let showsAreas = status == .confirmed || viewer == .moderator
        let names = showsAreas ? Set(living.compactMap { areas.id($0.0) }).sorted() : []
        func places(_ steps: Set<Period.Step>) -> [SeenIn] {
            Set(
                living.filter { steps.contains($0.1.step) }.compactMap { place in
                    areas.id(place.0).map { SeenIn(area: $0, period: place.1) }
                }
            )
            .sorted { ($0.period, $0.area) < ($1.period, $1.area) }
        }
        return VisibleListing(
            plate: plate, status: status, firstDay: firstDay, lastDay: lastDay, signs: signs, vehicles: vehicles,
            isOnSeveralVehicles: isOnSeveralVehicles, reporters: Reporters(reporters, for: viewer), areas: names,
            live: status == .confirmed && viewer >= .member || viewer == .moderator ? places([.slot]) : [],
            seen: viewer == .moderator ? places([.day, .week]) : [])
    }
}
