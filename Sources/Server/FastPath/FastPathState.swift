package import NIOCore

/// Whose turn a connection's bytes and events are: the fast path's, a waiting report's, or the HTTP codec's.
///
///                 plain look-up
///                  ┌───────┐
///                  ▼       │
///     ●──────▶  reading ───┘
///                │ ▲  │
///   plain report │ │  │ any other bytes
///                ▼ │  ▼
///             waiting  passedOn  (for good)
///                └─┘
///      answered, or the connection is gone
///
/// While a report waits for the ledger, what comes or is asked for is held. Once it is answered, that has its turn, in the order of
/// ``Held``: an end of the connection before anything that would be begun on it.
package struct FastPathState {
    package enum Phase: Hashable { case reading, waiting, passedOn }

    /// What waits for the answer to a report.
    package struct Held {
        package fileprivate(set) var events: [Any] = []
        package fileprivate(set) var closes: [(mode: CloseMode, promise: EventLoopPromise<Void>?)] = []
        /// At most what one read of the socket brings: after that nothing more is asked for.
        package fileprivate(set) var bytes: ByteBuffer?
        /// Whether the peer sends nothing after them.
        package fileprivate(set) var isInputClosed = false
        /// Whether the later handlers asked for more bytes.
        package fileprivate(set) var isReadWanted = false
    }

    package private(set) var phase = Phase.reading
    private var held = Held()

    package init() {}

    /// Whether the socket has to be asked for more bytes after a read: not while a report waits and some are held already.
    ///
    /// While a report waits it is asked once: never to ask would cost two system calls a report.
    package var wantsBytes: Bool { phase == .reading || phase == .waiting && held.bytes == nil }

    /// Gives the connection to the codec, for good.
    package mutating func passOn() {
        precondition(phase != .waiting, "bytes that come while a report waits are held")
        phase = .passedOn
    }

    package mutating func reportBegan() {
        precondition(phase == .reading, "one report waits at a time")
        phase = .waiting
    }

    /// Ends the wait of a report; nil if none waits.
    package mutating func reportEnded() -> Held? {
        guard phase == .waiting else { return nil }
        phase = .reading
        defer { held = Held() }
        return held
    }

    /// Holds bytes, if a report waits; else false.
    package mutating func hold(bytes: ByteBuffer) -> Bool {
        guard phase == .waiting else { return false }
        var bytes = bytes
        held.bytes.setOrWriteBuffer(&bytes)
        return true
    }

    /// Holds an event from the socket, if a report waits; else false.
    package mutating func hold(event: Any) -> Bool {
        guard phase == .waiting else { return false }
        if event as? ChannelEvent == .inputClosed { held.isInputClosed = true } else { held.events.append(event) }
        return true
    }

    /// Holds a request for more bytes, if a report waits; else false.
    package mutating func holdRead() -> Bool {
        guard phase == .waiting else { return false }
        held.isReadWanted = true
        return true
    }

    /// Holds a request to close, if a report waits; else false.
    package mutating func hold(close mode: CloseMode, promise: EventLoopPromise<Void>?) -> Bool {
        guard phase == .waiting else { return false }
        held.closes.append((mode, promise))
        return true
    }
}
