package import DaemonSupport
import Files
import Vocabulary
import Wire

/// The name of a staged file: `staged-` and 16 hexadecimal digits.
///
/// The peer on the control socket may be compromised, so a text of any other form never becomes a name.
package struct StagedName: RawRepresentable, Codable, Hashable, Sendable {
    package let rawValue: String

    fileprivate static let prefix = "staged-"

    /// nil for a text of any other form.
    package init?(rawValue: String) {
        guard rawValue.utf8.allSatisfy({ $0 < 0x80 }), rawValue.wholeMatch(of: /staged-[0-9a-f]{16}/) != nil else { return nil }
        self.rawValue = rawValue
    }

    fileprivate static func random() -> StagedName {
        guard let name = StagedName(rawValue: prefix + UInt64.random(in: 0 ... .max).bigEndianBytes.hexadecimal) else {
            preconditionFailure("a random name has the form of a name")
        }
        return name
    }
}

/// Temporary files in the data folder: a backup that was just made, or one that will be restored.
///
/// All of them may be removed at any time: none is ever the registry.
package struct Staging: Sendable {
    private let folder: DataFolder

    package init(_ folder: DataFolder) {
        self.folder = folder
    }

    package func path(of name: StagedName) -> String { path(of: name.rawValue) }

    private func path(of name: String) -> String { "\(folder.path)/\(name)" }

    /// Makes an empty file that only the daemon's user can read, and returns its name.
    package func make() throws(DaemonError) -> StagedName {
        let name = StagedName.random()
        do {
            try FileLocation(path: path(of: name)).create([])
        } catch {
            if error.reason == .full { throw DaemonError(.storeFull, "The disk of \(folder.path) is full. Nothing was changed.") }
            throw DaemonError(.folderUnwritable, "Cannot write to the folder \(folder.path).")
        }
        return name
    }

    /// Overwrites and removes a staged file and SQLite's files beside it: they may contain data that was purged meanwhile.
    package func erase(_ name: StagedName) throws(DaemonError) {
        for end in ["", ".new", ".old", "-wal", "-shm", "-journal"] { try erase(file: name.rawValue + end) }
    }

    /// Erases files that a crash left. Call it with the folder's lock, before anything is staged.
    package func sweep() throws(DaemonError) {
        let names: [String]
        do throws(FileError) {
            names = try Folder.open(folder.path, followingLinks: true).names()
        } catch {
            throw DaemonError(.folderUnwritable, "Cannot read the folder \(folder.path) (\(error.cause)).")
        }
        for name in names where name.hasPrefix(StagedName.prefix) || DraftName.finalName(of: name) != nil { try erase(file: name) }
    }

    private func erase(file name: String) throws(DaemonError) {
        try failing(as: .folderUnwritable, "Cannot erase the file \(path(of: name)).") {
            try FileLocation(path: path(of: name)).erase(sparingOtherNames: true)
        }
    }
}
