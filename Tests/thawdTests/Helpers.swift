import DaemonSupport
import Foundation
import Glibc
import Testing
import Wire
import thawd

/// Makes a folder and its parents; false if that fails.
func mkdirs(_ path: String) -> Bool {
    (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)) != nil
}

/// Copies a data folder of a daemon that has ended, private as the daemon makes it: not every copy keeps the modes of its files.
func copyDataFolder(_ folder: String, to target: String) throws {
    let files = FileManager.default
    try files.createDirectory(at: URL(filePath: target).deletingLastPathComponent(), withIntermediateDirectories: true)
    try files.copyItem(atPath: folder, toPath: target)
    for name in try files.subpathsOfDirectory(atPath: target) {
        var isFolder: ObjCBool = false
        _ = files.fileExists(atPath: "\(target)/\(name)", isDirectory: &isFolder)
        chmod("\(target)/\(name)", isFolder.boolValue ? 0o700 : 0o600)
    }
    chmod(target, 0o700)
}

/// The code of the first cause of the error that `work` throws; nil if it succeeds.
func errorCode(_ work: () throws -> some Any) -> ErrorCode? {
    do {
        _ = try work()
        return nil
    } catch {
        return (error as? DaemonError)?.causes.first?.code
    }
}

/// The same for asynchronous work. An error that is not the daemon's is thrown.
func refusal(_ work: () async throws -> some Any) async throws -> ErrorCode? {
    do {
        _ = try await work()
        return nil
    } catch let error as DaemonError {
        return error.causes.first?.code
    }
}

/// A folder and every file in it, with its bytes, its mode and owner, and the times of its last changes.
func fileStates(in folder: String) throws -> [String: String] {
    var states: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) + ["."] {
        var status = stat()
        try #require(lstat("\(folder)/\(name)", &status) == 0)
        let times = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
        let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
        states[name] = "\(status.st_ino) \(status.st_mode) \(status.st_uid) \(status.st_size) \(times) \(bytes.hashValue)"
    }
    return states
}

func chmodPrivate(_ path: String) -> Bool {
    chmod(path, 0o700) == 0
}
