import HTTPTypes
import Hummingbird
import Sightings
import Synchronization
import Wire

/// The list for devices that all tokens share: made at most once a minute, when someone asks for it.
final class DeviceListCache: Sendable {
    private struct State {
        var minute: Int64 = .min
        var list: DeviceList?
        /// The list that is being made, shared by all who ask meanwhile.
        var underWay: Task<DeviceList, Never>?
        var fetches = ListFetches()
        /// How often a list was made.
        var passes = 0
    }

    private let ledger: Ledger
    private let chapter: Chapter
    private let state = Mutex(State())

    init(_ ledger: Ledger, chapter: Chapter) {
        self.ledger = ledger
        self.chapter = chapter
    }

    /// Answers a request, and counts it if the list is sent.
    func response(to request: Request, at now: Instant) async -> Response {
        let response = await list(at: now).response(to: request)
        if response.status == .ok { state.withLock { $0.fetches.add(on: ledger.rules.day(of: now)) } }
        return response
    }

    /// How often the list was sent on the day before this moment's, in all.
    func fetchesOfLastDay(at now: Instant) -> Int {
        state.withLock { $0.fetches.ofLastDay(on: ledger.rules.day(of: now)) }
    }

    /// How often a list was made since the start.
    var passes: Int { state.withLock { $0.passes } }

    private func list(at now: Instant) async -> DeviceList {
        let minute = now.seconds / 60
        if let known = state.withLock({ $0.minute == minute ? $0.list : nil }) { return known }
        let task = state.withLock { state in
            if let underWay = state.underWay { return underWay }
            state.passes += 1
            let former = state.list
            let task = Task { [self] in
                let list = await DeviceList.make(of: ledger, chapter: chapter, after: former, at: now)
                self.state.withLock { state in
                    (state.minute, state.list, state.underWay) = (minute, list, nil)
                }
                return list
            }
            state.underWay = task
            return task
        }
        return await task.value
    }
}

/// Counts the lists that were sent, by day and for the whole registry. Which token fetched one, and when, would be a trail.
struct ListFetches: Sendable {
    private var day = Day(number: .min)
    private var count = 0
    private var countOfDayBefore = 0

    mutating func add(on today: Day) {
        turn(to: today)
        count += 1
    }

    /// The count of the day before `today`.
    mutating func ofLastDay(on today: Day) -> Int {
        turn(to: today)
        return countOfDayBefore
    }

    private mutating func turn(to today: Day) {
        guard today != day else { return }
        countOfDayBefore = today == Day(number: day.number &+ 1) ? count : 0
        (day, count) = (today, 0)
    }
}
