import Foundation
import Glibc

/// A program on a terminal of its own, as a person would use it.
final class PseudoTerminal {
    struct Failed: Error {
        let why: String
        let screen: String
    }

    /// A terminal that never answers is a failure; nothing waits that long otherwise.
    private static let milliseconds: Int32 = 30_000
    private static let pieceBytes = 4_096

    /// `POSIX_SPAWN_SETSID` of spawn.h, which only GNU's own names have.
    private static let newSession: Int16 = 0x80

    private let master: Int32
    private let slave: Int32
    private let process: pid_t
    private var bytes: [UInt8] = []
    /// Up to here the screen was waited for already.
    private var seen = 0

    /// Starts a program as the leader of a session whose terminal this is.
    init(_ program: String, _ arguments: [String], environment: [String: String]) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, nil) == 0, let name = ttyname(slave) else {
            throw Failed(why: "no terminal", screen: "")
        }
        self.master = master
        // It stays open here, so that the test can read the rest after the program has ended.
        self.slave = slave
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        posix_spawn_file_actions_addclose(&actions, master)
        posix_spawn_file_actions_addclose(&actions, slave)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Self.newSession)
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process = pid_t()
        let status = posix_spawn(&process, program, &actions, &attributes, words, variables)
        self.process = process
        guard status == 0 else { throw Failed(why: "not started: \(status)", screen: "") }
    }

    deinit {
        close(master)
        close(slave)
    }

    /// The screen's text so far, with the codes that move the cursor.
    var screen: String { String(decoding: bytes, as: UTF8.self) }

    /// Types, or pastes, as one piece.
    func type(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = write(master, rest.baseAddress, rest.count)
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    /// Returns once the screen shows the text, after the texts that were waited for before.
    func wait(for text: String) throws {
        let wanted = Array(text.utf8)
        while true {
            if let found = bytes[seen...].firstRange(of: wanted) {
                seen = found.upperBound
                return
            }
            guard readMore() else { throw Failed(why: "“\(text)” never came", screen: screen) }
        }
    }

    /// Returns once the program reads single keys: before that, the terminal itself handles Ctrl-U.
    func waitForEditor() throws {
        for _ in 0..<Self.milliseconds {
            var settings = termios()
            if tcgetattr(slave, &settings) == 0, settings.c_lflag & tcflag_t(ICANON) == 0 { return }
            usleep(1_000)
        }
        throw Failed(why: "the program does not read single keys", screen: screen)
    }

    private func readMore() -> Bool {
        var input = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&input, 1, Self.milliseconds) == 1, input.revents & Int16(POLLIN) != 0 else { return false }
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
            count = max(0, read(master, buffer.baseAddress, buffer.count))
        }
        bytes += piece
        return !piece.isEmpty
    }

    /// Waits for the program's end; its exit status, and how many bytes a shell would read next.
    func finish() -> (status: Int32, left: Int) {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        var settings = termios()
        tcgetattr(slave, &settings)
        settings.c_lflag &= ~tcflag_t(ICANON)
        // Without lines, all that was typed counts.
        tcsetattr(slave, TCSANOW, &settings)
        var left: Int32 = 0
        _ = ioctl(slave, UInt(FIONREAD), &left)
        return (status & 0x7F == 0 ? status >> 8 & 0xFF : -1, Int(left))
    }

    /// Whether keys are shown and lines can be edited, as a shell expects it.
    var isAsItWas: Bool {
        var settings = termios()
        guard tcgetattr(slave, &settings) == 0 else { return false }
        return settings.c_lflag & tcflag_t(ECHO) != 0 && settings.c_lflag & tcflag_t(ISIG) != 0
    }
}
