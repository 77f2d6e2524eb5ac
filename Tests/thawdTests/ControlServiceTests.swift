import Foundation
import Glibc
import Logging
import ServiceLifecycle
import TestSupport
import Testing
import Wire
import thawd

@Suite("The control socket")
struct ControlServiceTests {
    private let place = TemporaryFolder()

    /// Serves a registry's operations on its socket while `use` runs.
    private func serve(_ use: (String) async throws -> Void) async throws {
        let fixture = try OperationsFixture(place)
        let path = fixture.home.folder.controlSocket
        let service = ControlService(
            path: path, operations: Operations(fixture.home, holder: fixture.holder, clock: fixture.clock.wallClock), logger: .quiet)
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: .quiet))
        let served = Task { try await group.run() }
        for _ in 0..<500 {
            // The socket is made first and then made private; in between, the daemon's umask keeps others out.
            if Self.mode(of: path) == S_IFSOCK | 0o600, (try? ControlConnection(path)) != nil { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        do {
            try await use(path)
        } catch {
            await group.triggerGracefulShutdown()
            try await served.value
            throw error
        }
        await group.triggerGracefulShutdown()
        try await served.value
        #expect(access(path, F_OK) != 0, "a clean stop leaves no socket")
        try await fixture.close()
    }

    private static func mode(of path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : 0
    }

    @Test func `the socket is private, and greets`() async throws {
        try await serve { path in
            #expect(Self.mode(of: path) == S_IFSOCK | 0o600)
            let greeting = try await ControlConnection(path).line()
            #expect(greeting == #"{"ready":{"version":1}}"#)
        }
    }

    @Test func `several requests in one session are answered`() async throws {
        try await serve { path in
            let connection = try ControlConnection(path)
            _ = try await connection.line()
            try await connection.send(#"{"stage":{}}"#)
            #expect(try await connection.line().hasPrefix(#"{"staged":{"file":"staged-"#))
            try await connection.send(#"{"previewPurge":{"selection":{"olderThanDays":14}}}"#)
            #expect(try await connection.line().contains(#""plates":0"#))
            try await connection.send(#"{"previewPurge":{"selection":{}}}"#)
            #expect(try await connection.line().contains("purge.empty"))
        }
    }

    @Test func `a session's staged files are erased soon after it`() async throws {
        try await serve { path in
            let folder = (path as NSString).deletingLastPathComponent
            do {
                let connection = try ControlConnection(path)
                _ = try await connection.line()
                try await connection.send(#"{"backUp":{}}"#)
                #expect(try await connection.line().contains(#""backedUp""#))
            }
            var staged = ["unread"]
            for _ in 0..<300 where !staged.isEmpty {
                staged = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("staged-") }
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(staged.isEmpty)
        }
    }

    @Test(arguments: ["", "no JSON", #"{"format":{}}"#, #"{"stage":{},"backUp":{}}"#, #"{"verify":{}}"#])
    func `a line that is not a request gets an error, and the session ends`(_ line: String) async throws {
        try await serve { path in
            let connection = try ControlConnection(path)
            _ = try await connection.line()
            try await connection.send(line)
            #expect(try await connection.line().contains("control.malformed"))
            await #expect(throws: ControlConnection.Closed.self) { try await connection.line() }
        }
    }

    @Test func `an endless line closes the connection, and others are still served`() async throws {
        try await serve { path in
            let connection = try ControlConnection(path)
            _ = try await connection.line()
            let piece = String(repeating: "x", count: 1 << 16)
            await #expect(throws: ControlConnection.Closed.self) {
                for _ in 0..<200 { try await connection.send(piece, end: "") }
                _ = try await connection.line()
            }
            #expect(try await ControlConnection(path).line().contains("ready"))
        }
    }

    @Test func `connections at the moment of the stop do no harm`() async throws {
        for _ in 0..<40 {
            try await ControlServiceTests().serve { path in
                for _ in 0..<6 { _ = try ControlConnection(path) }
            }
        }
    }

    @Test func `too many connections at once are refused as busy`() async throws {
        try await serve { path in
            var connections: [ControlConnection] = []
            var greetings: [String] = []
            for _ in 0..<(ControlService.connectionsMax + 2) {
                let connection = try ControlConnection(path)
                greetings.append(try await connection.line())
                connections.append(connection)
            }
            #expect(greetings.first?.contains("ready") == true)
            #expect(greetings.last?.contains("control.busy") == true)
        }
    }
}

/// A connection to a control socket, without the client's code.
///
/// Its queue guards `unread`.
private final class ControlConnection: @unchecked Sendable {
    struct Closed: Error {}

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "control connection")
    /// Only the queue touches it.
    private var unread: [UInt8] = []

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else {
            Glibc.close(descriptor)
            throw Closed()
        }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Runs blocking calls on a queue, not on the threads that the service needs.
    private func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }

    func send(_ text: String, end: String = "\n") async throws {
        try await blocking { try self.sendNow(text, end: end) }
    }

    func line() async throws -> String {
        try await blocking { try self.lineNow() }
    }

    private func sendNow(_ text: String, end: String) throws {
        var rest = Array((text + end).utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Closed() }
            rest = rest.dropFirst(count)
        }
    }

    private func lineNow() throws -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeFirst(end + 1) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { throw Closed() }
            unread += piece.prefix(count)
        }
    }
}
