import Glibc

/// Why something sealed could not be made or read.
package enum SealError: Error, Hashable, Sendable {
    /// The key does not have exactly 32 bytes.
    case keyLength(bytes: Int)
    /// What was read does not open under this key: another key sealed it, or it is damaged.
    case wrongKey
    /// A week key's file could not be made, read or erased; `errno` is the system's reason.
    case weekKeyFile(errno: Int32)

    /// Whether there was no room, or none within the quota.
    package var isFullDisk: Bool {
        if case .weekKeyFile(let number) = self { [ENOSPC, EDQUOT].contains(number) } else { false }
    }
}
