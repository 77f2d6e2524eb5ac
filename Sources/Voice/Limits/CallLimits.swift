import Crypto
import Foundation
import Synchronization

/// The limits of all calls together, and of one caller. Counts are in memory only.
///
/// Caller IDs can be forged, so they never give a right: a caller's own limit only adds to the global ones.
package final class CallLimits: Sendable {
    package struct Settings: Hashable, Sendable {
        package var callsMax = 20
        package var lookupsPerMinute = 120
        package var lookupsPerCallerAndHour = 120
        package var minutesPerDay = 600
        package var transfersPerHour = 6

        package init() {}
    }

    /// Replaces a caller's number until midnight of the process's own clock: an HMAC-SHA256 under a random key that is only in memory.
    package struct CallerKey: Hashable, Sendable {
        fileprivate let digest: [UInt8]
    }

    /// Callers that are counted apart; further ones have the global limits alone.
    private static let callersMax = 10_000

    private struct Window {
        private var number: Int64 = -1
        private(set) var count = 0

        /// Counts one in the window of `length` that `now` is in; false if there were `limit` already.
        mutating func admit(_ now: Duration, length: Int64, limit: Int) -> Bool {
            let current = now.components.seconds / length
            if current != number { (number, count) = (current, 0) }
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    private struct State {
        var calls = 0
        var lookups = Window()
        var transfers = Window()
        var callers: [CallerKey: Window] = [:]
        var day: Int64 = -1
        var dayKey = SymmetricKey(size: .bits256)
        var secondsToday: Int64 = 0

        /// Forgets yesterday's key, callers and minutes.
        mutating func turn(_ now: Duration) {
            let today = now.components.seconds / 86_400
            guard today != day else { return }
            day = today
            dayKey = SymmetricKey(size: .bits256)
            callers = [:]
            secondsToday = 0
        }
    }

    private let settings: Settings
    private let uptime: @Sendable () -> Duration
    private let state = Mutex(State())

    /// - Parameter uptime: a clock that never goes back, from any zero.
    package init(_ settings: Settings = Settings(), uptime: @escaping @Sendable () -> Duration) {
        self.settings = settings
        self.uptime = uptime
    }

    package var calls: Int { state.withLock { $0.calls } }

    /// A time on the limits' own clock, for the start and the age of a call.
    package var now: Duration { uptime() }

    /// Begins a call; false if all lines are busy or the day's minutes are used up. Call ``end(startedAt:)`` once for each true.
    package func begin() -> Bool {
        let now = uptime()
        return state.withLock { state in
            state.turn(now)
            guard state.calls < settings.callsMax, state.secondsToday < Int64(settings.minutesPerDay) * 60 else { return false }
            state.calls += 1
            return true
        }
    }

    package func end(startedAt start: Duration) {
        let now = uptime()
        state.withLock { state in
            state.turn(now)
            state.calls -= 1
            state.secondsToday += max(1, (now - start).components.seconds)
        }
    }

    /// A key for the caller's number; nil if the number was withheld.
    package func caller(_ number: String?) -> CallerKey? {
        guard let number, number.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
        let now = uptime()
        return state.withLock { state in
            state.turn(now)
            return CallerKey(digest: Array(HMAC<SHA256>.authenticationCode(for: Data(number.utf8), using: state.dayKey)))
        }
    }

    /// Counts a look-up or a search by keys; false if it must not be asked.
    package func admitsLookup(by caller: CallerKey?) -> Bool {
        let now = uptime()
        return state.withLock { state in
            state.turn(now)
            if let caller, state.callers[caller] != nil || state.callers.count < Self.callersMax {
                let isAdmitted = state.callers[caller, default: Window()].admit(
                    now, length: 3_600, limit: settings.lookupsPerCallerAndHour)
                guard isAdmitted else { return false }
            }
            return state.lookups.admit(now, length: 60, limit: settings.lookupsPerMinute)
        }
    }

    package func admitsTransfer() -> Bool {
        let now = uptime()
        return state.withLock { $0.transfers.admit(now, length: 3_600, limit: settings.transfersPerHour) }
    }
}
