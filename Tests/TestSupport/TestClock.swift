package import Sightings
import Synchronization

/// A clock that stands still until a test moves it.
package final class TestClock: Sendable {
    private let seconds: Mutex<Int64>
    private let jumped = Mutex<Int64?>(nil)

    /// 2026-11-22 15:45 UTC, a Sunday.
    package static let start = Instant(seconds: 1_795_362_300)

    package init(_ start: Instant = TestClock.start) {
        seconds = Mutex(start.seconds)
    }

    package var now: Instant {
        get { Instant(seconds: seconds.withLock { $0 }) }
        set { seconds.withLock { $0 = newValue.seconds } }
    }

    package func advance(minutes: Int = 0, hours: Int = 0, days: Int = 0) {
        seconds.withLock { $0 += Int64(minutes) * 60 + Int64(hours) * 3600 + Int64(days) * 86_400 }
    }

    /// The jump in seconds that an operator must confirm; nil for none.
    package var jump: Int64? {
        get { jumped.withLock { $0 } }
        set { jumped.withLock { $0 = newValue } }
    }

    package var wallClock: WallClock {
        var clock = WallClock { self.now }
        clock.jump = { self.jump }
        return clock
    }
}
