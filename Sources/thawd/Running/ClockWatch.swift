package import DaemonSupport
import Files
import Glibc
package import Logging
package import Sightings
import Wire

/// Detects that the wall clock moved by days while the daemon ran.
///
/// It compares the wall clock with the time since boot, which also counts while the machine sleeps. It assumes that both are right at its
/// start, so a late start is not a jump.
package struct ClockWatch: Sendable {
    /// The largest change that is not a jump, in seconds: larger than any wrong time zone, and shorter than any expiry except the live
    /// window.
    package static let secondsMax: Int64 = 2 * 86_400

    private let now: @Sendable () -> Int64
    private let uptime: @Sendable () -> Int64
    /// Wall clock minus time since boot at the start, in seconds.
    private let offset: Int64

    /// - Parameters:
    ///   - now: seconds since 1970, by the wall clock.
    ///   - uptime: seconds since any moment, by a clock that cannot be set.
    package init(now: @escaping @Sendable () -> Int64, uptime: @escaping @Sendable () -> Int64) {
        self.now = now
        self.uptime = uptime
        offset = now() - uptime()
    }

    /// Watches the machine's clocks from now on.
    static var system: ClockWatch {
        ClockWatch(
            now: { Int64(time(nil)) },
            uptime: {
                var moment = timespec()
                clock_gettime(CLOCK_BOOTTIME, &moment)
                return Int64(moment.tv_sec)
            })
    }

    /// How many seconds the wall clock was set by since the start; nil if not more than ``secondsMax`` in either direction.
    package var jump: Int64? {
        let jump = now() - uptime() - offset
        return abs(jump) > Self.secondsMax ? jump : nil
    }

    /// The wall clock, with ``jump``.
    package var clock: WallClock {
        var clock = WallClock { [now] in Instant(seconds: now()) }
        clock.jump = { jump }
        return clock
    }
}

/// The file that records a jump of the wall clock, so that a restart knows of it. It is erased when the clock is right or the operator
/// accepts it.
package struct ClockMark: Sendable {
    private static let bytesMax = 4096

    private let path: String
    private var file: FileLocation { FileLocation(path: path) }

    package init(folder: DataFolder) {
        self.init(inFolder: folder.path)
    }

    init(inFolder path: String) {
        self.path = DataFolder.clockMark(in: path)
    }

    /// The time that the wall clock should have shown, and the time that it showed, in seconds since 1970.
    package struct Jump: Hashable, Sendable {
        package let expected: Int64
        package let shown: Int64

        package init(expected: Int64, shown: Int64) {
            self.expected = expected
            self.shown = shown
        }

        /// Whether the clock, which shows `now`, was set right since: it is not before the expected time, and not at the time it had jumped
        /// to.
        package func isOver(at now: Int64) -> Bool {
            guard now >= expected - ClockWatch.secondsMax else { return false }
            return shown < expected || now < shown - ClockWatch.secondsMax
        }
    }

    package var exists: Bool { access(path, F_OK) == 0 }

    /// Records a jump. An existing file stays: it has the older, right time.
    package func write(_ jump: Jump) throws(DaemonError) {
        guard !exists else { return }
        try failing(as: .folderUnwritable, "Cannot write the file \(path).") {
            try file.create(Array("\(jump.expected) \(jump.shown)\n".utf8))
        }
    }

    /// The recorded jump; nil if there is none.
    package func read() throws(DaemonError) -> Jump? {
        guard exists else { return nil }
        // A file that cannot be read counts as malformed.
        let bytes = (try? file.read(bytesMax: Self.bytesMax, .secret)) ?? []
        let numbers = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
        let years = -Self.secondsMax...Self.secondsMax
        guard numbers.count == 2, numbers.allSatisfy(years.contains) else {
            throw DaemonError(
                .clockJumped, "Cannot read the file \(path). It says that the clock moved by days while the daemon ran.")
        }
        return Jump(expected: numbers[0], shown: numbers[1])
    }

    /// Ten thousand years. Arithmetic on such times does not overflow.
    private static let secondsMax: Int64 = 10_000 * 366 * 86_400

    package func erase() throws(DaemonError) {
        try failing(as: .folderUnwritable, "Cannot remove the file \(path).") { try file.erase() }
    }

    /// Allows a start if no jump is recorded or the clock is right again. Throws if there is a jump that the operator did not accept.
    ///
    /// - Returns: whether the operator accepts a jump with this start.
    package func allowsStart(at now: Instant, accepting isAccepted: Bool) throws(DaemonError) -> Bool {
        guard exists else { return false }
        if isAccepted { return true }
        try checkIsOver(at: now)
        try erase()
        return false
    }

    /// Throws if there is a jump and the clock is not right again. Changes nothing.
    func checkIsOver(at now: Instant) throws(DaemonError) {
        guard let jump = try read(), !jump.isOver(at: now.seconds) else { return }
        throw DaemonError(
            .clockJumped,
            "The clock was set from \(WireTime.text(jump.expected)) to \(WireTime.text(jump.shown)) while the daemon ran. Now it shows "
                + "\(WireTime.text(now.seconds)).")
    }
}

/// Stops writing and erasing after a jump of the wall clock, and logs it.
package struct ClockHold: Sendable {
    private let clock: WallClock
    private let mark: ClockMark
    private let logger: Logger

    package init(clock: WallClock, mark: ClockMark, logger: Logger) {
        self.clock = clock
        self.mark = mark
        self.logger = logger
    }

    /// Whether the clock has jumped. Logs a jump once, and records it for the next start.
    package func isOn() -> Bool {
        guard let jump = clock.jump() else {
            if mark.exists { release() }
            return false
        }
        guard !mark.exists else { return true }
        let now = clock.now()
        logger.critical(
            "The clock moved by days at once. Nothing is written or erased until it is right. If it is right now: thawd serve --accept-clock.",
            metadata: ["by": "\(jump) s", "to": "\(WireTime.text(now.seconds))"])
        do throws(DaemonError) {
            try mark.write(ClockMark.Jump(expected: now.seconds - jump, shown: now.seconds))
        } catch {
            logger.error(
                "Cannot record the jump of the clock. Do not restart before the clock is right.", metadata: ["causes": "\(error)"])
        }
        return true
    }

    private func release() {
        do throws(DaemonError) {
            try mark.erase()
            logger.notice("The clock is right again. Writing and erasing continue.")
        } catch {
            logger.error(
                "The clock is right again, but its file cannot be removed. The next start will ask.", metadata: ["causes": "\(error)"])
        }
    }
}
