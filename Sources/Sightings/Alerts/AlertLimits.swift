/// The limits of alerts: an hourly limit for all, one for each area, and half of the first for confirmations. Alerts beyond the limits are
/// counted.
///
/// In memory only: a restart begins anew.
struct AlertLimits: Sendable {
    private let perHour: Int
    private let perAreaHour: Int
    /// The alerts of the last hour, so at most ``perHour``. A plate that became confirmed has no area.
    private var recent: [(at: Instant, area: AreaNumber?)] = []
    /// The number of alerts that were held back since the last line about them, by output.
    private var heldBack: [String: Int] = [:]
    /// When the first of them was.
    private var firstHeldBack: Instant?
    /// When the last line about them went out.
    private var told: Instant?

    private static let windowMinutes = 60
    /// A line waits so long, to count more of them.
    private static let lineMinutes = 1

    init(_ rules: Rules.Alerts) {
        perHour = rules.perHour
        perAreaHour = rules.perAreaHour
    }

    /// Whether one more may go out.
    ///
    /// - Parameter planned: the areas of those that this pass sends before it.
    func allows(_ area: AreaNumber?, at now: Instant, after planned: [AreaNumber?]) -> Bool {
        let areas = recent.filter { isRecent($0.at, at: now) }.map(\.area) + planned
        guard areas.count < perHour else { return false }
        // An evening's confirmations must leave room for alerts about new sightings.
        guard let area else { return areas.count { $0 == nil } < max(1, perHour / 2) }
        return areas.count { $0 == area } < perAreaHour
    }

    private func isRecent(_ instant: Instant, at now: Instant) -> Bool { now < instant.adding(minutes: Self.windowMinutes) }

    mutating func apply(sent areas: [AreaNumber?], heldBack counts: [String: Int], at now: Instant) {
        if !areas.isEmpty { recent = recent.filter { isRecent($0.at, at: now) } + areas.map { (now, $0) } }
        guard !counts.isEmpty else { return }
        heldBack.merge(counts, uniquingKeysWith: +)
        if firstHeldBack == nil { firstHeldBack = now }
    }

    /// How many were held back, by output, once a line about them is due: a minute after the first, and an hour after the last line.
    mutating func takeHeldBack(at now: Instant) -> [String: Int] {
        guard let first = firstHeldBack, first.adding(minutes: Self.lineMinutes) <= now,
            told.map({ !isRecent($0, at: now) }) ?? true
        else { return [:] }
        defer { (heldBack, firstHeldBack, told) = ([:], nil, now) }
        return heldBack
    }
}
