package import DaemonSupport
import Files
import Foundation
import Glibc
import Wire

/// Writes the files of a new configuration, never over another file.
package enum InitFiles {
    /// The areas file is copied whole.
    private static let areaBytesMax = 128 << 20

    /// For files that the packaged service may read; they hold no secret.
    private static let serviceMode: mode_t = 0o644
    private static let serviceFolderMode: mode_t = 0o755

    /// Writes a configuration that only this user can read.
    package static func write(_ text: String, to path: String) throws(DaemonError) {
        try writing(path) { () throws(FileError) in
            try Folder.make(URL(filePath: path).deletingLastPathComponent().path)
            try FileLocation(path: path).create(Array(text.utf8))
        }
    }

    /// Writes the configuration of the packaged service, its seal key if there is none, and a copy of the areas file.
    ///
    /// The configuration is last: the service does not start without it.
    ///
    /// - Parameter areas: a file in a place where the service cannot read it; nil for none.
    package static func write(_ text: String, for service: ServiceFiles, copyingAreas areas: String?) throws(DaemonError) {
        if access(service.folder, F_OK) != 0 {
            try writing(service.folder) { () throws(FileError) in try Folder.make(service.folder) }
            try share(service.folder, mode: serviceFolderMode)
        }
        if let areas {
            try writing(service.areas) { () throws(FileError) in
                try FileLocation(path: service.areas).create(FileLocation(path: areas).read(bytesMax: areaBytesMax, .named))
            }
            try share(service.areas, mode: serviceMode)
        }
        try makeKey(of: service)
        try writing(service.configuration) { () throws(FileError) in
            try FileLocation(path: service.configuration).create(Array(text.utf8))
        }
        try share(service.configuration, mode: serviceMode)
    }

    /// Makes the service's seal key, unless there is one.
    package static func makeKey(of service: ServiceFiles) throws(DaemonError) {
        try checkKey(of: service)
        if !service.sealKey.exists { try service.sealKey.create() }
    }

    /// Throws `seal.missing` if there is a registry without its key: a new one could not read it.
    package static func checkKey(of service: ServiceFiles) throws(DaemonError) {
        guard !service.sealKey.exists, DataFolder.holdsDatabase(in: service.dataFolder) else { return }
        throw DaemonError(.sealMissing, "There is a registry in \(service.dataFolder), but no seal key at \(service.sealKey.path).")
    }

    /// The daemon's umask makes every new file private.
    private static func share(_ path: String, mode: mode_t) throws(DaemonError) {
        guard chmod(path, mode) == 0 else { throw DaemonError(.folderUnwritable, "Cannot set the mode of \(path) (\(SystemReason())).") }
    }

    private static func writing(_ path: String, _ work: () throws(FileError) -> Void) throws(DaemonError) {
        do throws(FileError) {
            try work()
        } catch {
            throw DaemonError(
                .folderUnwritable,
                error.reason == .exists ? "\(path) exists, and init does not replace it." : "Cannot write \(path) (\(error.cause)).")
        }
    }
}
