import Plates
import Synchronization
import Vocabulary

/// The calls that carriers are in: their state lives here under a random handle, and goes only forward.
final class WebhookCalls: Sendable {
    struct Entry: Sendable {
        var call: Call
        /// The carrier's ID of the call, which every request must repeat.
        let callID: String
        let caller: CallLimits.CallerKey?
        let startedAt: Duration
        /// The step that the next request must name.
        var step = 0
        var lastSeen: Duration
    }

    /// A call without a request for so long was hung up: the longest answer, the quiet after it, and the longest speech are shorter.
    private static let idleMax = Duration.seconds(90)

    private let limits: CallLimits
    private let entries = Mutex<[String: Entry]>([:])

    init(limits: CallLimits) {
        self.limits = limits
    }

    /// Begins a call; nil if all lines are busy, or if the carrier's call has begun already.
    func begin(_ call: Call, callID: String, caller: CallLimits.CallerKey?) -> Entry? {
        endIdle()
        return entries.withLock { entries in
            guard !entries.values.contains(where: { $0.callID == callID }), limits.begin() else { return nil }
            let now = limits.now
            return Entry(call: call, callID: callID, caller: caller, startedAt: now, lastSeen: now)
        }
    }

    /// Takes a call out while a request for it is answered, so that a copy of the request finds nothing.
    ///
    /// - Returns: nil unless the handle, the call ID and the step are those of a call.
    func take(_ handle: String, step: Int, callID: String) -> Entry? {
        endIdle()
        return entries.withLock { entries in
            guard let entry = entries[handle], entry.step == step, entry.callID == callID else { return nil }
            return entries.removeValue(forKey: handle)
        }
    }

    /// Keeps a call for its next request.
    func put(_ entry: Entry, handle: String) {
        var entry = entry
        entry.lastSeen = limits.now
        entries.withLock { $0[handle] = entry }
    }

    func end(_ entry: Entry) {
        limits.end(startedAt: entry.startedAt)
    }

    private func endIdle() {
        let now = limits.now
        let idle = entries.withLock { entries in
            let idle = entries.filter { now - $0.value.lastSeen > Self.idleMax }
            for handle in idle.keys { entries.removeValue(forKey: handle) }
            return idle
        }
        for entry in idle.values { end(entry) }
    }

    /// 128 random bits, which nobody can guess.
    static func newHandle() -> String {
        (0..<16).map { _ in UInt8.random(in: 0...255) }.hexadecimal
    }
}
