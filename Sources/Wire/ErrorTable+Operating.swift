extension ErrorEntry {
    /// The errors of `thawd purge`, `backup`, `verify`, `restore`, `admin` and `alerts test`.
    static let operating: [ErrorCode: ErrorEntry] = [
        .controlUnreachable: ErrorEntry(
            nil, "The daemon does not answer",
            "It may be starting: try again, and check its log. Or stop it, then run the command again."),
        .controlRefused: ErrorEntry(
            nil, "The control socket belongs to another user", "Run the command as the daemon's user or as root."),
        .controlBusy: ErrorEntry(nil, "The daemon is already doing this", "Try again when it is done. Nothing was changed."),
        .controlMalformed: ErrorEntry(
            nil, "The command and the daemon have different versions",
            "Use the same thawd as the daemon. After an upgrade, restart the daemon."),
        .controlUntrusted: ErrorEntry(
            nil, "The daemon named a file that is missing, not private or of the wrong kind",
            "The daemon may be compromised. Stop it and keep the data folder for investigation. The file was not changed."),
        .controlLost: ErrorEntry(
            nil, "The daemon stopped before it answered",
            "See its log. A purge resumes at the next start. A restore took effect in full or not at all: see the audit chain."),
        .controlUnconfirmed: ErrorEntry(
            nil, "Cannot ask for confirmation: not a terminal", "Use a terminal, or add --yes. Nothing was changed."),
        .controlNoTerminal: ErrorEntry(
            nil, "A secret is shown only on a terminal", "Run the command on a terminal, without a pipe or a redirect."),
        .backupExists: ErrorEntry(nil, "The file already exists", "Choose another name, or add --force to replace it."),
        .backupMissing: ErrorEntry(nil, "The backup does not exist", "Check the path."),
        .backupUnreadable: ErrorEntry(
            nil, "The backup cannot be read", "Check the file's owner and mode, and the disk. Nothing was changed."),
        .backupUnwritable: ErrorEntry(
            nil, "The backup cannot be written",
            "Check that the folder exists, that you can write to it, and that the disk has free space."),
        .backupForeign: ErrorEntry(
            nil, "The file is not a backup of a registry", "Name a file that thawd backup wrote. Nothing was changed."),
        .backupDamaged: ErrorEntry(nil, "The backup is damaged", "Use another one. Nothing was changed."),
        .backupOtherKey: ErrorEntry(
            nil, "The backup was sealed with a different key", "Put the backup's key where seal.key_file points. Nothing was changed."
        ),
        .backupNewer: ErrorEntry(
            nil, "The backup is from a newer version", "Use the thawd that wrote it, or a later one. Nothing was changed."),
        .backupTooOld: ErrorEntry(
            nil, "The backup is older than the oldest tombstone",
            "Use a newer backup. With --without-tombstones, purged, cleared and protected plates can come back."),
        .restoreNoTombstones: ErrorEntry(
            nil, "The tombstone log is missing or damaged",
            "Put the file \"tombstones\" back into the data folder. With --without-tombstones, purged plates can come back."),
        .restoreFailed: ErrorEntry(
            nil, "The restore failed", "Check the data folder's disk, then try again. The registry was not changed."),
        .alertsUndelivered: ErrorEntry(
            nil, "The sample was not delivered", "Check the output's url, its secret_file and alerts.proxy, and the receiver's log."),
    ]
}
