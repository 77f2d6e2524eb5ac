/// Why the ledger did not take a change. Nothing of it was kept.
package enum LedgerError: Error, Hashable, Sendable {
    /// Too much waits already.
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
    /// The code was used, cancelled, or never given out.
    case inviteUnknown
    case inviteExpired
    /// A confirmation needs at least one sign.
    case signsMissing
    /// The plate is protected, so it cannot be confirmed.
    case protected
}
