package import NIOCore
package import Wire

/// A connection's current wait, its deadlines, and its stage of closing. A value: each method takes an event and returns actions.
///
/// While the stage is `open`, each request goes once around the phases:
///
///     request ──first byte──▶ head ──all headers──▶ body ──all of it──▶ answer ──sent──▶ request
///
/// Its stage changes once in each direction:
///
///     open ──finish, refuse──▶ draining ──kernel took all──▶ lingering ──peer ended, time or bytes are over──▶ closed
///       └─────────────────────── close, from every stage ────────────────────────────────────────────────────▶
///
/// A client can hold a connection slot with a slow body or an answer that it does not receive. Without a valid token it needs one of the
/// *slow slots*, a share of all slots.
package struct ConnectionState {
    /// The current wait.
    package enum Phase: Equatable {
        case request(since: NIODeadline)
        /// `since` is nil until a later request's head arrives only in part.
        case head(since: NIODeadline?)
        /// `pace` is nil until the body arrives only in part.
        case body(bytesMax: Int, pace: TransferPace?)
        case answer
    }

    /// The stage of closing.
    package enum Stage: Equatable {
        case open, draining
        case lingering(until: NIODeadline)
        case closed
    }

    /// The actions to do now.
    package struct Actions: Equatable {
        package enum Next: Equatable {
            case nothing
            /// Fire at ``ConnectionState/nextDeadline`` at the latest.
            case scheduleTimeout
            /// Get a slow slot if needed, then call ``ConnectionState/slowSlot(isGranted:for:at:)``.
            case claimSlowSlot(SlowTransfer)
            /// Send the code's answer, then as ``finish``.
            case refuse(ErrorCode)
            /// Flush, then call ``ConnectionState/flushed(unsent:at:)``, and ``ConnectionState/drained(at:)`` once the kernel took
            /// everything.
            case finish
            /// Close the sending side and read on.
            case closeOutput
            /// With `resetting` the kernel also drops unsent bytes.
            case close(resetting: Bool)
        }

        /// Give the slow slot back first.
        package var releasesSlowSlot = false
        package var next = Next.nothing

        package init(_ next: Next = .nothing, releasesSlowSlot: Bool = false) {
            self.next = next
            self.releasesSlowSlot = releasesSlowSlot
        }
    }

    package enum SlowTransfer { case body, answer }

    /// An answer that the kernel did not take at once.
    struct Sending {
        var pace: TransferPace
        /// Bytes passed on since the kernel first delayed them.
        var bytes: Int
    }

    let limits: ServerLimits
    package internal(set) var phase: Phase
    package private(set) var stage = Stage.open
    /// Why the connection ended; nil while it is open.
    package private(set) var end: ConnectionEnd?
    var sending: Sending?
    /// Received bytes of the head or body; after the stage `open`, discarded bytes.
    private(set) var receivedBytes = 0
    private(set) var hasServed = false
    private var requestsCount = 0
    /// Whether another connection needs this one's slot.
    package private(set) var isDisplaced = false
    private var slowSince: NIODeadline?
    private var isInputClosed = false

    /// - Parameter now: when the connection was accepted; its first request's time begins.
    package init(_ limits: ServerLimits, acceptedAt now: NIODeadline) {
        self.limits = limits
        phase = .request(since: now)
    }

    /// Whether the kernel has yet to take an answer.
    package var isSending: Bool { sending != nil }

    // MARK: Input

    /// Bytes came. If the stage is `open`, pass them on and call ``handedOn()``; else discard them.
    package mutating func received(_ count: Int) -> Actions {
        guard stage == .open else {
            receivedBytes += count
            return receivedBytes > limits.times.lingerBytes ? close(end ?? .orderly) : Actions()
        }
        switch phase {
        case .request(let since):
            // The first request's time began when the connection was accepted.
            phase = .head(since: hasServed ? nil : since)
            receivedBytes = count
        case .head, .body: receivedBytes += count
        case .answer: break
        }
        return Actions()
    }

    /// The later handlers saw all bytes. Returns nil if more may come: call ``awaitMore(at:)`` then.
    package mutating func handedOn() -> Actions? {
        guard stage == .open else { return Actions() }
        switch phase {
        case .head where receivedBytes > limits.request.headBytesOnWire: return refuse(.requestHeadersTooLarge)
        case .body(let bytesMax, _) where receivedBytes > bytesMax: return refuse(.requestTooLarge)
        default: return nil
        }
    }

    /// The peer sends nothing more.
    package mutating func inputClosed() -> Actions {
        isInputClosed = true
        if case .lingering = stage { return close(end ?? .orderly) }
        return Actions()
    }

    /// Counts a request. Returns whether it is the connection's last.
    package mutating func countRequest() -> Bool {
        requestsCount += 1
        return requestsCount >= limits.connection.requestsPerConnection
    }

    /// Whether the kernel surely took a small answer, so that no system call must ask: a few fit, and the next answer shows if one did not.
    package func isSurelyTaken(_ bytes: Int) -> Bool {
        bytes <= Self.smallAnswerBytes && requestsCount % Self.smallAnswersUnasked != 0
    }

    private static let smallAnswerBytes = 4096
    private static let smallAnswersUnasked = 8

    /// A request's headers are complete.
    ///
    /// - Parameter bytesMax: the limit of its body on the wire.
    package mutating func headReceived(bodyBytesOnWire bytesMax: Int) {
        phase = .body(bytesMax: bytesMax, pace: nil)
        receivedBytes = 0
    }

    package mutating func requestReceived() -> Actions {
        phase = .answer
        return Actions(releasesSlowSlot: endSlowTransfer())
    }

    // MARK: Output

    package mutating func answerBegins() {
        // Each answer has its own time, even if the previous one is still on its way.
        sending = nil
    }

    package mutating func answerSent(at now: NIODeadline) {
        phase = .request(since: now)
        hasServed = true
    }

    /// Bytes are passed on for sending.
    package mutating func sends(_ count: Int) {
        sending?.bytes += count
    }

    /// - Parameter unsent: bytes that the kernel has not taken yet.
    package mutating func flushed(unsent: Int, at now: @autoclosure () -> NIODeadline) -> Actions {
        guard unsent > 0 else { return sendingEnds() }
        guard sending == nil else { return Actions() }
        sending = Sending(pace: TransferPace(limits, since: now(), bytes: 0), bytes: unsent)
        return Actions(slowSince == nil ? .claimSlowSlot(.answer) : .scheduleTimeout)
    }

    mutating func sendingEnds() -> Actions {
        sending = nil
        return Actions(releasesSlowSlot: endSlowTransfer())
    }

    // MARK: Waiting

    /// Sets the deadline of the current wait.
    package mutating func awaitMore(at now: @autoclosure () -> NIODeadline) -> Actions {
        guard stage == .open else { return Actions() }
        switch phase {
        case .answer: return Actions()
        case .body: return awaitBody(at: now())
        case .head(nil): phase = .head(since: now())
        case .head, .request: break
        }
        return Actions(.scheduleTimeout)
    }

    /// Waits for the rest of a body.
    package mutating func awaitBody(at now: NIODeadline) -> Actions {
        guard case .body(let bytesMax, let pace) = phase, pace == nil else { return Actions(.scheduleTimeout) }
        guard slowSince != nil else { return Actions(.claimSlowSlot(.body)) }
        phase = .body(bytesMax: bytesMax, pace: TransferPace(limits, since: now, bytes: receivedBytes))
        return Actions(.scheduleTimeout)
    }

    /// The answer to ``Actions/Next/claimSlowSlot(_:)``.
    ///
    /// - Parameter isGranted: nil if none is needed; false if protected transfers hold all of them.
    package mutating func slowSlot(isGranted: Bool?, for transfer: SlowTransfer, at now: NIODeadline) -> Actions {
        guard isGranted != false else { return transfer == .body ? refuse(.serverBusy) : close(.displaced, resetting: true) }
        if isGranted == true { slowSince = now }
        if transfer == .body, case .body(let bytesMax, nil) = phase {
            phase = .body(bytesMax: bytesMax, pace: TransferPace(limits, since: now, bytes: receivedBytes))
        }
        return Actions(.scheduleTimeout)
    }

    /// Whether to return a slow slot.
    private mutating func endSlowTransfer() -> Bool {
        guard slowSince != nil, sending == nil else { return false }
        if case .body = phase { return false }
        slowSince = nil
        return true
    }

    /// Another connection needs this slot: call ``leaveIfPossible(unsent:at:)`` now and before each wait.
    package mutating func displace() {
        isDisplaced = true
    }

    /// Ends the connection if another needs its slot, unless an answer is under way or a transfer is still protected.
    package mutating func leaveIfPossible(unsent: Int, at now: NIODeadline) -> Actions {
        guard isDisplaced else { return Actions() }
        if case .lingering = stage { return close(end ?? .orderly) }
        let ended = sending != nil && unsent == 0 ? sendingEnds() : Actions()
        var actions = Actions()
        if let slowSince {
            guard slowSince + TimeAmount(limits.connection.slowProtectedFor) <= now else { return ended }
            // An answer that was not received in all that time would drain no faster now.
            actions = sending == nil ? refuse(.serverBusy, as: .displaced) : close(.displaced, resetting: true)
        } else {
            switch phase {
            case .request, .head: actions = finish(.displaced)
            case .body, .answer: break
            }
        }
        if ended.releasesSlowSlot { actions.releasesSlowSlot = true }
        return actions
    }

    // MARK: The end

    /// Answers with the code's problem and closes. Call only while no answer is under way.
    package mutating func refuse(_ code: ErrorCode, as end: ConnectionEnd = .refused) -> Actions {
        guard stage == .open, phase != .answer else { return Actions() }
        phase = .answer
        let releases = endSlowTransfer()
        _ = finish(end)
        return Actions(.refuse(code), releasesSlowSlot: releases)
    }

    /// Closes once everything written is sent.
    package mutating func finish(_ end: ConnectionEnd) -> Actions {
        guard stage == .open else { return Actions() }
        stage = .draining
        receivedBytes = 0
        self.end = self.end ?? end
        return Actions(.finish)
    }

    /// The kernel took everything.
    package mutating func drained(at now: NIODeadline) -> Actions {
        guard stage == .draining else { return Actions() }
        var actions = sendingEnds()
        if isInputClosed {
            actions.next = close(end ?? .orderly).next
        } else {
            stage = .lingering(until: now + TimeAmount(limits.times.lingerTime))
            actions.next = .closeOutput
        }
        return actions
    }

    /// Closes now.
    package mutating func close(_ end: ConnectionEnd, resetting: Bool = false) -> Actions {
        guard stage != .closed else { return Actions() }
        stage = .closed
        self.end = self.end ?? end
        return Actions(.close(resetting: resetting))
    }

    package mutating func gone() {
        stage = .closed
    }
}
