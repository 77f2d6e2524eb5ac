import Glibc
import Server
import Sightings
import Synchronization

/// Whether the daemon can accept reports and answer look-ups, for `/readyz`.
final class Readiness: Sendable {
    private let ledger = Mutex<Ledger?>(nil)
    private let folder: String
    private let freeMebibytesMin: Int

    init(folder: String, freeMebibytesMin: Int) {
        self.folder = folder
        self.freeMebibytesMin = freeMebibytesMin
    }

    func loaded(_ ledger: Ledger) {
        self.ledger.withLock { $0 = ledger }
    }

    func unloaded() {
        ledger.withLock { $0 = nil }
    }

    /// Whether a write failed since the start.
    var hasFailed: Bool { ledger.withLock { $0?.hasFailed ?? false } }

    var checks: [ReadinessCheck] {
        [
            ReadinessCheck("index") { self.ledger.withLock { $0 != nil } },
            ReadinessCheck("clock") { Daemon.clock.jump() == nil },
            ReadinessCheck("store") { self.ledger.withLock { $0?.isWritable ?? false } },
            ReadinessCheck("disk") { self.freeBytes >= self.freeMebibytesMin * 1_048_576 },
        ]
    }

    /// Free bytes on the disk for users other than root; 0 if unknown.
    var freeBytes: Int {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return 0 }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }
}
