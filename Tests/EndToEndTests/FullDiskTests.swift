import Foundation
import Glibc
import TestSupport
import Testing

/// A data folder on a disk of its own that is full: a small tmpfs, which only root can mount.
@Suite(.serialized, .enabled(if: SmallDisk.isPossible, "needs root and a mount of its own"))
struct FullDiskTests {
    @Test("A full disk sheds writes, answers look-ups, says that it is not ready, and goes on by itself once there is room")
    func fullDisk() async throws {
        let folder = TemporaryFolder()
        let disk = try SmallDisk(at: folder.path + "/data", mebibytes: 16)
        let daemon = try await RunningDaemon(folder: folder, arguments: ["--store-free-mib-min", "1"])
        let admin = try daemon.firstAdminToken()
        let connection = try daemon.connect()
        var acknowledged: [String] = []
        func report(_ number: Int) throws -> LoopbackConnection.Answer {
            let plate = "MN:F\(number)"
            let seen = Date().addingTimeInterval(-600).formatted(.iso8601)
            let body = #"{"id":"\#(String(format: "%032x", number))","plate":"\#(plate)","seen_at":"\#(seen)","area":"everywhere"}"#
            let answer = try connection.request("POST", "/v1/reports", token: admin, body: #"{"reports":[\#(body)]}"#)
            if answer.status == 200 { acknowledged.append(body) }
            return answer
        }
        #expect(try report(1).status == 200)
        try disk.fill()
        var refused: LoopbackConnection.Answer?
        for number in 2..<2_000 where refused == nil {
            let answer = try report(number)
            if answer.status != 200 { refused = answer }
        }
        #expect(refused?.status == 507)
        #expect(refused?.code == "store.full")
        #expect(try connection.request("POST", "/v1/lookups", body: #"{"plates":["MN:F1"]}"#).status == 200, "look-ups go on")
        #expect(try daemon.readiness() == 503)
        let backup = try daemon.operate("backup", folder.path + "/backup")
        #expect(backup.status == 1 && backup.error.contains("store.full"), "\(backup.error)")
        #expect(!backup.error.contains("recorded"), "the advice is for the operator: \(backup.error)")

        try disk.free()
        #expect(try report(5_000).status == 200, "it goes on without a restart")
        #expect(try daemon.readiness() == 200)
        let again = try connection.request(
            "POST", "/v1/reports", token: admin, body: #"{"reports":[\#(acknowledged.suffix(400).joined(separator: ","))]}"#)
        let items = try #require(again.json["results"] as? [[String: Any]])
        #expect(items.count == min(400, acknowledged.count))
        #expect(items.allSatisfy { $0["replayed"] as? Bool == true }, "everything acknowledged is there")
        #expect(daemon.stop() == 0)
    }
}

/// A tmpfs of a few mebibytes, unmounted with its last reference.
private final class SmallDisk: Sendable {
    private let path: String

    static var isPossible: Bool {
        guard geteuid() == 0 else { return false }
        let folder = TemporaryFolder()
        guard let disk = try? SmallDisk(at: folder.path + "/disk", mebibytes: 1) else { return false }
        withExtendedLifetime(disk) {}
        return true
    }

    init(at path: String, mebibytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(mebibytes)m,mode=0700") == 0 else {
            throw POSIXError(.init(rawValue: errno) ?? .EIO)
        }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
    }

    private var filler: String { path + "/filler" }

    /// Writes until nothing more fits.
    func fill() throws {
        let descriptor = open(filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        for size in [65_536, 4_096] {
            let bytes = [UInt8](repeating: 1, count: size)
            while write(descriptor, bytes, size) == size {}
        }
    }

    func free() throws {
        try FileManager.default.removeItem(atPath: filler)
    }
}
