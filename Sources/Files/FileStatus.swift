import Glibc

/// The metadata of a file or folder.
package struct FileStatus: Hashable, Sendable {
    package enum Kind: Sendable { case regular, folder, symbolicLink, other }

    package let kind: Kind
    package let bytes: Int
    /// The user's ID.
    package let owner: UInt32
    /// The lower nine bits of the mode.
    package let mode: UInt32
    /// The number of the file's names (hard links).
    package let names: Int
    /// In seconds since 1970; not checked.
    package let modifiedSeconds: Int64
    private let device: UInt
    private let number: UInt

    /// Whether only its owner can read, write or enter it.
    package var isPrivate: Bool { mode & 0o077 == 0 }

    func isSameFile(as other: FileStatus) -> Bool { device == other.device && number == other.number }

    /// - Parameter read: fills in the status; returns 0, or sets `errno`.
    init(_ name: String, _ read: (inout stat) -> Int32) throws(FileError) {
        var status = stat()
        guard read(&status) == 0 else { throw FileError(.inspect, name) }
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            default: .other
            }
        bytes = Int(status.st_size)
        owner = status.st_uid
        mode = status.st_mode & 0o777
        names = Int(status.st_nlink)
        modifiedSeconds = Int64(status.st_mtim.tv_sec)
        device = UInt(status.st_dev)
        number = UInt(status.st_ino)
    }
}
