import DaemonSupport
import Glibc
import TestSupport
import Testing
import thawd

@Suite("Notifying systemd")
struct ServiceNotificationTests {
    private let place = TemporaryFolder()

    private func withManager(_ path: String, _ body: (Int32) throws -> Void) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        if path.hasPrefix("@") { address.sun_path.0 = 0 }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(bound == 0)
        try body(descriptor)
    }

    private func received(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    @Test func `readiness and stop are sent to a socket path and to an abstract name`() throws {
        for path in ["\(place.path)/notify", "@thawd-test-\(getpid())"] {
            try withManager(path) { manager in
                let notification = ServiceNotification(environment: ["NOTIFY_SOCKET": path])
                notification.ready()
                #expect(received(manager) == "READY=1")
                notification.stopping()
                #expect(received(manager) == "STOPPING=1")
            }
        }
    }
}
