import Foundation
import Glibc
import Wire

/// Files of the data folder that are on their way in or out: a backup that was just made, or one that is to be restored.
///
/// Every one of them may be removed at any time: none is ever the registry.
package struct Staging: Sendable {
    private static let prefix = "staged-"
    private let folder: DataFolder

    package init(_ folder: DataFolder) {
        self.folder = folder
    }

    package func path(of name: String) -> String { "\(folder.path)/\(name)" }

    /// Makes an empty file for the daemon's user alone, and gives back its name.
    package func make() throws(DaemonError) -> String {
        let name = Self.prefix + String(UInt64.random(in: 0 ... .max), radix: 36)
        do {
            try PrivateFile.create(path(of: name), [])
        } catch {
            throw DaemonError(.folderUnwritable, "Nothing can be written in \(folder.path).")
        }
        return name
    }

    /// Overwrites a staged file and what SQLite left beside it, and removes them: they may hold what a purge took meanwhile.
    package func erase(_ name: String) throws(DaemonError) {
        for end in ["", ".new", ".old", "-wal", "-shm", "-journal"] { try erase(file: name + end) }
    }

    /// Erases what a crash left; to be called with the folder's lock, before anything is staged.
    package func sweep() throws(DaemonError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(Self.prefix) { try erase(file: name) }
    }

    private func erase(file name: String) throws(DaemonError) {
        do {
            try PrivateFile.erase(path(of: name), sparesOtherNames: true)
        } catch {
            throw DaemonError(.folderUnwritable, "The file \(path(of: name)) cannot be erased.")
        }
    }
}
