import Foundation
import Migrations
import Sightings
import TestSupport
import Testing
import Vocabulary

/// A data folder that some version made, with a backup of it, in `DataFolders`. Its name is the newest migration of that version.
struct KeptDataFolder: Sendable, CustomTestStringConvertible {
    let schema: String

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "DataFolders")
    private static let backupName = "thaw.backup"

    /// Of every schema, the oldest first.
    static let all: [KeptDataFolder] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix("v") }.sorted().map { KeptDataFolder(schema: $0) }
    }()

    /// The one of this version's schema.
    static let newest = KeptDataFolder(schema: Migration.all.map(\.name).max() ?? "")

    var testDescription: String { schema }
    var exists: Bool { FileManager.default.fileExists(atPath: path(of: "data")) }

    private func path(of name: String) -> String { Self.folder.appending(path: "\(schema)/\(name)").path }

    /// Copies the data folder to where a daemon with this home folder looks for it, and the backup beside.
    ///
    /// - Returns: the path of the backup.
    @discardableResult
    func copy(to place: TemporaryFolder) throws -> String {
        try copyDataFolder(path(of: "data"), to: place.path(of: ".local/state/thawd"))
        let backup = place.path(of: Self.backupName)
        try FileManager.default.copyItem(atPath: path(of: Self.backupName), toPath: backup)
        return backup
    }

    /// The last entry of the audit chain when the data folder was made: its sequence, and its hash in hex.
    func auditHead() throws -> (sequence: Int64, hash: String) {
        let words = try String(contentsOfFile: path(of: "audit-head"), encoding: .utf8).split(whereSeparator: \.isWhitespace)
        let sequence = try #require(words.first.flatMap { Int64($0) })
        return (sequence, String(try #require(words.last)))
    }

    /// Keeps the data folder of a daemon that has ended.
    func keep(_ data: String, backup: String, auditHead: AuditCheckpoint) throws {
        let files = FileManager.default
        try files.createDirectory(at: Self.folder.appending(path: schema), withIntermediateDirectories: true)
        try "\(auditHead.sequence) \(auditHead.hash.hexadecimal)\n".write(toFile: path(of: "audit-head"), atomically: true, encoding: .utf8)
        try files.copyItem(atPath: backup, toPath: path(of: Self.backupName))
        try files.copyItem(atPath: data, toPath: path(of: "data"))
        // The lock has a process ID, and the log is empty.
        for name in ["lock", "thaw.sqlite-wal"] where (files.contents(atPath: path(of: "data/\(name)"))?.count ?? .max) < 16 {
            try files.removeItem(atPath: path(of: "data/\(name)"))
        }
    }
}
