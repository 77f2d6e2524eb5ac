import Synchronization
package import Vocabulary

/// Figures that identify nobody.
package struct Stats: Sendable {
    package struct AreaWeek: Hashable, Sendable {
        package let area: AreaID
        package let week: Int32
    }

    /// Confirmed sightings by finished day: plates times areas.
    package var byDay: [Day: Int] = [:]
    /// The same by area and finished week, if at least five confirmed plates are counted.
    package var byAreaAndWeek: [AreaWeek: Int] = [:]
    /// Listings that the caller may see.
    package var byStatus: [Status: Int] = [:]
    /// Rows that aged out since the registry began, rounded down to hundreds, so that no single report shows.
    package var agedSightings: Int64 = 0
    package var agedPlates: Int64 = 0

    package static let platesBehindFigureMin = 5
}

/// The cached stats: computed at most once a minute, by one caller.
final class StatsCache: Sendable {
    struct State {
        var agedSightings: Int64 = 0
        var agedPlates: Int64 = 0
        var minute: Int64 = .min
        var figures = Stats()
        /// The running computation, shared by all callers meanwhile.
        var underWay: Task<Stats, Never>?
        /// How often they were computed.
        var passes = 0
    }

    let state = Mutex(State())
}

extension Listings {
    /// Costs a pass over all tables at most once a minute, for any number of callers.
    package func stats(as viewer: Viewer, at now: Instant) async -> Stats {
        var stats = await figures(asOf: now)
        (stats.agedSightings, stats.agedPlates) = aged
        stats.byStatus = stats.byStatus.filter { viewer >= rules.lowestViewer(of: $0.key) }
        if viewer < rules.lowestViewer(of: .confirmed) {
            stats.byDay = [:]
            stats.byAreaAndWeek = [:]
        }
        return stats
    }

    /// Rows that aged out since the registry began, rounded as in stats.
    package var aged: (sightings: Int64, plates: Int64) {
        statsCache.state.withLock { state in
            let step = Int64(RoundedFigure.countStep)
            return (RoundedFigure.floored(state.agedSightings, step: step), RoundedFigure.floored(state.agedPlates, step: step))
        }
    }

    /// How often the figures were computed since the start.
    package var statsPasses: Int { statsCache.state.withLock { $0.passes } }

    /// The minute's figures, or the running computation of them.
    private func figures(asOf now: Instant) async -> Stats {
        let minute = now.seconds / 60
        if let known = statsCache.state.withLock({ $0.minute == minute ? $0.figures : nil }) { return known }
        let task = statsCache.state.withLock { state in
            if let underWay = state.underWay { return underWay }
            state.passes += 1
            let task = Task {
                let figures = figures(at: now)
                statsCache.state.withLock { state in
                    (state.minute, state.figures, state.underWay) = (minute, figures, nil)
                }
                return figures
            }
            state.underWay = task
            return task
        }
        return await task.value
    }

    private func figures(at now: Instant) -> Stats {
        var stats = Stats(byStatus: [.confirmed: 0, .suspected: 0])
        let today = rules.day(of: now)
        confirmed.scan { listing in
            guard now < listing.ends else { return }
            stats.byStatus[.confirmed, default: 0] += 1
            count(listing, today: today, at: now, into: &stats)
        }
        for table in [membersOnly, moderatorsOnly] {
            table.scan { listing in
                guard now < listing.ends, listing.clearedOn == nil else { return }
                stats.byStatus[.suspected, default: 0] += 1
            }
        }
        stats.byAreaAndWeek = stats.byAreaAndWeek.filter { $0.value >= Stats.platesBehindFigureMin }
        return stats
    }

    /// A plate counts once an area and day, or area and week, so that figures do not change as rows coarsen.
    private func count(_ listing: Listing, today: Day, at now: Instant, into stats: inout Stats) {
        var days: Set<Sighting> = []
        var weeks: Set<Stats.AreaWeek> = []
        // Anyone may see the figures, so they count only public data.
        for sighting in listing.sightings where sighting.isVouchedFor {
            guard let id = areas.id(sighting.area), rules.aged(sighting.period, at: now) != nil else { continue }
            let daily = sighting.period.step == .slot ? rules.coarser(sighting.period) : sighting.period
            guard let daily else { continue }
            if daily.step == .day, daily.number < today.number {
                days.insert(Sighting(area: sighting.area, period: daily, reports: 0, commit: 0))
            }
            let week = daily.step == .day ? Day(number: daily.number).week : daily.number
            if week < today.week { weeks.insert(.init(area: id, week: week)) }
        }
        for day in days { stats.byDay[Day(number: day.period.number), default: 0] += 1 }
        for week in weeks { stats.byAreaAndWeek[week, default: 0] += 1 }
    }

    /// For the ledger, once a commit.
    func setAged(_ counters: Counters) {
        statsCache.state.withLock { state in
            state.agedSightings = counters.agedSightings
            state.agedPlates = counters.agedPlates
        }
    }
}
