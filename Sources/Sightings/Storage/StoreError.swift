package import Vocabulary

/// Why a store's operation failed.
package enum StoreError: Error, Hashable, Sendable {
    /// The disk is full. Nothing was changed; a later attempt may succeed.
    case full
    /// Reading or writing failed. Whether the last change is on disk is not known, so nothing may be written until a restart.
    case inputOutput(code: Int32)
    /// Reading or writing a file beside the database failed, `weeks` or `tombstones`. The code is the system's error number.
    case otherFile(name: String, code: Int32)
    /// The content is damaged, or was written by something else.
    case corrupt
    /// A table has a row that this registry did not write, or lacks one that it wrote.
    case altered(table: String)
    /// Acknowledged data is missing.
    case incomplete(RegistryLoss)
    /// Written by a newer version.
    case newer(schema: String)
    /// Sealed under another key.
    case wrongKey
    /// Its days begin at another offset than the settings say.
    case otherOffset(stored: UTCOffset, set: UTCOffset)
    /// The file is a backup, not a registry's own database.
    case backup
    /// The file is a registry's own database, not a backup.
    case living
    /// A backup without its seal: the end of the file was cut off or changed.
    case unsealed
    /// The file is a symbolic link. It is not followed.
    case symbolicLink
    /// Someone else has the file open.
    case locked
    /// A setting that durability or erasure needs was refused.
    case setting(name: String)
}
