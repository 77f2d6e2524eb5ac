import Sightings
import Wire

extension DaemonError {
    /// Why a ledger did not do what the operator asked for.
    init(operating error: LedgerError) {
        switch error {
        case .busy: self.init(.storeBusy, "Too much waits to be written.")
        case .storeFull: self.init(.storeFull, "The disk of the data folder is full.")
        case .storeFailed, .weekKeyFailed: self.init(.storeReadOnly, "Reading or writing the disk failed.")
        case .stopping: self.init(.serverStopping, "The daemon is stopping; a purge that was begun goes on when it starts again.")
        case .clockJumped: self.init(.clockJumped, "The clock was set by days while the daemon ran, so nothing was done.")
        case .previewUnknown, .previewOther: self.init(.previewUnknown, "That preview is unknown, used or too old.")
        case .tombstoneFailed: self.init(.folderUnwritable, "The file tombstones cannot be written, so nothing was done.")
        case .backupFailed: self.init(.backupUnwritable, "The data folder's disk did not take the backup.")
        case .proposalTooMany, .proposalUnknown, .proposalOwn, .proposalInvited, .notAllowed, .notFound, .inviteUnknown, .inviteExpired,
            .invitesTooMany, .signsMissing, .tooManyPlates, .readLimit, .revocationUnsaved:
            self.init(.internalError, "The registry refused what the operator may do.")
        }
    }

    /// Why a copy of a backup could not be read.
    init(reading error: StoreError) {
        switch error {
        case .full: self.init(.storeFull, "The disk of the data folder is full.")
        case .corrupt: self.init(.backupDamaged, "The file is damaged, or is no backup of a registry.")
        case .altered(let table):
            self.init(.backupDamaged, "The file is damaged: the table \(table) is not as the registry left it.")
        case .unsealed, .backup:
            self.init(
                .backupDamaged, "The file is a backup without its seal: its end was cut off or changed, as by a copy that was not finished."
            )
        case .symbolicLink: self.init(.backupUnreadable, "The copy of the backup became a symbolic link.")
        case .newer(let schema): self.init(.backupNewer, "The backup has the shape \(schema), which this thawd does not know.")
        case .wrongKey: self.init(.backupOtherKey, "The seal key at hand is not the one that the backup was sealed with.")
        case .otherOffset(let stored, let set):
            self.init(.configChanged, "registry.utc_offset is \(set), but the backup was made with \(stored).")
        case .inputOutput, .locked, .setting, .incomplete: self.init(.backupUnreadable, "The backup cannot be read.")
        }
    }

    /// As it goes through the control socket.
    var failures: [FailureCause] { causes.map { FailureCause(code: $0.code.rawValue, detail: $0.detail) } }

    /// As it came through the control socket; a code that only a newer daemon knows keeps its sentence.
    init(_ failures: [FailureCause]) {
        let causes = failures.map { Cause(ErrorCode(rawValue: $0.code) ?? .internalError, $0.detail) }
        self.init(causes.isEmpty ? [Cause(.internalError, "The daemon gave no reason.")] : causes)
    }
}
