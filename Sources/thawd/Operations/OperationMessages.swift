package import Wire

/// What the operator asks of a registry on the server's own shell: one line of JSON over the control socket, or the same value where no daemon
/// runs.
package enum OperationRequest: Codable, Hashable, Sendable {
    /// For the name of an empty file in the data folder, which goes with the session.
    case stage
    case backUp
    case verify(file: StagedName)
    case previewPurge(selection: PurgeSelection)
    case purge(preview: String)
    case restore(file: StagedName, withoutTombstones: Bool)
    /// For an admin's invite.
    case inviteAdmin
}

/// What it answers: any number of steps, then one of the others.
package enum OperationAnswer: Codable, Hashable, Sendable {
    /// The first line of a session; another version does not understand the rest.
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

/// An admin's invite that the operator made: the one time that its code is shown.
///
/// Its description hides the code.
package struct AdminInvite: Codable, Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package let code: String
    /// Seconds since 1970.
    package let expiresAt: Int64

    package var description: String { "admin's invite" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How far an operation is that takes a while.
package enum OperationStep: String, Codable, Hashable, Sendable {
    case checking, replacing, erasing

    /// For a person who waits.
    package var sentence: String {
        switch self {
        case .checking: "Reading the backup …"
        case .replacing: "Putting it in the registry's place …"
        case .erasing: "Erasing …"
        }
    }
}

/// A cause of an error, on its way through the socket.
package struct FailureCause: Codable, Hashable, Sendable {
    package let code: String
    package let detail: String
}

/// Which plates and rows a purge takes: whatever holds of every part that is set.
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

/// What a backup holds, and whether it can be restored.
package struct VerifiedBackup: Codable, Hashable, Sendable {
    /// Seconds since 1970; nil for a copy of a database that `thawd backup` did not make.
    package let madeAt: Int64?
    package let plates: Int
    package let sightings: Int
    package let voices: Int
    package let tokens: Int
    package let auditEntries: Int
    /// What was purged, cleared, dismissed, protected or revoked since, and would be done again; nil where that cannot be read.
    package let tombstones: Int?
    /// Why it cannot be restored but with `--without-tombstones`.
    package var refusal: FailureCause?
}

/// What became of a backup.
package struct RestoredBackup: Codable, Hashable, Sendable {
    package let madeAt: Int64?
    package let plates: Int
    package let tombstones: Int
    package let plateChanges: Int
    package let droppedVoices: Int
    package let fallen: Int
    package let tokens: Provenance
    package let hadTombstones: Bool

    /// Whose tokens and audit chain the registry has now.
    package enum Provenance: String, Codable, Hashable, Sendable {
        /// Those of the registry that was replaced.
        case kept
        /// The backup's: there was no registry.
        case noOthers = "no_others"
        /// The backup's: the registry that was replaced could not be read.
        case unreadable
        /// The backup's: the registry that was replaced was another one.
        case strangers
    }
}
