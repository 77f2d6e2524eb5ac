import Files
import Foundation
import Glibc
import Wire

/// Verifies a backup with the key that the operator named.
///
/// A daemon that runs would use its own key, so it is not asked: the backup and the log of tombstones are copied into a private temporary folder, and
/// read there. The folder is erased at the end; a kill in between leaves it in the temporary folder.
struct KeyTrial {
    private let settings: Settings
    private let dataFolder: String

    /// Larger logs of tombstones are not read: no registry writes one in 30 days.
    private static let tombstoneBytesMax = 256 << 20

    /// - Parameter dataFolder: where the log of tombstones lies, if this machine has one.
    init(_ settings: Settings, dataFolder: String) {
        self.settings = settings
        self.dataFolder = dataFolder
    }

    func verify(_ file: BackupFile) async throws -> VerifiedBackup {
        let folder = try Self.makeFolder()
        let result: Result<VerifiedBackup, any Error>
        do {
            result = .success(try await verify(file, in: folder))
        } catch {
            result = .failure(error)
        }
        try Self.erase(folder)
        return try result.get()
    }

    private func verify(_ file: BackupFile, in folder: String) async throws -> VerifiedBackup {
        try copyTombstones(to: folder)
        var settings = settings
        settings.dataFolder = folder
        let desk = try OperatorDesk(settings)
        var verified = try await desk.withSession(.folder) { session in try await session.verify(file, in: desk.dataFolder).verified }
        // The operator knows nothing of the temporary folder.
        verified.refusal = verified.refusal.map { cause in
            FailureCause(code: cause.code, detail: cause.detail.replacing(desk.dataFolder, with: dataFolder))
        }
        return verified
    }

    /// Without a log that can be read here, the answer says that there is none.
    private func copyTombstones(to folder: String) throws(DaemonError) {
        let log = DaemonFile.tombstones(in: dataFolder)
        let file: OpenFile
        do throws(FileError) {
            file = try log.openForReading()
        } catch {
            guard DaemonFile.isUntrusted(error) else { return }
            throw log.error(error)
        }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try file.readAll(bytesMax: Self.tombstoneBytesMax)
        } catch {
            guard case .tooLarge = error.reason else { throw DaemonError(.backupUnreadable, "\(log.path) cannot be read.") }
            throw DaemonError(.controlUntrusted, "\(log.path): it is larger than any that a daemon writes.")
        }
        do {
            try FileLocation(path: "\(folder)/\(DataFolder.tombstonesName)").create(bytes)
        } catch {
            throw DaemonError(.folderUnwritable, "Nothing can be written in \(folder).")
        }
    }

    private static func makeFolder() throws(DaemonError) -> String {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("thawd-verify-XXXXXX").path
        var template = Array(place.utf8CString)
        guard let folder = mkdtemp(&template).map({ String(cString: $0) }) else {
            throw DaemonError(.folderUnwritable, "No folder can be made at \(place) (\(SystemReason())).")
        }
        return folder
    }

    private static func erase(_ folder: String) throws(DaemonError) {
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let file = FileLocation(path: "\(folder)/\(name)")
                if try file.status()?.kind == .regular { try file.erase() }
            }
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            throw DaemonError(.folderUnwritable, "The folder \(folder) holds a copy of the backup, and cannot be erased. Remove it.")
        }
    }
}
