import Vocabulary
package import Wire

/// The map, the days and the weeks.
struct FiguresPage: Sendable {
    let frame: PageFrame
    let time: String
    let map: MapView?
    /// The newest finished week with figures; `nil` if there is none.
    let week: String?
    /// All areas, for the newest week.
    let areas: [AreaRow]
    /// Whether some areas have too few vehicles to show.
    let hidesAreas: Bool
    let hasEarlier: Bool
    let earlier: [Week]
    let days: Days?
    let lines: [String]

    struct AreaRow: Sendable {
        let name: String
        let figure: Figure?

        struct Figure: Sendable {
            let shown: String
            let sightings: Int
            let most: Int
        }
    }

    struct Week: Sendable {
        let title: String
        let areas: [AreaRow]
    }

    struct Days: Sendable {
        let label: String
        let bars: [Bar]
        let rows: [Row]

        struct Bar: Sendable {
            let x: Int
            let y: Int
            let height: Int
            let label: String
        }

        struct Row: Sendable {
            let day: String
            let sightings: String
        }
    }
}

/// The areas in shades of how often vehicles were seen there.
struct MapView: Sendable {
    let label: String
    let width: Int
    let height: Int
    let fontSize: Int
    let shapes: [Shape]

    struct Shape: Sendable {
        /// For scripts, which choose an area on this map.
        let area: String
        let path: String
        /// A class: `a0` for too few to show, then `a1` to `a3` for thirds of the shown figures.
        let shade: String
        let number: Number?

        struct Number: Sendable {
            let x: Int
            let y: Int
            let sightings: String
        }
    }
}

extension Site {
    /// Figures that identify no plate.
    package func figures(_ stats: StatsBody, for reader: PageReader) -> [UInt8] {
        let edition = edition(reader.language)
        let (words, time) = (edition.words, edition.time)
        func title(_ week: String) -> String { words.text("time.week", ["date": time.day(week, asOf: stats.asOf)]) }
        let weeks = Dictionary(grouping: stats.weeks, by: \.week).sorted { $0.key > $1.key }
        let newest = Dictionary(uniqueKeysWithValues: (weeks.first?.value ?? []).map { ($0.area, $0.sightings) })
        return edition.templates.page(
            .figures,
            FiguresPage(
                frame: PageFrame(self, edition, for: reader), time: time.clock(stats.asOf) ?? stats.asOf, map: mapView(newest, words),
                week: weeks.first.map { title($0.key) },
                areas: rows(newest, all: true, words), hidesAreas: settings.areas.areas.contains { newest[$0.id.description] == nil },
                hasEarlier: weeks.count > 1,
                earlier: weeks.dropFirst().map { week in
                    let figures = Dictionary(uniqueKeysWithValues: week.value.map { ($0.area, $0.sightings) })
                    return FiguresPage.Week(title: title(week.key), areas: rows(figures, all: false, words))
                },
                days: days(stats, edition), lines: Self.lines(stats, words)))
    }

    private func rows(_ figures: [String: Int], all: Bool, _ words: Words) -> [FiguresPage.AreaRow] {
        let most = figures.values.max() ?? 0
        return settings.areas.areas.compactMap { area in
            let sightings = figures[area.id.description]
            guard all || sightings != nil else { return nil }
            return .init(name: area.name, figure: sightings.map { .init(shown: words.number($0), sightings: $0, most: most) })
        }
    }

    private func mapView(_ figures: [String: Int], _ words: Words) -> MapView? {
        guard !map.shapes.isEmpty else { return nil }
        let ranked = figures.values.sorted()
        return MapView(
            label: words.text("figures.map", count: map.shapes.count), width: map.width, height: map.height, fontSize: map.fontSize,
            shapes: map.shapes.map { shape in
                guard let sightings = figures[shape.areaID] else {
                    return .init(area: shape.areaID, path: shape.path, shade: "a0", number: nil)
                }
                let below = ranked.count { $0 < sightings }
                return .init(
                    area: shape.areaID, path: shape.path, shade: "a\(1 + min(2, below * 3 / ranked.count))",
                    number: shape.label.map { .init(x: $0.x, y: $0.y, sightings: words.number(sightings)) })
            })
    }

    private func days(_ stats: StatsBody, _ edition: Edition) -> FiguresPage.Days? {
        let shown = stats.days.prefix(35)
        guard let most = shown.map(\.sightings).max(), most > 0 else { return nil }
        let (words, time) = (edition.words, edition.time)
        return FiguresPage.Days(
            label: words.text("figures.days.chart", count: shown.count),
            bars: shown.reversed().enumerated().map { index, day in
                let height = day.sightings * 100 / most
                return .init(
                    x: index * 10, y: 100 - height, height: height,
                    label: words.text("figures.days.label", count: day.sightings, ["date": time.day(day.day, asOf: stats.asOf)]))
            },
            rows: shown.map { .init(day: time.day($0.day, asOf: stats.asOf), sightings: words.number($0.sightings)) })
    }

    private static func lines(_ stats: StatsBody, _ words: Words) -> [String] {
        [
            stats.listings.confirmed.map { words.text("figures.listings.confirmed", count: $0) },
            stats.listings.suspected.map { words.text("figures.listings.suspected", count: $0) },
            words.text("figures.aged.sightings", count: stats.agedOut.sightings),
            words.text("figures.aged.plates", count: stats.agedOut.plates),
        ].compactMap { $0 }
    }
}
