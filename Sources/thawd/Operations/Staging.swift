import Files
import Wire

/// The name of a staged file: `staged-` and 16 hexadecimal digits.
///
/// The other end of the control socket may be compromised, so a text of any other form never becomes a name.
package struct StagedName: RawRepresentable, Codable, Hashable, Sendable {
    package let rawValue: String

    fileprivate static let prefix = "staged-"
    private static let digits = 16

    /// nil for a text of any other form.
    package init?(rawValue: String) {
        let bytes = Array(rawValue.utf8)
        let prefix = Array(Self.prefix.utf8)
        guard bytes.count == prefix.count + Self.digits, bytes.starts(with: prefix) else { return nil }
        let areDigits = bytes.dropFirst(prefix.count).allSatisfy { byte in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
        }
        guard areDigits else { return nil }
        self.rawValue = rawValue
    }

    fileprivate static func random() -> StagedName {
        let hex = String(UInt64.random(in: 0 ... .max), radix: 16)
        guard let name = StagedName(rawValue: prefix + String(repeating: "0", count: digits - hex.count) + hex) else {
            preconditionFailure("a random name has the form of a name")
        }
        return name
    }
}

/// Files of the data folder that are on their way in or out: a backup that was just made, or one that is to be restored.
///
/// Every one of them may be removed at any time: none is ever the registry.
package struct Staging: Sendable {
    private let folder: DataFolder

    package init(_ folder: DataFolder) {
        self.folder = folder
    }

    package func path(of name: StagedName) -> String { path(of: name.rawValue) }

    private func path(of name: String) -> String { "\(folder.path)/\(name)" }

    /// Makes an empty file for the daemon's user alone, and gives back its name.
    package func make() throws(DaemonError) -> StagedName {
        let name = StagedName.random()
        do {
            try FileLocation(path: path(of: name)).create([])
        } catch {
            throw DaemonError(.folderUnwritable, "Nothing can be written in \(folder.path).")
        }
        return name
    }

    /// Overwrites a staged file and what SQLite left beside it, and removes them: they may hold what a purge took meanwhile.
    package func erase(_ name: StagedName) throws(DaemonError) {
        for end in ["", ".new", ".old", "-wal", "-shm", "-journal"] { try erase(file: name.rawValue + end) }
    }

    /// Erases what a crash left; to be called with the folder's lock, before anything is staged.
    package func sweep() throws(DaemonError) {
        let names: [String]
        do throws(FileError) {
            names = try Folder.open(folder.path, followingLinks: true).names()
        } catch {
            throw DaemonError(.folderUnwritable, "The folder \(folder.path) cannot be read (\(error.cause)).")
        }
        for name in names where name.hasPrefix(StagedName.prefix) || DraftName.finalName(of: name) != nil { try erase(file: name) }
    }

    private func erase(file name: String) throws(DaemonError) {
        do {
            try FileLocation(path: path(of: name)).erase(sparingOtherNames: true)
        } catch {
            throw DaemonError(.folderUnwritable, "The file \(path(of: name)) cannot be erased.")
        }
    }
}
