import Files

/// The folder of the week keys: a file of 32 random bytes a week, mode 0600, never part of a backup.
///
/// Not safe for two writers; the lock on the data folder allows only one. Every call blocks on the disk.
package struct WeekKeyFolder: Sendable {
    private static let length = 32
    private let path: String
    private let random: RandomSource

    /// - Parameter path: an existing folder that no other user can read.
    package init(path: String, random: RandomSource = .system) {
        self.path = path
        self.random = random
    }

    /// Reads all keys from week `oldest` on, including future ones: if the clock was set back, nobody must get a second voice.
    ///
    /// A file with another length than a key's is skipped. The ledger finds missing keys by the witnesses in the database.
    ///
    /// - Parameter sealKeys: the secret part of each tag key.
    package func load(from oldest: Int32, joining sealKeys: SealKeys) throws(SealError) -> WeekKeys {
        var keys = WeekKeys()
        for week in try weeks() where week >= oldest {
            let bytes = try read(week)
            guard bytes.count == Self.length else { continue }
            keys.insert(bytes, week: week, joining: sealKeys)
        }
        return keys
    }

    /// Makes the key of a week without one, and the folder if it is missing, and returns once it survives a power loss.
    package func make(_ week: Int32, in keys: inout WeekKeys, joining sealKeys: SealKeys) throws(SealError) {
        precondition(!keys.contains(week), "a week key is never replaced")
        let bytes = random.bytes(Self.length)
        try failing { () throws(FileError) in
            if try FileLocation(path: path).status() == nil { try Folder.make(path) }
            try file(week).replace(with: bytes, through: .reused("week.new"))
        }
        keys.insert(bytes, week: week, joining: sealKeys)
    }

    /// The weeks whose key files exist; none without a folder. Throws `weekKeyFile` with `ELOOP` if the folder is a symbolic link, which is
    /// not followed.
    package func weeks() throws(SealError) -> [Int32] {
        try failing { () throws(FileError) in
            guard try FileLocation(path: path).status() != nil else { return [] }
            return try Folder.open(path).names().compactMap { name in
                guard name.hasPrefix("week-"), name.hasSuffix(".key") else { return nil }
                return Int32(name.dropFirst(5).dropLast(4))
            }.sorted()
        }
    }

    /// Overwrites and removes the key's file, and returns once that is on disk. A missing file is not an error.
    package func erase(_ week: Int32) throws(SealError) {
        try failing { () throws(FileError) in _ = try file(week).erase() }
    }

    private func file(_ week: Int32) -> FileLocation { FileLocation(path: "\(path)/week-\(week).key") }

    /// The file's bytes; empty for a symbolic link, a folder, or a file that is longer than a key.
    private func read(_ week: Int32) throws(SealError) -> [UInt8] {
        try failing { () throws(FileError) in
            do throws(FileError) {
                return try file(week).read(bytesMax: Self.length)
            } catch {
                switch error.reason {
                case .symbolicLink, .notRegular, .tooLarge: return []
                default: throw error
                }
            }
        }
    }

    private func failing<Result>(_ body: () throws(FileError) -> Result) throws(SealError) -> Result {
        do { return try body() } catch { throw .weekKeyFile(errno: error.number) }
    }
}
