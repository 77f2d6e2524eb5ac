import Glibc
import Synchronization

/// A wish to stop that reaches a transfer or a wait on any thread, and stays raised until it is lowered.
///
/// It is a pipe with a byte in it, because that is what a signal handler may write and what libcurl can wait for.
package final class Interruption: Sendable {
    /// Readable while raised; -1 where no pipe could be made, and then only ``raise()`` works.
    let readEnd: Int32
    private let writeEnd: Int32
    private let fallback = Atomic<Bool>(false)

    package init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        if readEnd >= 0 {
            close(readEnd)
            close(writeEnd)
        }
    }

    package var isRaised: Bool {
        fallback.load(ordering: .relaxed) || isReadable(timeoutMilliseconds: 0)
    }

    /// Stops what is under way, and whatever begins before ``lower()``.
    package func raise() {
        fallback.store(true, ordering: .relaxed)
        _ = write(writeEnd, [1], 1)
    }

    package func lower() {
        fallback.store(false, ordering: .relaxed)
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }

    func wait(seconds: Double) {
        let milliseconds = Int32(min(max(seconds, 0) * 1_000, Double(Int32.max)))
        guard readEnd >= 0 else {
            usleep(useconds_t(milliseconds) * 1_000)
            return
        }
        _ = isReadable(timeoutMilliseconds: milliseconds)
    }

    private func isReadable(timeoutMilliseconds: Int32) -> Bool {
        guard readEnd >= 0 else { return false }
        var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, timeoutMilliseconds) > 0
    }

    /// Runs `body` with the signals of a person who wants to stop (SIGINT, SIGTERM) turned into ``raise()``.
    ///
    /// The second such signal ends the process as ever. For one thread at a time; calls may nest.
    package func catching<Result>(_ body: () throws(ClientError) -> Result) throws(ClientError) -> Result {
        guard writeEnd >= 0 else { return try body() }
        let outer = signalledEnd.exchange(writeEnd, ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            let before = errno
            var byte: UInt8 = 1
            _ = write(signalledEnd.load(ordering: .relaxed), &byte, 1)
            errno = before
        }
        action.sa_flags = Int32(truncatingIfNeeded: SA_RESETHAND)
        var former: [(signal: Int32, action: sigaction)] = []
        for signal in Self.signals {
            var before = sigaction()
            sigaction(signal, nil, &before)
            // What started this process wants the signal ignored, as nohup and shells do for the background.
            if unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == Self.ignored { continue }
            former.append((signal, before))
            sigaction(signal, &action, nil)
        }
        defer {
            for entry in former {
                var action = entry.action
                sigaction(entry.signal, &action, nil)
            }
            signalledEnd.store(outer, ordering: .relaxed)
        }
        return try body()
    }

    private static let signals = [SIGINT, SIGTERM]
    private static let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
}

/// Where the signal handler writes: a handler can capture nothing. Written only while no handler of ours is in place or by the thread that
/// puts it there, as ``Interruption/catching(_:)`` demands.
private let signalledEnd = Atomic<Int32>(-1)
