import NIOCore
import Wire

/// A body that has to be waited for, or an answer that the kernel does not take, holds a place for as long as its client likes. Without a good token
/// only a share of the places may be held so, and under pressure those go first.
extension ConnectionGuard {
    /// Call when the rest of a body has to be waited for; `false` if there is no place for that.
    func waitForBody() -> Bool {
        guard bodyPace == nil, let context else { return true }
        guard beginSlowTransfer() else { return false }
        bodyPace = TransferPace(listener.limits, since: context.eventLoop.now, bytes: receivedBytes)
        return true
    }

    /// Call when a body or an answer has to be waited for.
    ///
    /// - Returns: `false` if the share is spent, and nobody in it has had its time.
    func beginSlowTransfer() -> Bool {
        guard slowSince == nil, let context, place != nil, !hasGoodToken() else { return true }
        let now = context.eventLoop.now
        guard listener.connections.beginSlow(context.channel, at: now) else { return false }
        slowSince = now
        return true
    }

    /// Call when a body has come, or an answer has gone.
    func endSlowTransfer() {
        guard slowSince != nil, phase != .body, sendingPace == nil, let context else { return }
        slowSince = nil
        listener.connections.endSlow(context.channel)
    }

    /// Ends the connection if another needs its place, unless it is being answered, or a transfer has not had its time.
    func leaveIfDisplaced() {
        guard isDisplaced, let context else { return }
        if sendingPace != nil, bufferedBytes(context) == 0 { sendingEnds() }
        if let slowSince {
            guard slowSince + TimeAmount(listener.limits.slowProtectedFor) <= context.eventLoop.now else { return }
            // An answer that was not taken in all that time would drain no faster from now on.
            sendingPace != nil ? close(.displaced, resetting: true) : refuse(.serverBusy, as: .displaced)
        } else if phase == .request || phase == .head {
            finish(.displaced)
        }
    }
}
