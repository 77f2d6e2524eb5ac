extension ErrorEntry {
    /// What `thawd purge`, `backup`, `verify`, `restore` and `admin` meet.
    static let operating: [ErrorCode: ErrorEntry] = [
        .controlUnreachable: ErrorEntry(
            nil, "A daemon has the data folder and does not answer",
            "It may be starting: try again, and see its log. Once it is stopped, the command does the same by itself."),
        .controlRefused: ErrorEntry(
            nil, "The control socket is another user's", "Run the command as the user that the daemon runs as, or as root."),
        .controlBusy: ErrorEntry(nil, "The daemon is doing that already", "Wait until it is done, then try again. Nothing was changed."),
        .controlMalformed: ErrorEntry(
            nil, "The command and the daemon do not understand each other",
            "Use the thawd that the daemon runs; restart it after an upgrade."),
        .controlUntrusted: ErrorEntry(
            nil, "The daemon named a file that it could not have made",
            "It may be compromised: stop it, and keep the data folder for those who look into it. The file was left alone."),
        .controlLost: ErrorEntry(
            nil, "The daemon ended before it answered",
            "See its log. A purge goes on when it starts again; a restore happened whole or not at all, and the audit chain says which."),
        .controlUnconfirmed: ErrorEntry(
            nil, "Nobody is there to say yes", "Run it on a terminal, or add --yes. Nothing was changed."),
        .controlNoTerminal: ErrorEntry(
            nil, "A secret is shown on a terminal alone", "Run it on a terminal, without a pipe and without a file behind >."),
        .backupExists: ErrorEntry(nil, "There is such a file already", "Choose another name, or add --force to replace it."),
        .backupMissing: ErrorEntry(nil, "There is no such backup", "Check the path."),
        .backupUnreadable: ErrorEntry(
            nil, "The backup cannot be read", "Check the file's owner, its mode and the disk. Nothing was changed."),
        .backupUnwritable: ErrorEntry(
            nil, "The backup cannot be written", "Check that the folder exists, that you may write to it, and that its disk has room."),
        .backupForeign: ErrorEntry(
            nil, "That file is no backup of a registry", "Name a file that thawd backup wrote. Nothing was changed."),
        .backupDamaged: ErrorEntry(nil, "The backup is damaged", "Use another one. Nothing was changed."),
        .backupOtherKey: ErrorEntry(
            nil, "The backup was sealed with another key", "Put the key that belongs to it where seal.key_file points. Nothing was changed."
        ),
        .backupNewer: ErrorEntry(
            nil, "The backup is a newer version's", "Use the thawd that wrote it, or a later one. Nothing was changed."),
        .backupTooOld: ErrorEntry(
            nil, "The backup is older than the tombstones reach",
            "What was purged, cleared or protected since could come back. Use a newer one, or accept that with --without-tombstones."),
        .restoreNoTombstones: ErrorEntry(
            nil, "There are no tombstones to restore with",
            "Put the file tombstones back into the data folder, or accept with --without-tombstones that what was purged can come back."),
        .restoreFailed: ErrorEntry(nil, "The backup could not be put in place", "The registry is as it was. Check the data folder's disk."),
    ]
}
