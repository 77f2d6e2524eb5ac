import Files

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
        try failing { () throws(FileError) in try file(week).replace(with: bytes, through: .reused("week.new")) }
        keys.insert(bytes, week: week, joining: sealKeys)
    }

    /// The weeks whose key files exist. Throws `weekKeyFile` with `ELOOP` if the folder is a symbolic link: it is not followed.
    package func weeks() throws(SealError) -> [Int32] {
        try failing { () throws(FileError) in
            try Folder.open(path).names().compactMap { name in
                guard name.hasPrefix("week-"), name.hasSuffix(".key") else { return nil }
                return Int32(name.dropFirst(5).dropLast(4))
            }.sorted()
        }
    }

    /// Overwrites the key's file, removes it, and returns when both are on disk. A file that is gone already is fine.
    package func erase(_ week: Int32) throws(SealError) {
        try failing { () throws(FileError) in _ = try file(week).erase() }
    }

    private func file(_ week: Int32) -> FileLocation { FileLocation(path: "\(path)/week-\(week).key") }

    /// A link is no key, wherever it leads; nor is a file that is longer than a key.
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
