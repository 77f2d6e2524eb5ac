package import Wire

/// A request of the operator on the server's own shell: one line of JSON over the control socket, or the same value if no daemon runs.
package enum OperationRequest: Codable, Hashable, Sendable {
    /// Makes an empty file in the data folder, which is erased at the session's end.
    case stage
    case backUp
    case verify(file: StagedName)
    case previewPurge(selection: PurgeSelection)
    case purge(preview: String)
    case restore(file: StagedName, withoutTombstones: Bool)
    /// Makes an invite for an admin.
    case inviteAdmin
}

/// The answer to a request: any number of steps, then one of the other cases.
package enum OperationAnswer: Codable, Hashable, Sendable {
    /// The first line of a session. Another version does not understand the rest.
    case ready(version: Int)
    case step(OperationStep)
    case staged(file: StagedName)
    case backedUp(file: StagedName, summary: BackupSummary)
    case verified(VerifiedBackup)
    case previewed(PreviewBody)
    case purged(PurgedBody)
    case restored(RestoredBackup)
    case invitedAdmin(AdminInvite)
    case failed(causes: [FailureCause])

    package static let version = 1
}

/// An invite for an admin. This answer is the only one that contains its code.
///
/// The description hides the code.
package struct AdminInvite: Codable, Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package let code: String
    /// Seconds since 1970.
    package let expiresAt: Int64

    package var description: String { "admin's invite" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A step of a long operation.
package enum OperationStep: String, Codable, Hashable, Sendable {
    case checking, replacing, erasing

    /// The progress line for a person.
    package var sentence: String {
        switch self {
        case .checking: "Reading the backup …"
        case .replacing: "Replacing the registry …"
        case .erasing: "Erasing …"
        }
    }
}

/// A cause of an error, in the control socket's form.
package struct FailureCause: Codable, Hashable, Sendable {
    package let code: String
    package let detail: String
}

/// The plates and rows that a purge selects: those that match every field that is set.
package struct PurgeSelection: Codable, Hashable, Sendable {
    package var area: String?
    package var olderThanDays: Int?
    package var status: String?
    package var plates: [String]?

    package static let platesMax = 10_000

    package init(area: String? = nil, olderThanDays: Int? = nil, status: String? = nil, plates: [String]? = nil) {
        self.area = area
        self.olderThanDays = olderThanDays
        self.status = status
        self.plates = plates
    }
}

package struct BackupSummary: Codable, Hashable, Sendable {
    /// Seconds since 1970.
    package let madeAt: Int64
    package let bytes: Int
    package let plates: Int
}

/// The content of a backup, and whether it can be restored.
package struct VerifiedBackup: Codable, Hashable, Sendable {
    /// Seconds since 1970; nil if `thawd backup` did not make the file.
    package let madeAt: Int64?
    package let plates: Int
    package let sightings: Int
    package let voices: Int
    package let tokens: Int
    package let auditEntries: Int
    /// How many later purges, verdicts and revocations a restore will reapply; nil if the tombstones cannot be read.
    package let tombstones: Int?
    /// Why it can be restored only with `--without-tombstones`; nil if it can be restored without it.
    package var refusal: FailureCause?
}

/// The result of a restore.
package struct RestoredBackup: Codable, Hashable, Sendable {
    package let madeAt: Int64?
    package let plates: Int
    package let tombstones: Int
    package let plateChanges: Int
    package let droppedVoices: Int
    package let fallen: Int
    package let tokens: Provenance
    package let hadTombstones: Bool

    /// Where the registry's tokens and audit chain come from.
    package enum Provenance: String, Codable, Hashable, Sendable {
        /// From the replaced registry.
        case kept
        /// From the backup: there was no registry.
        case noOthers = "no_others"
        /// From the backup: the replaced registry could not be read.
        case unreadable
        /// From the backup: the replaced registry was another one.
        case strangers
    }
}
