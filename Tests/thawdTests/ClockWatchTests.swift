import DaemonSupport
import Foundation
import Glibc
import Logging
import Sightings
import Synchronization
import TestSupport
import Testing
import Vocabulary
import Wire
import thawd

@Suite("A wall clock that is set while the daemon runs")
struct ClockWatchTests {
    private let place = TemporaryFolder()
    private static let day: Int64 = 86_400
    private static let start: Int64 = 1_795_362_300

    /// Two clocks that a test sets.
    private final class Clocks: Sendable {
        let wall = Mutex(ClockWatchTests.start)
        let uptime = Mutex<Int64>(7_000)

        var watch: ClockWatch {
            ClockWatch(now: { [self] in wall.withLock { $0 } }, uptime: { [self] in uptime.withLock { $0 } })
        }
    }

    @Test(
        "is a jump if it moved by more than two days against the time that passed",
        arguments: [
            (0, 0, nil), (40, 40, nil), (400, 400, nil), (2, 0, nil), (3, 1, nil), (3, 0, 3), (40, 10, 30), (-3, 0, -3),
            (-20_000, 1, -20_001),
            (1, 4, -3),
        ] as [(Int64, Int64, Int64?)])
    func jumps(wallDays: Int64, passedDays: Int64, jumpDays: Int64?) {
        let clocks = Clocks()
        let watch = clocks.watch
        clocks.wall.withLock { $0 += wallDays * Self.day }
        clocks.uptime.withLock { $0 += passedDays * Self.day }
        #expect(watch.jump == jumpDays.map { $0 * Self.day })
        #expect(watch.clock.jump() == watch.jump)
        #expect(watch.clock.now().seconds == Self.start + wallDays * Self.day)
    }

    @Test("a change of two days and one second is a jump, and setting the clock back ends it")
    func edge() {
        let clocks = Clocks()
        let watch = clocks.watch
        clocks.wall.withLock { $0 += 2 * Self.day + 1 }
        #expect(watch.jump == 2 * Self.day + 1)
        clocks.wall.withLock { $0 -= 1 }
        #expect(watch.jump == nil)
    }

    @Test(
        "is over if the clock is right again, also at a later start",
        arguments: [
            // Ahead by 400 days: right again, a late start, still ahead, and so late that nobody can tell.
            (400, 0, true), (400, 30, true), (400, 399, false), (400, 400, false), (400, 800, false),
            // Behind by 400 days: still behind, and right again at any later time.
            (-400, -400, false), (-400, -3, false), (-400, -1, true), (-400, 0, true), (-400, 900, true),
        ] as [(Int64, Int64, Bool)])
    func over(jumpDays: Int64, nowDays: Int64, isOver: Bool) {
        let jump = ClockMark.Jump(expected: Self.start, shown: Self.start + jumpDays * Self.day)
        #expect(jump.isOver(at: Self.start + nowDays * Self.day) == isOver)
    }

    // MARK: Over a restart

    private func plan() throws -> StartPlan {
        try StartPlan(Settings(), paths: HomePaths(environment: ["HOME": place.path]))
    }

    /// Opens the registry at a time, runs `use`, and closes it. Returns the error if it cannot be opened.
    private func open(
        days: Int64 = 0, accepting: Bool = false, use: (OpenRegistry, Ledger) async throws -> Void = { _, _ in }
    ) async throws -> ErrorCode? {
        try await refusal {
            let registry = try OpenRegistry(plan(), logger: .quiet)
            defer { registry.close() }
            let clock = WallClock { Instant(seconds: Self.start + days * Self.day) }
            let ledger = try await registry.openLedger(clock: clock, acceptsClock: accepting)
            try await use(registry, ledger)
            await ledger.stop()
        }
    }

    private func audited(_ ledger: Ledger) async -> [String] {
        await ledger.auditPage(.init(start: .after(0), limit: 100)).links.map(\.entry.action.rawValue)
    }

    @Test("the next start is refused until the clock is right or the operator accepts it, which the audit chain records once")
    func restarts() async throws {
        let code = try await open { registry, _ in
            let clock = TestClock(Instant(seconds: Self.start + 400 * Self.day))
            clock.jump = 400 * Self.day
            let hold = ClockHold(clock: clock.wallClock, mark: ClockMark(folder: registry.folder), logger: .quiet)
            #expect(hold.isOn())
            #expect(hold.isOn())
        }
        #expect(code == nil)
        for days: Int64 in [400, 401] {
            #expect(try await open(days: days) == .clockJumped)
        }
        for isAccepting in [true, false, true] {
            let code = try await open(days: 400, accepting: isAccepting) { _, ledger in
                #expect(await audited(ledger) == ["accept-clock"])
            }
            #expect(code == nil)
        }
    }

    @Test("the next start is allowed if the clock is right again, and removes the record of the jump")
    func putRight() async throws {
        _ = try await open { registry, _ in
            try ClockMark(folder: registry.folder).write(.init(expected: Self.start, shown: Self.start + 400 * Self.day))
        }
        let code = try await open(days: 1) { registry, ledger in
            #expect(!ClockMark(folder: registry.folder).exists)
            #expect(await audited(ledger).isEmpty)
        }
        #expect(code == nil)
    }

    @Test("the record of the jump is removed if the clock is set right while the daemon runs")
    func release() async throws {
        _ = try await open { registry, _ in
            let clock = TestClock(Instant(seconds: Self.start))
            let mark = ClockMark(folder: registry.folder)
            let hold = ClockHold(clock: clock.wallClock, mark: mark, logger: .quiet)
            #expect(!hold.isOn() && !mark.exists)
            clock.jump = -400 * Self.day
            #expect(hold.isOn() && mark.exists)
            clock.jump = nil
            #expect(!hold.isOn() && !mark.exists)
        }
    }

    @Test("a damaged record of the jump still refuses a start")
    func damagedMark() async throws {
        for text in ["", "1", "x y", "1 2 3", "99999999999999999999 1", "9223372036854775807 1"] {
            _ = try await open()
            let path = try plan().dataFolder + "/clock-jumped"
            try Data(text.utf8).write(to: URL(filePath: path))
            #expect(chmod(path, 0o600) == 0)
            let (refused, accepted) = (try await open(), try await open(accepting: true))
            #expect(refused == .clockJumped, "\(text)")
            #expect(accepted == nil)
        }
    }
}
