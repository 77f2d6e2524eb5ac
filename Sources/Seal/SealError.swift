import Glibc

/// Why sealed data could not be made or read.
package enum SealError: Error, Hashable, Sendable {
    /// The key does not have exactly 32 bytes.
    case keyLength(bytes: Int)
    /// This key does not open the block: another key sealed it, or it is damaged.
    case wrongKey
    /// A week key's file could not be made, read or erased. `errno` is the system's error number.
    case weekKeyFile(errno: Int32)

    /// Whether the disk or its quota is full.
    package var isFullDisk: Bool {
        if case .weekKeyFile(let number) = self { [ENOSPC, EDQUOT].contains(number) } else { false }
    }
}
