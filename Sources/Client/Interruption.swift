import Glibc
import Synchronization

/// A request to stop. It ends a transfer or a wait on any thread, and stays raised until it is lowered.
///
/// It is a pipe: a signal handler may write to one, and libcurl can wait for one.
package final class Interruption: Sendable {
    /// Readable while raised; -1 if no pipe could be made. Then ``raise()`` works, and signals end the process as usual.
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

    /// Ends the current transfer or wait, and every one that starts before ``lower()``.
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

    /// Runs `body`, and turns SIGINT and SIGTERM into ``raise()`` meanwhile.
    ///
    /// A second such signal ends the process as usual. For one thread at a time; calls may nest.
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
            // The parent process wants the signal ignored, as nohup does, and shells do for background jobs.
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

/// The pipe that the signal handler writes to, because a handler cannot capture a value. Only the thread that installs the handler sets it:
/// see ``Interruption/catching(_:)``.
private let signalledEnd = Atomic<Int32>(-1)
