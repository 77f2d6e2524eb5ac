import Foundation
import Glibc

/// Where the week keys lie: a folder of files of 32 random bytes, one a week, mode 0600, never part of a backup.
///
/// Not safe for two writers; the lock on the data folder sees to it that there is one. Every call blocks on the disk.
package struct WeekKeyFolder: Sendable {
    private static let length = 32
    private let path: String
    private let random: RandomSource

    /// - Parameter path: an existing folder that nobody else can read.
    package init(path: String, random: RandomSource = .system) {
        self.path = path
        self.random = random
    }

    /// Reads every key from a week on, later ones included: a clock that was set back must not make anybody a second voice.
    ///
    /// A file of another length than a key's is no key: the ledger finds what it misses, by the witnesses in the database.
    ///
    /// - Parameter sealKeys: what the week keys are joined with before anything is tagged.
    package func load(from oldest: Int32, joining sealKeys: SealKeys) throws(SealError) -> WeekKeys {
        var keys = WeekKeys()
        for week in try weeks() where week >= oldest {
            let bytes = try read(week)
            guard bytes.count == Self.length else { continue }
            keys.insert(bytes, week: week, joining: sealKeys)
        }
        return keys
    }

    /// Makes the key of a week that has none, and returns once it survives a power loss.
    package func make(_ week: Int32, in keys: inout WeekKeys, joining sealKeys: SealKeys) throws(SealError) {
        precondition(!keys.contains(week), "a key is never made over")
        let bytes = random.bytes(Self.length)
        try write(bytes, week: week)
        keys.insert(bytes, week: week, joining: sealKeys)
    }

    /// The weeks whose key files exist. Throws `weekKeyFile` with `ELOOP` if the folder is a symbolic link: it is not followed.
    package func weeks() throws(SealError) -> [Int32] {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK { throw .weekKeyFile(errno: ELOOP) }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).compactMap { name in
                guard name.hasPrefix("week-"), name.hasSuffix(".key") else { return nil }
                return Int32(name.dropFirst(5).dropLast(4))
            }.sorted()
        } catch {
            throw .weekKeyFile(errno: EIO)
        }
    }

    /// Overwrites the key's file, removes it, and returns when both are on disk. A file that is gone already is fine.
    package func erase(_ week: Int32) throws(SealError) {
        let descriptor = open(file(week), O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw .weekKeyFile(errno: errno)
        }
        defer { close(descriptor) }
        try writeAll([UInt8](repeating: 0, count: Self.length), to: descriptor)
        guard fsync(descriptor) == 0, unlink(file(week)) == 0 else { throw .weekKeyFile(errno: errno) }
        try syncFolder()
    }

    private func file(_ week: Int32) -> String { "\(path)/week-\(week).key" }

    private func read(_ week: Int32) throws(SealError) -> [UInt8] {
        let descriptor = open(file(week), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            // A link is no key, wherever it leads.
            if errno == ELOOP { return [] }
            throw .weekKeyFile(errno: errno)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.length + 1)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw .weekKeyFile(errno: errno) }
        return Array(bytes.prefix(count))
    }

    /// A key file appears whole or not at all: it is written under another name first.
    private func write(_ bytes: [UInt8], week: Int32) throws(SealError) {
        let unfinished = "\(path)/week.new"
        let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .weekKeyFile(errno: errno) }
        defer { close(descriptor) }
        try writeAll(bytes, to: descriptor)
        guard fsync(descriptor) == 0, rename(unfinished, file(week)) == 0 else { throw .weekKeyFile(errno: errno) }
        try syncFolder()
    }

    private func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SealError) {
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw .weekKeyFile(errno: count < 0 ? errno : ENOSPC) }
    }

    private func syncFolder() throws(SealError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .weekKeyFile(errno: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .weekKeyFile(errno: errno) }
    }
}
