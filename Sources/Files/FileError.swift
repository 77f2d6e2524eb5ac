import CLinux
import Glibc

/// Why an operation on a file or folder failed.
///
/// It holds the last name of the file, never its path.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Operation: String, Sendable {
        case open, make, inspect, list, read, write, sync, rename, link, remove, cut, lock
    }

    package enum Reason: Hashable, Sendable {
        case missing
        case exists
        case symbolicLink
        /// It is a folder, FIFO, socket or device, not a file.
        case notRegular
        case notFolder
        case notOwned(by: UInt32)
        /// Others can read or write it; the mode's lower nine bits.
        case notPrivate(mode: UInt32)
        /// The file has a second name elsewhere.
        case otherNames
        case tooLarge(bytesMax: Int)
        /// The disk is full, or the quota is used up.
        case full
        case system
    }

    package let operation: Operation
    package let reason: Reason
    /// The last name of the file or folder.
    package let name: String
    /// The system's error number; the nearest one if our own check refused the file.
    package let number: Int32

    /// A system call failed; reads `errno`.
    init(_ operation: Operation, _ name: String) {
        let number = errno
        self.init(operation, name, number: number)
    }

    init(_ operation: Operation, _ name: String, number: Int32) {
        self.operation = operation
        self.name = name
        self.number = number
        reason =
            switch number {
            case ENOENT: .missing
            case EEXIST: .exists
            case ELOOP: .symbolicLink
            case EISDIR, ENXIO: .notRegular
            case ENOTDIR: .notFolder
            case ENOSPC, EDQUOT: .full
            default: .system
            }
    }

    /// A check refused the file.
    package init(_ operation: Operation, _ name: String, reason: Reason) {
        self.operation = operation
        self.name = name
        self.reason = reason
        number =
            switch reason {
            case .missing: ENOENT
            case .exists: EEXIST
            case .symbolicLink: ELOOP
            case .notRegular: EINVAL
            case .notFolder: ENOTDIR
            case .notOwned: EPERM
            case .notPrivate: EACCES
            case .otherNames: EMLINK
            case .tooLarge: EFBIG
            case .full: ENOSPC
            case .system: EIO
            }
    }

    /// The reason in words, without the name.
    package var cause: String {
        switch reason {
        case .symbolicLink: "it is a symbolic link"
        case .notRegular: "it is not a regular file"
        case .notOwned(let user): "it belongs to another user (\(user))"
        case .notPrivate(let mode): "others can read or write it (mode 0\(String(mode, radix: 8)))"
        case .otherNames: "it has a second name elsewhere"
        case .tooLarge(let bytesMax): "it is larger than \(bytesMax) bytes"
        case .missing, .exists, .notFolder, .full, .system: String(cString: strerror(number))
        }
    }

    package var description: String {
        let symbol = thaw_error_symbol(number).map { String(cString: $0) } ?? String(number)
        return "cannot \(operation.rawValue) \(name): \(cause) (\(symbol))"
    }
}
