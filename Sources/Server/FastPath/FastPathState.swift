package import NIOCore

/// Who handles a connection's bytes and events: the fast path, a waiting report or the HTTP codec.
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
/// While a report waits for the ledger, bytes and events are held. After its answer they are handled in the order of ``Held``: the
/// connection's end comes before new work on it.
package struct FastPathState {
    package enum Phase: Hashable { case reading, waiting, passedOn }

    /// Bytes and events that wait for the answer to a report.
    package struct Held {
        package fileprivate(set) var events: [Any] = []
        package fileprivate(set) var closes: [(mode: CloseMode, promise: EventLoopPromise<Void>?)] = []
        /// At most one read of the socket; no more is requested after it.
        package fileprivate(set) var bytes: ByteBuffer?
        /// Whether the peer has ended its side after them.
        package fileprivate(set) var isInputClosed = false
        /// Whether the later handlers requested more bytes.
        package fileprivate(set) var isReadWanted = false
    }

    package private(set) var phase = Phase.reading
    private var held = Held()

    package init() {}

    /// Whether to request more bytes after a read: not if a report waits and bytes are held.
    ///
    /// Requests once while a report waits: never to request would cost two system calls a report.
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
