/// Why the ledger refused a change. Nothing of it was kept.
package enum LedgerError: Error, Hashable, Sendable {
    /// Too many items are waiting.
    case busy(retryAfterSeconds: Int)
    /// The disk is full; look-ups continue.
    case storeFull
    /// Reading or writing the disk failed earlier; nothing is written until a restart.
    case storeFailed
    /// The daemon is stopping.
    case stopping
    /// Cannot make a week's key.
    case weekKeyFailed
    /// The caller's role does not allow it.
    case notAllowed
    /// The plate, token or invite does not exist.
    case notFound
    /// The code was used or canceled, or never existed.
    case inviteUnknown
    case inviteExpired
    /// Too many invites are open, for this token or in all.
    case invitesTooMany
    /// A confirmation needs at least one sign.
    case signsMissing
    /// The verdict covers too many plates: it would delay reports.
    case tooManyPlates
    /// The daily read limit is reached.
    case readLimit(retryAfterSeconds: Int)
    /// The preview is unknown, used, another moderator's or too old.
    case previewUnknown
    /// The preview is for a verdict instead of a purge, or the reverse.
    case previewOther
    /// No waiting proposal has this ID.
    case proposalUnknown
    /// A moderator cannot approve their own proposal.
    case proposalOwn
    /// A moderator cannot approve a proposal of the person who invited them.
    case proposalInvited
    /// Too many proposals are waiting.
    case proposalTooMany
    /// Cannot write the backup file.
    case backupFailed
    /// The wall clock jumped by days. Until an operator confirms the time, nothing is written or erased.
    case clockJumped
    /// The token is revoked, but not on disk yet.
    case revocationUnsaved
    /// Cannot store the tombstone, so the operation was not done.
    case tombstoneFailed
}
