import Files
import Glibc
package import Logging
package import Sightings
import Wire

/// Notices a wall clock that was set by days while the daemon ran.
///
/// It compares the wall clock with the time since boot, which runs on while the machine sleeps. Both are taken as right when it begins, so a late
/// start is no jump.
package struct ClockWatch: Sendable {
    /// What a clock may be set by: more than any time zone that was entered wrongly, and less than anything that expires but for the live window.
    package static let secondsMax: Int64 = 2 * 86_400

    private let now: @Sendable () -> Int64
    private let uptime: @Sendable () -> Int64
    /// The wall clock's less the boot's seconds as it began.
    private let offset: Int64

    /// - Parameters:
    ///   - now: seconds since 1970, by the wall clock.
    ///   - uptime: seconds since any moment, by a clock that nobody sets.
    package init(now: @escaping @Sendable () -> Int64, uptime: @escaping @Sendable () -> Int64) {
        self.now = now
        self.uptime = uptime
        offset = now() - uptime()
    }

    /// The machine's own clocks, from now on.
    static var system: ClockWatch {
        ClockWatch(
            now: { Int64(time(nil)) },
            uptime: {
                var moment = timespec()
                clock_gettime(CLOCK_BOOTTIME, &moment)
                return Int64(moment.tv_sec)
            })
    }

    /// By how many seconds the wall clock was set since the beginning, where that is more than ``secondsMax`` either way; else nil.
    package var jump: Int64? {
        let jump = now() - uptime() - offset
        return abs(jump) > Self.secondsMax ? jump : nil
    }

    /// The wall clock that ``jump`` goes with.
    package var clock: WallClock {
        var clock = WallClock { [now] in Instant(seconds: now()) }
        clock.jump = { jump }
        return clock
    }
}

/// The file that remembers a jump of the wall clock over a restart, until the clock is right again or the operator accepts it.
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

    /// What the wall clock should have shown, and what it showed, in seconds since 1970.
    package struct Jump: Hashable, Sendable {
        package let expected: Int64
        package let shown: Int64

        package init(expected: Int64, shown: Int64) {
            self.expected = expected
            self.shown = shown
        }

        /// Whether a clock that shows `now` was put right meanwhile: it is where it should have been, or later, and not yet where it had jumped to.
        package func isOver(at now: Int64) -> Bool {
            guard now >= expected - ClockWatch.secondsMax else { return false }
            return shown < expected || now < shown - ClockWatch.secondsMax
        }
    }

    package var isThere: Bool { access(path, F_OK) == 0 }

    /// Writes a jump down. One that stands already stays: it knows the older, right time.
    package func write(_ jump: Jump) throws(DaemonError) {
        guard !isThere else { return }
        do {
            try file.create(Array("\(jump.expected) \(jump.shown)\n".utf8))
        } catch {
            throw DaemonError(.folderUnwritable, "The file \(path) cannot be written.")
        }
    }

    /// The jump that stands; nil where none does.
    package func read() throws(DaemonError) -> Jump? {
        guard isThere else { return nil }
        let bytes = (try? file.read(bytesMax: Self.bytesMax, .secret)) ?? []
        let numbers = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
        let years = -Self.secondsMax...Self.secondsMax
        guard numbers.count == 2, numbers.allSatisfy(years.contains) else {
            throw DaemonError(
                .clockJumped, "The file \(path) cannot be read. It stands for a clock that was set by days while the daemon ran.")
        }
        return Jump(expected: numbers[0], shown: numbers[1])
    }

    /// Ten thousand years: no arithmetic on such times overflows.
    private static let secondsMax: Int64 = 10_000 * 366 * 86_400

    package func erase() throws(DaemonError) {
        do {
            try file.erase()
        } catch {
            throw DaemonError(.folderUnwritable, "The file \(path) cannot be removed.")
        }
    }

    /// Lets a start go on where no jump stands or the clock was put right, and refuses it where one stands that nobody accepted.
    ///
    /// - Returns: whether the operator accepts a jump with this start.
    package func allowsStart(at now: Instant, accepting isAccepted: Bool) throws(DaemonError) -> Bool {
        guard isThere else { return false }
        if isAccepted { return true }
        try checkIsOver(at: now)
        try erase()
        return false
    }

    /// Refuses a jump that stands; changes nothing.
    func checkIsOver(at now: Instant) throws(DaemonError) {
        guard let jump = try read(), !jump.isOver(at: now.seconds) else { return }
        throw DaemonError(
            .clockJumped,
            "The clock was set from \(WireTime.text(jump.expected)) to \(WireTime.text(jump.shown)) while the daemon ran; it shows "
                + "\(WireTime.text(now.seconds)).")
    }
}

/// Holds up what goes by a wall clock that jumped, and says so.
package struct ClockHold: Sendable {
    private let clock: WallClock
    private let mark: ClockMark
    private let logger: Logger

    package init(clock: WallClock, mark: ClockMark, logger: Logger) {
        self.clock = clock
        self.mark = mark
        self.logger = logger
    }

    /// Whether the clock waits for the operator. Says so once, and writes it down for the next start.
    package func isOn() -> Bool {
        guard let jump = clock.jump() else {
            if mark.isThere { release() }
            return false
        }
        guard !mark.isThere else { return true }
        let now = clock.now()
        logger.critical(
            "The clock was set by days. Nothing is written or erased until it is right again. If it is right now: thawd serve --accept-clock.",
            metadata: ["by": "\(jump) s", "to": "\(WireTime.text(now.seconds))"])
        do throws(DaemonError) {
            try mark.write(ClockMark.Jump(expected: now.seconds - jump, shown: now.seconds))
        } catch {
            logger.error(
                "The jump of the clock could not be written down: do not restart before it is right.", metadata: ["causes": "\(error)"])
        }
        return true
    }

    private func release() {
        do throws(DaemonError) {
            try mark.erase()
            logger.notice("The clock is right again: writing and erasing go on.")
        } catch {
            logger.error("The clock is right again, but the next start will ask.", metadata: ["causes": "\(error)"])
        }
    }
}
