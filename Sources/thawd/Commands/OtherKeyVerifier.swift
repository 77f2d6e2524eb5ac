import DaemonSupport
import Files
import Foundation
import Glibc
import Wire

/// Verifies a backup with a key that the operator named.
///
/// A running daemon would use its own key. So this copies the backup and the tombstone log into a private temporary folder and reads them
/// there. It erases the folder at the end. After a kill, the folder stays.
struct OtherKeyVerifier {
    private let settings: Settings
    private let dataFolder: String

    /// The largest tombstone log that is read. No registry writes this much in 30 days.
    private static let tombstoneBytesMax = 256 << 20

    /// - Parameter dataFolder: the folder with the tombstone log, if this machine has one.
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
        let context = try OperatorContext(settings)
        var verified = try await context.withSession(.folder) { session in try await session.verify(file, in: context.dataFolder).verified }
        // The operator does not know the temporary folder.
        verified.refusal = verified.refusal.map { cause in
            FailureCause(code: cause.code, detail: cause.detail.replacing(context.dataFolder, with: dataFolder))
        }
        return verified
    }

    /// Copies the tombstone log. If it cannot be read, the answer says that there is none.
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
            guard case .tooLarge = error.reason else { throw DaemonError(.backupUnreadable, "Cannot read \(log.path) (\(error.cause)).") }
            throw DaemonError(.controlUntrusted, "\(log.path): it is larger than any tombstone log of a daemon.")
        }
        do {
            try FileLocation(path: "\(folder)/\(DataFolder.tombstonesName)").create(bytes)
        } catch {
            if error.reason == .full { throw DaemonError(.storeFull, "The disk of \(folder) has no room for a copy of the tombstones.") }
            throw DaemonError(.folderUnwritable, "Cannot write to the folder \(folder).")
        }
    }

    private static func makeFolder() throws(DaemonError) -> String {
        let pattern = FileManager.default.temporaryDirectory.appendingPathComponent("thawd-verify-XXXXXX").path
        var template = Array(pattern.utf8CString)
        guard let folder = mkdtemp(&template).map({ String(cString: $0) }) else {
            throw DaemonError(.folderUnwritable, "Cannot make the folder \(pattern) (\(SystemReason())).")
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
            throw DaemonError(.folderUnwritable, "Cannot erase the folder \(folder), which has a copy of the backup. Remove it.")
        }
    }
}
