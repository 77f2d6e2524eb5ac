import Synchronization

/// Calls that asked for the person. The dialplan asks for each of its calls once AudioSocket has ended, and connects only these.
///
/// AudioSocket itself does not show this: it ends in the same way if this program stops.
package final class Transfers: Sendable {
    private static let callsMax = 64
    private static let keptMax = Duration.seconds(60)

    private let calls = Mutex<[String: Duration]>([:])
    private let uptime: @Sendable () -> Duration

    package init(uptime: @escaping @Sendable () -> Duration) {
        self.uptime = uptime
    }

    func add(_ id: String) {
        let now = uptime()
        calls.withLock { calls in
            calls = calls.filter { now - $0.value < Self.keptMax }
            if calls.count < Self.callsMax { calls[id] = now }
        }
    }

    /// Whether the call asked for the person. It is forgotten with the answer.
    package func take(_ id: String) -> Bool {
        let now = uptime()
        return calls.withLock { $0.removeValue(forKey: id.lowercased()).map { now - $0 < Self.keptMax } ?? false }
    }

    /// 16 bytes as the dialplan writes them: `8f0e…` in groups of 8, 4, 4, 4 and 12.
    static func text(_ id: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return id.enumerated().map { place, byte in
            ([4, 6, 8, 10].contains(place) ? "-" : "") + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }.joined()
    }
}
