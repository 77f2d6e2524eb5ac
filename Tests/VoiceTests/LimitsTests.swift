import Synchronization
import Testing
import Voice

@Suite("Limits of calls")
struct CallLimitsTests {
    /// A clock that a test turns.
    final class Clock: Sendable {
        private let time = Mutex(Duration.zero)
        var now: Duration { time.withLock { $0 } }
        func pass(_ duration: Duration) { time.withLock { $0 += duration } }
    }

    private let clock = Clock()

    private func limits(_ change: (inout CallLimits.Settings) -> Void) -> CallLimits {
        var settings = CallLimits.Settings()
        change(&settings)
        return CallLimits(settings) { [clock] in clock.now }
    }

    @Test func `calls at once have a limit`() {
        let limits = limits { $0.callsMax = 2 }
        #expect(limits.begin() && limits.begin() && !limits.begin())
        limits.end(startedAt: .zero)
        #expect(limits.begin())
    }

    @Test func `minutes of a day have a limit, and the next day is free again`() {
        let limits = limits { $0.minutesPerDay = 5 }
        #expect(limits.begin())
        clock.pass(.seconds(301))
        limits.end(startedAt: .zero)
        #expect(!limits.begin())
        clock.pass(.seconds(86_400))
        #expect(limits.begin())
    }

    @Test func `look-ups have a limit a minute for all, and an hour for a caller`() {
        let limits = limits { ($0.lookupsPerMinute, $0.lookupsPerCallerAndHour) = (3, 2) }
        let caller = limits.caller("+16125550100")
        #expect(limits.admitsLookup(by: caller) && limits.admitsLookup(by: caller) && !limits.admitsLookup(by: caller))
        #expect(limits.admitsLookup(by: nil))
        #expect(!limits.admitsLookup(by: limits.caller("+16125550101")))
        clock.pass(.seconds(60))
        #expect(limits.admitsLookup(by: nil) && !limits.admitsLookup(by: caller))
        clock.pass(.seconds(3_600))
        #expect(limits.admitsLookup(by: caller))
    }

    @Test func `a withheld number is nobody's, and a number's key changes each day`() {
        let limits = limits { _ in }
        #expect(limits.caller("anonymous") == nil && limits.caller(nil) == nil)
        let key = limits.caller("+16125550100")
        #expect(key == limits.caller("+16125550100"))
        #expect(key != limits.caller("+16125550101"))
        clock.pass(.seconds(86_400))
        #expect(key != limits.caller("+16125550100"))
    }

    @Test func `transfers have a limit an hour`() {
        let limits = limits { $0.transfersPerHour = 1 }
        #expect(limits.admitsTransfer() && !limits.admitsTransfer())
        clock.pass(.seconds(3_600))
        #expect(limits.admitsTransfer())
    }
}
