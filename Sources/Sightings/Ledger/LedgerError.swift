/// Why the ledger did not take a change. Nothing of it was kept.
package enum LedgerError: Error, Hashable, Sendable {
    /// Too many items wait already.
    case busy(retryAfterSeconds: Int)
    /// The disk is full; look-ups go on.
    case storeFull
    /// Reading or writing the disk failed earlier; nothing is written until a restart.
    case storeFailed
    /// The daemon is stopping.
    case stopping
    /// A week's key could not be made.
    case weekKeyFailed
    /// The caller's role does not allow it.
    case notAllowed
    /// There is no such plate, token or invite.
    case notFound
    /// The code was used, canceled, or never given out.
    case inviteUnknown
    case inviteExpired
    /// Too many invites are open already: by this token, or in all.
    case invitesTooMany
    /// A confirmation needs at least one sign.
    case signsMissing
    /// A verdict on so many plates at once would hold up reports.
    case tooManyPlates
    /// The day's rows of watched plates are read.
    case readLimit(retryAfterSeconds: Int)
    /// The preview is unknown, used, another's or too old.
    case previewUnknown
    /// The preview is of a verdict where a purge was asked for, or the other way round.
    case previewOther
    /// Nothing of that id waits for a second moderator.
    case proposalUnknown
    /// Nobody approves their own proposal.
    case proposalOwn
    /// Nobody approves a proposal of the person who invited them.
    case proposalInvited
    /// Too many proposals wait.
    case proposalTooMany
    /// A backup could not be written where it was asked for.
    case backupFailed
    /// The wall clock was set by days: until an operator says which time it is, nothing is written, and nothing is erased by it.
    case clockJumped
    /// The token is good no more, but that is not on disk yet.
    case revocationUnsaved
    /// The tombstone could not be stored first, so the operation was not done.
    case tombstoneFailed
}
