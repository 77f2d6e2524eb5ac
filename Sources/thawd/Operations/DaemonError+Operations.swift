package import DaemonSupport
package import Sightings
import Wire

extension DaemonError {
    static let purgeInterrupted = "An interrupted purge could not be finished: it goes on at the next start."

    /// The error of an operation that the ledger refused.
    ///
    /// - Parameter outcome: a sentence about the effect that the operation had.
    package init(operating error: LedgerError, _ outcome: String) {
        switch error {
        case .busy: self.init(.storeBusy, "Too many changes wait to be written. \(outcome)")
        case .storeFull: self.init(.storeFull, "The disk of the data folder is full. \(outcome)")
        case .storeFailed, .weekKeyFailed: self.init(.storeReadOnly, "Cannot read or write the disk. \(outcome)")
        case .stopping: self.init(.serverStopping, "The daemon is stopping. \(outcome)")
        case .clockJumped: self.init(.clockJumped, "The clock moved by days while the daemon ran. \(outcome)")
        case .previewUnknown, .previewOther: self.init(.previewUnknown, "The preview is unknown, used or too old.")
        case .tombstoneFailed: self.init(.folderUnwritable, "Cannot write the file \"tombstones\". \(outcome)")
        case .backupFailed: self.init(.backupUnwritable, "Cannot write the backup to the data folder's disk.")
        case .proposalTooMany, .proposalUnknown, .proposalOwn, .proposalInvited, .notAllowed, .notFound, .inviteUnknown, .inviteExpired,
            .invitesTooMany, .signsMissing, .tooManyPlates, .readLimit, .revocationUnsaved:
            self.init(.internalError, "The registry refused an operation that the operator may do.")
        }
    }

    /// The error of a backup that could not be read.
    init(reading error: StoreError) {
        switch error {
        case .full: self.init(.storeFull, "The disk of the data folder is full.")
        case .corrupt: self.init(.backupDamaged, "The file is damaged, or it is not a backup of a registry.")
        case .altered(let table):
            self.init(.backupDamaged, "The file is damaged: the table \(table) was changed.")
        case .unsealed, .backup:
            self.init(
                .backupDamaged, "The backup is incomplete or was changed: its seal is missing. The copy may not have been finished."
            )
        case .living:
            self.init(
                .backupForeign,
                "The file is a copy of a registry's own database. It has no seal, and may lack the newest commits, which stay in a log.")
        case .symbolicLink: self.init(.backupUnreadable, "A symbolic link has replaced the copy of the backup.")
        case .newer(let schema): self.init(.backupNewer, "The backup has the schema \(schema), which this thawd does not know.")
        case .wrongKey: self.init(.backupOtherKey, "The backup was made with another seal key.")
        case .otherOffset(let stored, let set):
            self.init(.configChanged, "registry.utc_offset is \(set), but the backup was made with \(stored).")
        case .otherFile(let name, let code):
            self.init(.storeUnreadable, "Cannot read or write \(name) in the data folder (error \(code)).")
        case .inputOutput, .locked, .setting, .incomplete: self.init(.backupUnreadable, "Cannot read the backup.")
        }
    }

    /// The causes in the control socket's form.
    var failures: [FailureCause] { causes.map { FailureCause(code: $0.code.rawValue, detail: $0.detail) } }

    /// An error from the control socket. If a newer daemon uses an unknown code, its sentence is kept.
    init(_ failures: [FailureCause]) {
        let causes = failures.map { Cause(ErrorCode(rawValue: $0.code) ?? .internalError, $0.detail) }
        self.init(causes.isEmpty ? [Cause(.internalError, "The daemon gave no reason.")] : causes)
    }
}
